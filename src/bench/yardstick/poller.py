#!/usr/bin/env python3
"""What the bundled watcher is measured beside: the same reads a poll, with the standard library alone.

Takes a watcher's arguments and environment. No rules, no orders, no faults: what it costs is the least that
a watcher in Python costs."""
import http.client, json, os, sys, time
from decimal import Decimal

arguments = dict(a[2:].split('=', 1) for a in sys.argv if a.startswith('--') and '=' in a)
pause = float(arguments.get('poll-seconds', '1'))
address = os.environ['APCA_API_BASE_URL'].split('//')[1].rstrip('/')
headers = {'APCA-API-KEY-ID': os.environ['APCA_API_KEY_ID'], 'Content-Type': 'application/json'}
server = http.client.HTTPConnection(address)


def ask(method, path, body=None):
    server.request(method, path, None if body is None else json.dumps(body), headers)
    answer = server.getresponse()
    text = answer.read()
    return json.loads(text, parse_float=Decimal) if text else None


print('initializing', flush=True)
told = None
while True:
    view = ask('GET', '/maxdiff/v1/view')
    state = 'position_open' if view['positions'] else 'order_open' if view['orders'] else 'watching'
    if state != told:
        told = state
        ask('PUT', '/maxdiff/v1/state', {'state': state, 'active': True})
        print(state, flush=True)
    time.sleep(pause)
