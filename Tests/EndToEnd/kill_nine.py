#!/usr/bin/env python3
"""A daemon that is killed with -9 ten times tells the same incidents, under the same ids, as one that is left in peace.

Both hear the same events, over all four doors at once. Every event bears an id, so that it may be sent again, and a time
some seconds ahead, so that it is in its pane long before the pane is judged: what is told depends on the events alone and
not on when they came. Half of the kills come while lines come in, half while alerts come and go."""

import random
import sys
import threading
import time

from rig import Daemon, Failed, Receiver, expect, expect_true, now, run, say, wait

SEED = int(sys.argv[1]) if len(sys.argv) > 1 else 1
DOORS = ["http", "tcp", "udp", "unix"]
SHOPS = ["lille", "lyon", "nice"]
SECONDS = 24
AHEAD = 12
KILLS = 10
CHUNK = 400

RULES = "".join(
    f"""
stream visit_{door} {{
  tag   shop
  field visit_id text id
}}

kpi seen_{door} {{
  from  visit_{door}
  value count()
  over  1h every 1s
}}

alert any_{door} on seen_{door} {{
  owner  "e2e"
  info   when value > 0
  notify "hook"
}}

kpi busy_{door} {{
  from  visit_{door}
  value count()
  by    shop
  over  4s every 1s
}}

alert crowd_{door} on busy_{door} {{
  owner    "e2e"
  warning  when value > 80
  critical when value > 200 for 1s
  recover  when value < 60
  notify   "hook"
}}
"""
    for door in DOORS
)


def feed(door, chance, start):
    """Lines of one door in order of time: crowds that come and go by the second."""
    lines = []
    for second in range(SECONDS):
        for shop in SHOPS:
            for _ in range(chance.choice([0, 5, 15, 40, 90])):
                at = (start + second) * 10**9 + chance.randrange(10**9)
                lines.append((at, f'visit_{door},shop={shop} visit_id="{chance.getrandbits(64):x}" {at}\n'))
        # The last event of each second: a window is never without any.
        at = (start + second) * 10**9 + 999_999_999
        lines.append((at, f'visit_{door},shop=lille visit_id="{second}" {at}\n'))
    return [line for _, line in sorted(lines)]


class Sender(threading.Thread):
    """Sends what is due, again and again until the daemon has counted it."""

    def __init__(self, daemon, door, lines):
        super().__init__(daemon=True)
        self.target, self.door, self.lines = daemon, door, lines
        self.resent = 0
        self.failure = None

    def counted(self):
        try:
            return int(self.target.metric("vigie_points_total", stream=f"visit_{self.door}"))
        except OSError:
            return -1

    def run(self):
        for first in range(0, len(self.lines), CHUNK):
            chunk = self.lines[first : first + CHUNK]
            self.deliver(chunk, first + len(chunk))

    def deliver(self, chunk, goal):
        while True:
            try:
                self.send(chunk)
            except (OSError, Failed):
                pass
            patience = time.monotonic() + 0.5
            while time.monotonic() < patience:
                counted = self.counted()
                if counted > goal:
                    self.failure = f"{self.door}: {goal} events were sent and {counted} counted"
                if counted >= goal:
                    return
                time.sleep(0.02)
            self.resent += 1

    def send(self, chunk):
        if self.door == "udp":
            with self.target.connect("udp") as connection:
                for first in range(0, len(chunk), 20):
                    connection.send("".join(chunk[first : first + 20]).encode())
        else:
            self.target.send(self.door, "".join(chunk))


def told(receiver):
    """Messages by their Idempotency-Key."""
    messages = {}
    for call in receiver.calls:
        known = messages.setdefault(call.key, call.json)
        expect(call.json, known, f"two messages under the key {call.key}")
    return messages


def test():
    chance = random.Random(SEED)
    hooks = Receiver(), Receiver()
    peaceful = Daemon("peaceful", RULES, hooks[0].contact("hook")).start()
    # With a checkpoint every second some kills meet one.
    victim = Daemon("victim", RULES, hooks[1].contact("hook"), more="checkpoint: { every: 1s }\n").start()
    start = now() // 10**9 + AHEAD
    feeds = {door: feed(door, chance, start) for door in DOORS}
    total = sum(map(len, feeds.values()))
    say(f"{total} events over four doors, seed {SEED}")

    senders = [Sender(daemon, door, feeds[door]) for daemon in (peaceful, victim) for door in DOORS]
    for sender in senders:
        sender.start()
    end = start + SECONDS + 2
    kill_times = sorted(
        [now() / 1e9 + chance.uniform(0.05, 3) for _ in range(KILLS // 2)]
        + [chance.uniform(start, start + SECONDS) for _ in range(KILLS - KILLS // 2)]
    )
    for at in kill_times:
        time.sleep(max(0, at - time.time()))
        victim.kill()
        victim.start(ready=False)
        wait(victim.is_ready, "the daemon is ready again")
    say(f"killed {KILLS} times, sent again {sum(s.resent for s in senders)} times")
    for sender in senders:
        sender.join(60)
        expect_true(not sender.is_alive(), f"{sender.door}: not everything was counted: {sender.counted()}")
        expect(sender.failure, None, "events counted more than once")
    expect_true(time.time() < end, "everything was sent in time")

    wait(lambda: time.time() > end, "the last pane has ended", 60)
    for daemon in peaceful, victim:
        wait(lambda: daemon.metric("vigie_outbox_pending") == 0, "the outbox is empty")
    seen = [{i["kpi"]: i["value"] for i in d.incidents() if i["kpi"].startswith("seen_")} for d in (peaceful, victim)]
    expect(seen[0], {f"seen_{door}": float(len(feeds[door])) for door in DOORS}, "events counted in peace")
    expect(seen[1], seen[0], "events counted, each once, by the one that was killed")

    messages = [told(hook) for hook in hooks]
    expect(sorted(messages[1]), sorted(messages[0]), "the Idempotency-Keys of all messages")
    for key, message in messages[0].items():
        expect(messages[1][key], message, "a message")
    incidents = {m["incident"] for m in messages[0].values()}
    say(f"{len(incidents)} incidents, {len(messages[0])} messages, the same from both")
    say(f"{len(hooks[1].calls) - len(messages[1])} messages came twice, under the key that they had")
    expect_true(len(messages[0]) > 50, "the events are such that much is told")
    expect(len(hooks[0].calls), len(messages[0]), "in peace nothing is told twice")


run(test)
