#!/usr/bin/env python3
"""measure.py YARDSTICK WORKLOAD[,WORKLOAD..] PEER N [options]: the yardstick with one more peer, maxdiff.
measure.py YARDSTICK ALL N [--reps 3] [--peers jdk-vfork,s6,runit,supervisor] [--out DIR]: every row of the goals.

YARDSTICK is the folder of the peer bench (its wb.py, peers.py, child.c), built. PEER and the options
are the yardstick's own; see README.md beside this file."""
import argparse, glob, http.client, json, os, subprocess, sys

HERE = os.path.dirname(os.path.abspath(__file__))
YARDSTICK = os.path.abspath(sys.argv.pop(1))
sys.path.insert(0, YARDSTICK)
sys.path.insert(0, HERE)
import peers  # noqa: E402
import rows  # noqa: E402
import watchers  # noqa: E402
import wb  # noqa: E402

KNOWN_TO_WANTED = 10  # keys that the journal knows, for each that is wanted

# A key of the yardstick is a strategy of ours on the one symbol that the embedded exchange trades. The
# child learns it from its mark, and is otherwise the yardstick's; one whose key begins with d is done at
# once.
ARGUMENTS = 'else if(c>1){'
MARK = ('if(c>5) { char*m=getenv("MAXDIFF_KEY"); if(m&&(m=strrchr(m,\'|\'))) snprintf(key,128,"%s",m+1); } '
        + ARGUMENTS)
REPORT = 'report(key,arg); for(;;) pause(); }'
DONE = 'report(key,arg); if(key[0]==\'d\') return 0; for(;;) pause(); }'
WISH = {'slot': 'exit', 'symbol': 'BTCUSD', 'side': 'buy', 'force': True, 'source': 'OPERATOR'}
CONFIG = '''maxdiff {
  watcher.command = ["%(child)s", "watch"]
  process.grace = %(grace)dms
  supervision { start-pause = 0s, min-backoff = 1ms }
  session { plan-poll = 50ms, plan-stable-for = 50ms }
  exchange.tick = 1s
}
'''


def child(target):
    source = open(YARDSTICK + '/child.c').read()
    for part in (ARGUMENTS, REPORT):
        if part not in source:
            sys.exit(f'{YARDSTICK}/child.c: no "{part}" (expected: the child of the peer bench)')
    with open(target + '.c', 'w') as f:
        # the last report is that of every child; the one before it, of grandchildren
        f.write(DONE.join(source.replace(ARGUMENTS, MARK, 1).rsplit(REPORT, 1)))
    os.remove(target)
    subprocess.check_call(['gcc', '-O2', '-static', '-o', target, target + '.c'])


class MaxDiff(peers.Peer):
    """`run` as an operator starts it for many watchers; wishes from a plan file, replaced over HTTP."""

    def prepare(self, r):
        child(r.child)
        with open(r.dir + '/maxdiff.conf', 'w') as f:
            f.write(CONFIG % {'child': r.child, 'grace': self.gms})
        self.more = (KNOWN_TO_WANTED - 1) * r.n if 'KNOWN' in self.o.workload else 0
        self.plan(r, [f'd{i}' for i in range(self.more)] + r.keys)
        self.connection = None

    def plan(self, r, keys):
        with open(r.dir + '/plan.csv', 'w') as f:
            f.write('at,symbol,side,strategy,action,entry,takeprofit,qty,expires\n')
            f.writelines(f',BTCUSD,buy,{key},hold,,900,,\n' for key in keys)

    def start(self, r):
        return (['java', *watchers.OPTIONS, '-jar', watchers.JAR, 'run', '--speed', '1', '--state-dir', r.dir + '/state',
                 '--plans', r.dir + '/plan.csv'], {'MAXDIFF_CONFIG': r.dir + '/maxdiff.conf'})

    def replace(self, r, key, price):
        if self.connection is None:
            runtime = json.load(open(glob.glob(r.dir + '/state/embedded/runtime.json')[0]))
            self.token = runtime['token']
            self.connection = http.client.HTTPConnection(runtime['address'].split('//')[1].rstrip('/'))
        body = json.dumps({**WISH, 'strategy': key, 'price': price})
        self.connection.request('POST', '/v1/wishes', body, {
            'Authorization': 'Bearer ' + self.token, 'Content-Type': 'application/json'})
        answer = self.connection.getresponse()
        text = answer.read()
        if answer.status != 200:
            raise RuntimeError(text)


def known(r):
    """Start on a journal of ten times as many keys as are wanted, until all of these run."""
    if not r.wait_up(r.n + r.peer.more, r.opts.timeout):
        return {'error': f'only {len(r.kids)} have run'}
    wb.settle(r)
    wb.sweep(r, 30)
    r.peer.plan(r, r.keys[:1])  # what is wanted stands in the journal
    before, began = len(r.kids), wb.MONO()
    r.peer.restart(r)
    up = r.wait_up(before + r.n, r.opts.timeout)
    stamps = [c.t for c in r.kids[before:]]
    return {'ok': up, 'known': r.n + r.peer.more, 'all_ms': wb.ms(max(stamps) - began),
            'first_ms': wb.ms(min(stamps) - began), 'span_ms': wb.ms(max(stamps) - min(stamps)),
            'keys': len({c.key for c in r.kids[before:]})}


def all_rows():
    a = argparse.ArgumentParser(description=__doc__)
    a.add_argument('all')
    a.add_argument('n', type=int)
    a.add_argument('--reps', type=int, default=3)
    a.add_argument('--peers', default='jdk-vfork,s6,runit,supervisor')
    a.add_argument('--out', default='target/yardstick')
    o = a.parse_args()
    os.makedirs(o.out, exist_ok=True)
    rows.measure(YARDSTICK, o.n, o.reps, [peer for peer in o.peers.split(',') if peer], o.out)


peers.P['maxdiff'] = MaxDiff
wb.WL['KNOWN'] = known
if __name__ == '__main__':
    all_rows() if sys.argv[1] == 'ALL' else wb.main()
