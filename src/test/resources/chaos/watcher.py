"""A watcher for the chaos run, which keeps one limit order in place and has at most one fault.

The run's seed, the slot and the generation decide the fault, so a schedule can be repeated.
Arguments: the seed, then those of open-position and close-position.
"""

import json
import os
import signal
import socket
import sys
import time
import zlib

# The number of watchers with each fault, out of a hundred.
FAULTS = (
    ("stubborn", 8),
    ("crashes", 6),
    ("stops", 5),
    ("group", 6),
    ("escapee", 6),
    ("floods", 4),
    ("mute", 4),
)
LEAST_VALUE = 10
FLOOD = 8 * 1024 * 1024
HOST, PORT = os.environ["APCA_API_BASE_URL"].split("//")[1].split(":")
TOKEN = os.environ["APCA_API_KEY_ID"]


def dice(seed):
    text = "|".join(
        (seed, os.environ["MAXDIFF_KEY"], os.environ["MAXDIFF_SLOT"], os.environ["MAXDIFF_GENERATION"])
    )
    return zlib.crc32(text.encode())


def way(number):
    rest = number % 100
    for name, share in FAULTS:
        if rest < share:
            return name
        rest -= share
    return "obedient"


def sleeper(seconds):
    os.execvp("sleep", ["sleep", str(seconds)])


def misbehave(name):
    """What is done once, right after the start."""
    if name == "stubborn":
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    elif name == "group" and os.fork() == 0:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        sleeper(3601)
    elif name == "escapee" and os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            sleeper(3602)
        os._exit(0)
    elif name == "floods":
        sys.stdout.write("flood " * (FLOOD // 6))
        sys.stdout.flush()
    elif name == "mute":
        for descriptor in (0, 1, 2):
            os.close(descriptor)


def call(method, path, body=None):
    """Answers status and JSON; 0 and None when there is no whole answer. No library: they start slowly."""
    text = "" if body is None else json.dumps(body)
    head = (
        f"{method} {path} HTTP/1.1\r\nHost: {HOST}:{PORT}\r\nConnection: close\r\n"
        f"APCA-API-KEY-ID: {TOKEN}\r\nContent-Type: application/json\r\nContent-Length: {len(text)}\r\n\r\n"
    )
    try:
        with socket.create_connection((HOST, int(PORT)), 10) as connection:
            connection.sendall((head + text).encode())
            answer = b"".join(iter(lambda: connection.recv(65536), b"")).decode()
        status = int(answer.split(" ", 2)[1])
        content = answer.split("\r\n\r\n", 1)[1]
        return status, json.loads(content) if content else None
    except (OSError, ValueError, IndexError):
        return 0, None


class Watcher:
    def __init__(self, arguments):
        self.exit = arguments[0] == "close-position"
        self.symbol = arguments[1]
        self.options = dict(option[2:].split("=", 1) for option in arguments[2:] if "=" in option)
        self.price = self.options["takeprofit-price" if self.exit else "limit-price"]
        self.state = None

    def poll(self):
        status, positions = call("GET", "/v2/positions")
        listed, orders = call("GET", "/v2/orders?status=open")
        if status != 200 or listed != 200:
            return "polling_error"
        wanted = self.wanted(abs(float(positions[0]["qty"])) if positions else 0.0, positions)
        if orders:
            return self.keep(orders[0], wanted)
        if not wanted:
            return "awaiting_position" if self.exit else "position_open"
        status, _ = call("POST", "/v2/orders", self.order(wanted))
        return "exit_submitted" if status == 200 else "exit_error"

    def wanted(self, held, positions):
        """The quantity to order, as text; None for nothing."""
        quantity = held if self.exit else float(self.options["target-qty"]) - held
        if quantity * float(self.price) < LEAST_VALUE:
            return None
        return positions[0]["qty"] if self.exit else "%.6f" % quantity

    def keep(self, order, wanted):
        same = abs(float(order["limit_price"]) - float(self.price)) < 1e-6
        rest = float(order["qty"]) - float(order["filled_qty"])
        if same and (not self.exit or not wanted or abs(rest - float(wanted)) < 1e-4 * rest):
            return "watching_orders" if self.exit else "awaiting_fill"
        if wanted:
            call("PATCH", "/v2/orders/" + order["id"], {"qty": wanted, "limit_price": self.price})
        else:
            call("DELETE", "/v2/orders/" + order["id"])
        return "awaiting_release"

    def order(self, quantity):
        return {
            "symbol": self.symbol,
            "qty": quantity,
            "side": "sell" if self.exit else "buy",
            "type": "limit",
            "time_in_force": "gtc",
            "limit_price": self.price,
        }

    def report(self, state):
        if state == self.state:
            return
        self.state = state
        path = self.options["config-path"]
        with open(path + ".tmp", "w", encoding="utf-8") as file:
            json.dump({"state": state}, file)
        os.replace(path + ".tmp", path)


def main():
    number = dice(sys.argv[1])
    misbehaviour = way(number)
    misbehave(misbehaviour)
    watcher = Watcher(sys.argv[2:])
    while True:
        watcher.report(watcher.poll())
        if misbehaviour == "crashes":
            sys.exit(1)
        if misbehaviour == "stops":
            os.kill(os.getpid(), signal.SIGSTOP)
        time.sleep(1 + number % 1500 / 1000)


main()
