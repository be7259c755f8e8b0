#!/usr/bin/env python3
"""watchers.py [--watchers 1,20,100] [--seconds 20] [--out FILE]: real watchers, and the short commands.

Entries that rest below the market, polled once a second, of the bundled child and of poller.py: CPU until
the first poll is done, CPU a poll, PSS, and what the runtime itself needs meanwhile. Then the CPU of
`status` and `exit` beside a runtime with watchers."""
import argparse, glob, http.client, json, os, resource, signal, statistics as st, subprocess, sys, tempfile, time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(HERE)))
JAR = os.environ.get('MAXDIFF_JAR', ROOT + '/target/maxdiff.jar')
# the archive is named relative to the repository there
OPTIONS = os.environ.get(
    'MAXDIFF_JVM', f'@{ROOT}/conf/jvm.options -XX:SharedArchiveFile={JAR[:-4]}.jsa').split()
SHORT = os.environ.get('MAXDIFF_SHORT_JVM', ' '.join(OPTIONS)).split()
TICK = os.sysconf('SC_CLK_TCK')
CHILDREN = {'bundled': None, 'python': [sys.executable, HERE + '/poller.py']}


def cpu_ms(pid):
    fields = open(f'/proc/{pid}/stat').read().rsplit(')', 1)[1].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / TICK


def pss_mb(pid):
    for line in open(f'/proc/{pid}/smaps_rollup'):
        if line.startswith('Pss:'):
            return int(line.split()[1]) / 1024


def until(what, ready, patience=120, pause=0.05):
    end = time.time() + patience
    while time.time() < end:
        found = ready()
        if found:
            return found
        time.sleep(pause)
    sys.exit('never seen: ' + what)


class Runtime:
    def __init__(self, command):
        self.dir = tempfile.mkdtemp(prefix='maxdiff-watchers.')
        self.conf = self.dir + '/maxdiff.conf'
        with open(self.conf, 'w') as f:
            f.write('maxdiff { exchange.tick = 1s, supervision.start-pause = 0s')
            f.write(f', watcher.command = {json.dumps(command)} }}\n' if command else ' }\n')
        self.log = open(self.dir + '/run.log', 'w')
        self.p = subprocess.Popen(
            ['java', *OPTIONS, '-jar', JAR, 'run', '--speed', '1', '--no-loop', '--state-dir', self.dir + '/state'],
            stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log,
            env={**os.environ, 'MAXDIFF_CONFIG': self.conf})
        files = self.dir + '/state/embedded/runtime.json'
        runtime = json.load(open(until('runtime.json', lambda: glob.glob(files))[0]))
        self.token, self.address = runtime['token'], runtime['address'].split('//')[1].rstrip('/')
        if command is None:  # children started before it is made pay for its absence
            until('the class-data archive', lambda: glob.glob(self.dir + '/state/embedded/child/*.jsa'))

    def ask(self, method, path, body=None):
        server = http.client.HTTPConnection(self.address)
        server.request(method, path, json.dumps(body) if body else None, {
            'Authorization': 'Bearer ' + self.token, 'Content-Type': 'application/json'})
        answer = server.getresponse()
        text = answer.read()
        if answer.status != 200:
            sys.exit(f'{path}: {answer.status} {text}')
        return json.loads(text)

    def wish(self, name):
        self.ask('POST', '/v1/wishes', {
            'slot': 'entry', 'symbol': 'BTCUSD', 'side': 'buy', 'strategy': name, 'price': '700',
            'quantity': '0.02', 'poll': 'PT1S', 'source': 'OPERATOR'})

    def children(self):
        found = {}
        for pid in subprocess.run(['pgrep', '-P', str(self.p.pid)], capture_output=True, text=True).stdout.split():
            try:
                marks = open(f'/proc/{pid}/environ').read().split('\0')
            except OSError:
                continue
            key = [m.split('|')[-1] for m in marks if m.startswith('MAXDIFF_KEY=')]
            if key:
                found[key[0]] = int(pid)
        return found

    def logged(self, name):
        return ''.join(open(f).read() for f in glob.glob(f'{self.dir}/state/embedded/logs/*_{name}*'))

    def polled(self, name):
        lines = self.logged(name).splitlines()
        return len(lines) > 1

    def stop(self):
        self.p.send_signal(signal.SIGTERM)
        self.p.wait(30)


def first_poll(runtime, name):
    """CPU of a child that starts alone, when it has said what it found."""
    runtime.wish(name)
    pid = until('the child', lambda: runtime.children().get(name), pause=0.005)
    until('its first poll', lambda: runtime.polled(name), pause=0.002)
    return cpu_ms(pid)


def measure(kind, count, seconds):
    runtime = Runtime(CHILDREN[kind])
    try:
        firsts = [first_poll(runtime, f'w{i}') for i in range(min(5, count))]
        for i in range(len(firsts), count):
            runtime.wish(f'w{i}')
        until('all watchers', lambda: len(runtime.children()) == count)
        until('all polls', lambda: all(runtime.polled(f'w{i}') for i in range(count)))
        time.sleep(30)  # the code of a first poll is not that of the others, and interpreted
        pids = list(runtime.children().values())
        before, own = {pid: cpu_ms(pid) for pid in pids}, cpu_ms(runtime.p.pid)
        began = time.time()
        time.sleep(seconds)
        lasted = time.time() - began
        own = cpu_ms(runtime.p.pid) - own
        spent = [cpu_ms(pid) - before[pid] for pid in pids]
        result = {
            'w': 'WATCHERS', 'peer': kind, 'N': count, 'seconds': round(lasted, 1),
            'first_poll_cpu_ms': st.median(firsts), 'poll_cpu_ms': round(sum(spent) / count / lasted, 2),
            'pss_mb': round(st.mean(pss_mb(pid) for pid in pids), 1),
            'runtime_core_percent': round(own / lasted / 10, 1),
            'runtime_pss_mb': round(pss_mb(runtime.p.pid), 1), 'load': os.getloadavg()[0]}
        if kind == 'bundled':
            result.update(commands(runtime))
        return result
    finally:
        runtime.stop()


def commands(runtime):
    where = ['--state-dir', runtime.dir + '/state']
    exit_ = ['exit', 'BTCUSD', '--side', 'buy', '--strategy', 'w0', '--takeprofit-price', '900']
    return {name + '_cpu_ms': st.median(short(command + where) for _ in range(3))
            for name, command in (('status', ['status']), ('exit', exit_))}


def short(command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(['java', *SHORT, '-jar', JAR, *command], capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        sys.exit(f'{command}: {done.stderr}')
    return round((after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000)


def main():
    a = argparse.ArgumentParser(description=__doc__)
    a.add_argument('--watchers', default='20,100')
    a.add_argument('--seconds', type=float, default=20)
    a.add_argument('--out')
    o = a.parse_args()
    for count in map(int, o.watchers.split(',')):
        for kind in CHILDREN:
            line = json.dumps(measure(kind, count, o.seconds))
            print(line, flush=True)
            if o.out:
                open(o.out, 'a').write(line + '\n')


if __name__ == '__main__':
    main()
