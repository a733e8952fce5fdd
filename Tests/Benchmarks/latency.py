#!/usr/bin/env python3
"""How long it takes from the sample that decides to the webhook, while 300,000 points a second come in: judged by a window
every second, and event by event."""

import multiprocessing
import pathlib
import random
import re
import socket
import statistics
import time

from bench import TEN, Lines, Subject, run
from rig import Receiver, vigie, wait

RATE = 300_000
TRIALS = 100

WINDOW = """
stream level {
  tag   who
  field height number
}
kpi height {
  from  level
  value last(height)
  by    who
  over  10s every 1s
}
alert high on height {
  owner   "bench"
  warning when value > 10
  notify  "hook"
}
"""

EACH = """
stream refund {
  tag   who
  field amount money(EUR)
}
alert large_refund on each refund {
  owner   "bench"
  warning when amount > 500 EUR
  notify  "hook"
}
"""


def load(port, rate):
    """A process of its own that sends points at a steady rate until it is ended."""
    lines = Lines(12_000, bodies=60, a_body=1_000)
    with socket.create_connection(("127.0.0.1", port)) as connection:
        began, index = time.monotonic(), 0
        while True:
            connection.sendall(lines.dated(index))
            index += 1
            time.sleep(max(0, began + index * lines.a_body / rate - time.monotonic()))


def trials(daemon, receiver, line):
    """Seconds from each sample to its webhook, sorted."""
    chance = random.Random(2)
    sent, took = {}, []
    with daemon.connect("tcp") as connection:
        for number in range(TRIALS):
            # Anywhere between two pane ends.
            time.sleep(0.05 + chance.random() * 0.2)
            who = f"{line[:3]}{number}"
            sent[who] = time.monotonic()
            connection.sendall(line.replace("WHO", who).encode())

    def all_came():
        return len(arrived(receiver, sent)) == TRIALS

    wait(all_came, "every webhook", 30)
    took = sorted(at - sent[who] for who, at in arrived(receiver, sent).items())
    return took


def arrived(receiver, sent):
    """When the first message of each came."""
    times = {}
    for call in list(receiver.calls):
        for who in re.findall(r"\b(?:lev|ref)\d+\b", call.body.decode()):
            if who in sent:
                times.setdefault(who, call.at)
    return times


def has_each():
    pathlib.Path("each.vigie").write_text(EACH)
    status, out, err = vigie("check", "each.vigie")
    return None if status == 0 else next(iter(re.findall(r"error.*", out + err)), "vigie check refuses it")


def main(table):
    refused = has_each()
    receiver = Receiver()
    rules = TEN + WINDOW + ("" if refused else EACH)
    daemon = Subject("latency", rules, receiver.contact("hook") + receiver.contact("x")).start()
    for name, line in [("window", "level,who=WHO height=20\n"), ("each", "refund,who=WHO amount=900\n")]:
        if name == "each" and refused:
            table.skip(name, refused)
            continue
        sender = multiprocessing.Process(target=load, args=(daemon.port("tcp"), RATE), daemon=True)
        sender.start()
        time.sleep(3)
        before, began = sum(daemon.counted()), time.monotonic()
        took = trials(daemon, receiver, line)
        rate = (sum(daemon.counted()) - before) / (time.monotonic() - began)
        sender.terminate()
        scale = 1000 if name == "each" else 1
        table.show(f"{name} p50", statistics.median(took) * scale)
        table.show(f"{name} p99", took[-1] * scale)
        print(f"{'':14}  at {rate:,.0f} points/s")


run(main)
