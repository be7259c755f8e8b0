"""A foreign watcher, which uses only Alpaca's REST and the arguments of the older system.

It keeps one limit order in place and writes its state to --config-path. After SIGTERM it tries to
place one more order, as a program without a signal handler could, and prints the answer.
"""

import argparse
import json
import os
import signal
import sys
import time
import urllib.error
import urllib.request


def arguments():
    parser = argparse.ArgumentParser()
    commands = parser.add_subparsers(dest="command", required=True)
    for name, price in (("open-position", "--limit-price"), ("close-position", "--takeprofit-price")):
        command = commands.add_parser(name)
        command.add_argument("symbol")
        command.add_argument("--side", required=True)
        command.add_argument(price, dest="price", type=float, required=True)
        command.add_argument("--target-qty", type=float)
        command.add_argument("--tolerance-pct", type=float, default=0.0066)
        command.add_argument("--price-tolerance", type=float, default=0.001)
        command.add_argument("--expiry-minutes", type=int, default=1440)
        command.add_argument("--asset-class", default="equity")
        command.add_argument("--poll-seconds", type=int, default=45)
        command.add_argument("--config-path")
        command.add_argument("--force-immediate", action="store_true")
        command.add_argument("--priority-rank", type=int)
    return parser.parse_args()


def call(method, path, body=None):
    """Answers status and JSON; an HTTP error is an answer too."""
    request = urllib.request.Request(
        os.environ["APCA_API_BASE_URL"] + path,
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={
            "APCA-API-KEY-ID": os.environ["APCA_API_KEY_ID"],
            "APCA-API-SECRET-KEY": os.environ["APCA_API_SECRET_KEY"],
            "Content-Type": "application/json",
        },
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            text = answer.read()
            return answer.status, json.loads(text) if text else None
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read() or b"{}")


class Watcher:
    def __init__(self, given):
        self.given = given
        self.exit = given.command == "close-position"
        self.order_side = "sell" if self.exit == (given.side == "buy") else "buy"
        self.fields = {"config_version": 1, "symbol": given.symbol, "side": given.side}

    def report(self, state, **fields):
        self.fields.update(fields, state=state)
        if self.given.config_path:
            temporary = self.given.config_path + ".tmp"
            with open(temporary, "w", encoding="utf-8") as file:
                json.dump(self.fields, file)
            os.replace(temporary, self.given.config_path)

    def place(self, quantity):
        return call(
            "POST",
            "/v2/orders",
            {
                "symbol": self.given.symbol,
                "qty": str(quantity),
                "side": self.order_side,
                "type": "limit",
                "time_in_force": "gtc",
                "limit_price": str(self.given.price),
            },
        )

    def poll(self):
        _, positions = call("GET", "/v2/positions")
        _, orders = call("GET", "/v2/orders?status=open")
        held = abs(float(positions[0]["qty"])) if positions else 0.0
        figures = {"position_qty": held, "open_order_count": len(orders)}
        for order in orders:
            if abs(float(order["limit_price"]) - self.given.price) > 1e-6:
                call("DELETE", "/v2/orders/" + order["id"])
                self.report("awaiting_release", **figures)
                return
        if orders:
            self.report("watching_orders" if self.exit else "awaiting_fill", **figures)
            return
        if self.exit and not held:
            self.report("awaiting_position", **figures)
            return
        if not self.exit and held >= 0.99 * self.given.target_qty:
            self.report("position_open", **figures)
            return
        quantity = positions[0]["qty"] if self.exit else self.given.target_qty
        status, answer = self.place(quantity)
        if status == 200:
            self.report("exit_submitted" if self.exit else "order_submitted", **figures)
        else:
            self.report("exit_error" if self.exit else "order_error", error=answer["message"], **figures)

    def ended(self, *_):
        status, answer = self.place(0.1)
        print("a late order:", status, answer.get("message"), flush=True)
        sys.exit(143)


def main():
    given = arguments()
    watcher = Watcher(given)
    signal.signal(signal.SIGTERM, watcher.ended)
    until = time.time() + 60 * given.expiry_minutes
    watcher.report("initializing")
    while time.time() < until:
        watcher.poll()
        time.sleep(given.poll_seconds)
    watcher.report("expired")


if __name__ == "__main__":
    main()
