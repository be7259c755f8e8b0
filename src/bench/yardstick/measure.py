#!/usr/bin/env python3
"""measure.py YARDSTICK WORKLOAD[,WORKLOAD..] PEER N [options]: the yardstick with one more peer, maxdiff.

YARDSTICK is the folder of the peer bench (its wb.py, peers.py, child.c), built. PEER and the options
are the yardstick's own; see README.md beside this file."""
import glob, http.client, json, os, subprocess, sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(HERE)))
YARDSTICK = os.path.abspath(sys.argv.pop(1))
sys.path.insert(0, YARDSTICK)
import peers  # noqa: E402
import wb  # noqa: E402

# A key of the yardstick is a strategy of ours on the one symbol that the embedded exchange trades. The
# child learns it from its mark, and is otherwise the yardstick's.
ARGUMENTS = 'else if(c>1){'
MARK = ('if(c>5) { char*m=getenv("MAXDIFF_KEY"); if(m&&(m=strrchr(m,\'|\'))) snprintf(key,128,"%s",m+1); } '
        + ARGUMENTS)
WISH = {'slot': 'exit', 'symbol': 'BTCUSD', 'side': 'buy', 'force': True, 'source': 'OPERATOR'}
CONFIG = '''maxdiff {
  watcher.command = ["%(child)s", "watch"]
  process.grace = %(grace)dms
  supervision { start-pause = 0s, min-backoff = 1ms }
  session { plan-poll = 50ms, plan-stable-for = 50ms, tick = 250ms }
  exchange.tick = 1s
}
'''


def child(target):
    source = open(YARDSTICK + '/child.c').read()
    if ARGUMENTS not in source:
        sys.exit(f'{YARDSTICK}/child.c: no "{ARGUMENTS}" (expected: the child of the peer bench)')
    with open(target + '.c', 'w') as f:
        f.write(source.replace(ARGUMENTS, MARK, 1))
    os.remove(target)
    subprocess.check_call(['gcc', '-O2', '-static', '-o', target, target + '.c'])


class MaxDiff(peers.Peer):
    """`run` as an operator starts it for many watchers; wishes from a plan file, replaced over HTTP."""

    def prepare(self, r):
        child(r.child)
        with open(r.dir + '/maxdiff.conf', 'w') as f:
            f.write(CONFIG % {'child': r.child, 'grace': self.gms})
        with open(r.dir + '/plan.csv', 'w') as f:
            f.write('at,symbol,side,strategy,action,entry,takeprofit,qty,expires\n')
            f.writelines(f',BTCUSD,buy,{key},hold,,900,,\n' for key in r.keys)
        self.connection = None

    def start(self, r):
        jar = os.environ.get('MAXDIFF_JAR', ROOT + '/target/maxdiff.jar')
        options = os.environ.get('MAXDIFF_JVM', '@' + ROOT + '/conf/jvm.options').split()
        return (['java', *options, '-jar', jar, 'run', '--speed', '1', '--state-dir', r.dir + '/state',
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


peers.P['maxdiff'] = MaxDiff
if __name__ == '__main__':
    wb.main()
