#!/usr/bin/env python3
"""Counts what a runtime asks of its broker in a minute, by kind, with so many watchers.

    mvn -q -B package -DskipTests
    src/bench/requests/count.py --watchers 1,10,100 --minutes 3

The embedded exchange, served alone at the speed of the day, plays Alpaca; `run --alpaca` reaches it
through a proxy that counts. The watchers are exits of keys that own nothing, so that no order is
placed, with the poll of 45 s that a plan gives them. Counting begins one poll after the last
watcher has started.
"""

import argparse
import collections
import http.client
import http.server
import os
import re
import signal
import socketserver
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

SKIPPED_HEADERS = {"host", "connection", "content-length", "transfer-encoding"}


class Counter(socketserver.ThreadingMixIn, http.server.HTTPServer):
    """Hands every request on, and counts it by method and path."""

    daemon_threads = True

    def __init__(self, upstream):
        super().__init__(("127.0.0.1", 0), Forward)
        self.upstream = urllib.parse.urlsplit(upstream)
        self.counts = collections.Counter()
        self.lock = threading.Lock()

    @property
    def address(self):
        return "http://127.0.0.1:%d" % self.server_address[1]

    def taken(self):
        with self.lock:
            counts, self.counts = self.counts, collections.Counter()
        return counts


class Forward(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def forward(self):
        kind = self.command + " " + re.sub(r"/[0-9a-f-]{36}", "/ID", self.path.split("?")[0])
        with self.server.lock:
            self.server.counts[kind] += 1
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {k: v for k, v in self.headers.items() if k.lower() not in SKIPPED_HEADERS}
        connection = http.client.HTTPConnection(self.server.upstream.netloc, timeout=20)
        connection.request(self.command, self.path, body or None, headers)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.getheader("Content-Type", "application/json"))
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_PATCH = do_DELETE = forward

    def log_message(self, *arguments):
        pass


class Program:
    """A command of the jar; its lines are kept and can be waited for."""

    def __init__(self, jar, arguments, environment):
        self.process = subprocess.Popen(
            ["java", "-jar", jar, *arguments],
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.lines = []
        self.more = threading.Condition()
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        for line in self.process.stdout:
            with self.more:
                self.lines.append(line.rstrip())
                self.more.notify_all()

    def find(self, pattern, count=1, patience=300):
        """Waits until so many lines match; the last of them as a match."""
        deadline = time.monotonic() + patience
        with self.more:
            while True:
                found = [m for m in map(re.compile(pattern).search, self.lines) if m]
                if len(found) >= count:
                    return found[-1]
                left = deadline - time.monotonic()
                if left <= 0 or self.process.poll() is not None:
                    sys.exit("no line like %r in:\n%s" % (pattern, "\n".join(self.lines[-20:])))
                self.more.wait(min(left, 1))

    def end(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()


def tape(path):
    """Trades of some hours around now: a price every two seconds."""
    first = int(time.time()) - 600
    with open(path, "w") as file:
        file.write("timestamp,price,amount\n")
        for i in range(7200):
            file.write("%d,%.2f,1\n" % (first + 2 * i, 1000 + i % 7))
    return path


def plan(path, watchers):
    with open(path, "w") as file:
        file.write("at,symbol,side,strategy,action,entry,takeprofit,qty,expires\n")
        for i in range(watchers):
            file.write(",BTCUSD,buy,s%d,hold,,%d,,\n" % (i, 1100 + i % 50))
    return path


def measured(jar, folder, exchange, watchers, minutes):
    counter = Counter(exchange.find(r"^Serving +(\S+)").group(1))
    threading.Thread(target=counter.serve_forever, daemon=True).start()
    config = os.path.join(folder, "runtime%d.conf" % watchers)
    with open(config, "w") as file:
        file.write('maxdiff.alpaca { paper-url = "%s", data-url = "%s" }\n'
                   % (counter.address, counter.address))
        file.write("maxdiff.supervision.start-pause = 0s\n")
    runtime = Program(
        jar,
        ["run", "--alpaca", "--port=0", "--plans",
         plan(os.path.join(folder, "plan%d.csv" % watchers), watchers),
         "--state-dir", os.path.join(folder, "state%d" % watchers)],
        {"MAXDIFF_CONFIG": config,
         "APCA_API_KEY_ID": exchange.find(r"^Key +(\S+)").group(1),
         "APCA_API_SECRET_KEY": exchange.find(r"^Secret +(\S+)").group(1)},
    )
    try:
        runtime.find(r"STARTED .*pid", watchers)
        time.sleep(45)
        counter.taken()
        time.sleep(60 * minutes)
        return counter.taken()
    finally:
        runtime.end()
        counter.shutdown()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--jar", default="target/maxdiff.jar")
    parser.add_argument("--watchers", default="1,10,100")
    parser.add_argument("--minutes", type=float, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        config = os.path.join(folder, "exchange.conf")
        with open(config, "w") as file:
            file.write("maxdiff.exchange.warm-up = 600s\n")
        exchange = Program(
            options.jar,
            ["exchange", "--speed=1", "--data=" + tape(os.path.join(folder, "now.csv")),
             "--state-dir", os.path.join(folder, "exchange")],
            {"MAXDIFF_CONFIG": config},
        )
        try:
            exchange.find(r"^Secret")
            for watchers in map(int, options.watchers.split(",")):
                counts = measured(options.jar, folder, exchange, watchers, options.minutes)
                print("%4d watchers: %5.1f requests a minute" % (
                    watchers, sum(counts.values()) / options.minutes))
                for kind, count in sorted(counts.items()):
                    print("       %5.1f %s" % (count / options.minutes, kind), flush=True)
        finally:
            exchange.end()


if __name__ == "__main__":
    main()
