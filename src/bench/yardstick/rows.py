"""Every row of the table of goals in one run: who is measured how often, and what is made of it.

Floor, ours and peers take turns within a repetition, so that what else the machine does meets all of
them. Goals are multiples of the floor of the same run, or figures."""
import json, os, statistics as st, subprocess, sys

HERE = os.path.dirname(os.path.abspath(__file__))
OURS = ['floor', 'maxdiff']
REPLACES = {'floor': 30, 'maxdiff': 30, 'jdk-vfork': 30, 'supervisor': 3}  # others 5: those take 1 s each, supervisord 5 s

SYSTEM_PYTHON = '/usr/bin/python3'  # has the module of the package manager's supervisord

# workloads of one bring-up; how many children; repetitions of the peers; more options
GROUPS = [
    ('W1,W4,W4R,W6,W2', 'W1,W4,W2', None, 3, []),
    ('W4S,W3', 'W3', 200, 1, []),
    ('W8', 'W8', 50, 1, []),
    ('W5', 'W5', 50, 1, []),
    ('KNOWN', None, None, 0, []),
]

# row, workload, field, goal: ('x', factor of the floor) or ('<=', figure)
ROWS = [
    ('bring up, first child to last, ms', 'W1', 'span_ms', ('x', 1.5)),
    ('start to the first child, ms', 'W1', 'first_ms', ('<=', 3000)),
    ('CPU until all run, the start included, ms', 'W1', 'supcpu_ms', None),
    ('replace, ms', 'W4', 'lat_ms', ('x', 2)),
    ('CPU a replace, the child included, ms', 'W4', 'cpu_per_ms', None),
    ('the same key again and again, ms', 'W4R', 'lat_ms', ('x', 2)),
    ('replace a stubborn one, s', 'W4S', 'lat_s', ('<=', 2.1)),
    ('sweep: last child gone, ms', 'W2', 'kids_gone_ms', ('x', 3)),
    ('sweep: supervisor gone too, ms', 'W2', 'all_gone_ms', ('<=', 400)),
    ('sweep of 200, 10 % stubborn, ms', 'W3', 'kids_gone_ms', ('<=', 2100)),
    ('left behind of those', 'W3', 'left_kids', ('<=', 0)),
    ('50 with grandchildren: left behind', 'W8', 'left_any', ('<=', 0)),
    ('kill -9, 50 children: orphans after 5 s', 'W5', 'orphans_5s', ('<=', 0)),
    ('keys with two children after the next start', 'W5', 'keys_dup', ('<=', 0)),
    ('memory, PSS, MB', 'W1', 'pss_mb', ('<=', 180)),
    ('idle CPU a minute, ms', 'W6', 'cpu_ms_per_60s', ('<=', 190)),
    ('10 N known keys, N wanted: start to all running, ms', 'KNOWN', 'all_ms', None),
    ('of which launches, ms', 'KNOWN', 'span_ms', None),
]


def measure(yardstick, n, reps, peers, out):
    lines = out + '/rows.jsonl'
    open(lines, 'w').close()
    for ours, theirs, fixed, theirs_reps, options in GROUPS:
        for rep in range(reps):
            for peer in OURS + peers:
                mine = peer in OURS
                if peer == 'floor' and ours == 'KNOWN' or not mine and (theirs is None or rep >= theirs_reps):
                    continue
                python = SYSTEM_PYTHON if peer.startswith('supervisor') else sys.executable
                command = [python, HERE + '/measure.py', yardstick, ours if mine else theirs, peer,
                           str(fixed or n), '--out', lines, '--note', f'load {os.getloadavg()[0]:.1f}',
                           '--replaces', str(REPLACES.get(peer, 5)), *options]
                subprocess.run(command, check=True)
    subprocess.run([sys.executable, HERE + '/watchers.py', '--out', lines], check=True)
    table(lines, out)


def figure(line, field):
    value = line.get(field)
    if isinstance(value, list):
        numbers = [v for v in value if v is not None]
        # of median, least and most the median; of the two stubborn ones both
        return None if not numbers or field == 'lat_s' and len(numbers) < len(value) else (
            st.median(numbers) if field == 'lat_s' else numbers[0])
    return value


def table(lines, out):
    all_lines = [json.loads(line) for line in open(lines)]
    peers = list(dict.fromkeys(line['peer'] for line in all_lines if line['w'] not in ('WATCHERS',)))
    figures, text = {}, ['| row | ' + ' | '.join(peers) + ' | goal | ours / floor | reached |',
                         '|---|' + '---|' * (len(peers) + 3)]
    for name, work, field, goal in ROWS:
        cells = {}
        for peer in peers:
            found = [figure(line, field) for line in all_lines if line['w'] == work and line['peer'] == peer]
            known = [value for value in found if value is not None]
            if found:
                cells[peer] = {'median': st.median(known), 'least': min(known), 'most': max(known)} if known else None
        figures[name] = cells
        text.append('| ' + ' | '.join([name, *(cell(cells, peer) for peer in peers), *goal_met(cells, goal)]) + ' |')
    watchers = [line for line in all_lines if line['w'] == 'WATCHERS']
    text += ['', *watcher_table(watchers)]
    with open(out + '/table.md', 'w') as f:
        f.write('\n'.join(text) + '\n')
    with open(out + '/figures.json', 'w') as f:
        json.dump({'rows': figures, 'watchers': watchers}, f, indent=1)
    print('\n'.join(text))


def cell(cells, peer):
    if peer not in cells:
        return ''
    found = cells[peer]
    return 'never' if found is None else f"{short(found['median'])} [{short(found['least'])}-{short(found['most'])}]"


def goal_met(cells, goal):
    ours, floor = cells.get('maxdiff'), cells.get('floor')
    ratio = ours['median'] / floor['median'] if ours and floor and floor['median'] else None
    if goal is None or ours is None:
        return '', short(ratio), ''
    kind, value = goal
    words = f'{value} x floor' if kind == 'x' else f'<= {value}'
    reached = ratio is not None and ratio <= value if kind == 'x' else ours['median'] <= value
    return words, short(ratio), 'yes' if reached else 'no'


def short(number):
    if number is None:
        return ''
    return f'{number:.0f}' if abs(number) >= 100 or number == int(number) else f'{number:.3g}'


def watcher_table(lines):
    fields = ['first_poll_cpu_ms', 'poll_cpu_ms', 'pss_mb', 'runtime_core_percent', 'runtime_pss_mb',
              'status_cpu_ms', 'exit_cpu_ms']
    text = ['| watchers | N | ' + ' | '.join(fields) + ' |', '|---|---|' + '---|' * len(fields)]
    for line in lines:
        text.append(f"| {line['peer']} | {line['N']} | " + ' | '.join(short(line.get(f)) for f in fields) + ' |')
    return text
