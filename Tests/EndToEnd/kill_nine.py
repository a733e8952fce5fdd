#!/usr/bin/env python3
"""A daemon that is killed with -9 again and again, while its receivers fail in every way, tells the same incidents, under
the same ids, as one that is left in peace.

    VIGIE_KILLS=200 VIGIE_SEED=7 VIGIE_SECONDS=900 VIGIE=... Tests/EndToEnd/run kill_nine

Both hear the same events, over all four doors at once. Every event bears an id, so that it may be sent again, and a time
some seconds ahead, so that it is in its pane long before the pane is judged: what is told depends on the events alone and
not on when they came. What HTTP answered with 204 is not sent again; what came by the other doors is until it is counted.
A kill may come while the daemon still reads what the last one left."""

import os
import random
import threading
import time

from rig import Daemon, Failed, Receiver, expect, expect_true, now, run, say, wait

SEED = int(os.environ.get("VIGIE_SEED", "1"))
KILLS = int(os.environ.get("VIGIE_KILLS", "15"))
DOORS = ["http", "tcp", "udp", "unix"]
SHOPS = ["lille", "lyon", "nice"]
AHEAD = 12
# Long enough for a daemon that needs half a second to be back, and for alerts between the kills.
SECONDS = max(20, round(KILLS * 1.25))
# Events a second and door that are counted and nothing else.
LOAD = 300

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
  from  visit_{door} where shop != "load"
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
    """The lines of one door, by the second: crowds that come and go, and the load."""
    seconds = []
    for second in range(start, start + SECONDS):
        lines = []
        for shop, count in [(shop, chance.choice([0, 5, 15, 40, 90])) for shop in SHOPS] + [("load", LOAD)]:
            for _ in range(count):
                at = second * 10**9 + chance.randrange(10**9)
                lines.append(f'visit_{door},shop={shop} visit_id="{chance.getrandbits(64):x}" {at}\n')
        # The last event of each second: a window is never without any.
        lines.append(f'visit_{door},shop=lille visit_id="{second}" {second * 10**9 + 999_999_999}\n')
        seconds.append(lines)
    return seconds


class Sender(threading.Thread):
    """Sends the events of each second `AHEAD` of it, again until they are taken."""

    def __init__(self, daemon, door, seconds, start):
        super().__init__(daemon=True)
        self.target, self.door, self.seconds, self.start_at = daemon, door, seconds, start
        self.resent = 0
        self.latest = 0
        self.failure = None

    def counted(self):
        try:
            return int(self.target.metric("vigie_points_total", stream=f"visit_{self.door}"))
        except OSError:
            return -1

    def run(self):
        goal = 0
        for second, lines in enumerate(self.seconds):
            time.sleep(max(0, self.start_at + second - AHEAD - time.time()))
            goal += len(lines)
            while not self.is_taken("".join(lines), goal):
                self.resent += 1
            self.latest = max(self.latest, time.time() - (self.start_at + second - AHEAD))

    def is_taken(self, lines, goal):
        try:
            if self.door == "http":
                return self.target.write(lines)[0] == 204 or time.sleep(0.05)
            self.send(lines)
        except (OSError, Failed):
            pass
        patience = time.monotonic() + 0.5
        while time.monotonic() < patience:
            counted = self.counted()
            if counted > goal:
                self.failure = f"{self.door}: {goal} events were sent and {counted} counted"
            if counted >= goal:
                return True
            time.sleep(0.05)
        return False

    def send(self, lines):
        if self.door != "udp":
            return self.target.send(self.door, lines)
        with self.target.connect("udp") as connection:
            lines = lines.splitlines(keepends=True)
            for first in range(0, len(lines), 20):
                connection.send("".join(lines[first : first + 20]).encode())


class Moody(Receiver):
    """A receiver that fails now and then, but no message more than three times, for the fourth try comes 8 s after; and
    that is away now and then. In the end it is neither."""

    MOODS = [200] * 10 + [500, 503, (429, {"Retry-After": "1"}, b"slow down"), "drop", "drop", "hang"]

    def __init__(self, chance):
        self.chance = chance
        self.is_calm = False
        self.tries = {}
        super().__init__()
        threading.Thread(target=self.come_and_go, daemon=True).start()

    def choose(self, call):
        self.tries[call.key] = self.tries.get(call.key, 0) + 1
        return 200 if self.is_calm or self.tries[call.key] > 3 else self.chance.choice(self.MOODS)

    def come_and_go(self):
        while not self.is_calm:
            time.sleep(self.chance.uniform(2, 6))
            self.close()
            time.sleep(self.chance.uniform(0.2, 2))
            self.open()

    def calm(self):
        self.is_calm = True
        self.hanging.set()


def told(receiver):
    """Messages that were taken, by their Idempotency-Key; no key ever bears two."""
    messages, taken = {}, set()
    for call in receiver.calls:
        known = messages.setdefault(call.key, call.json)
        expect(call.json, known, f"two messages under the key {call.key}")
        if call.answer == 200:
            taken.add(call.key)
    return {key: messages[key] for key in taken}


def kill(victim, times, chance):
    for at in times:
        time.sleep(max(0, at - time.time()))
        victim.kill()
        victim.start(ready=False)
        if chance.random() < 0.7:
            wait(victim.is_ready, "the daemon is ready again")
    wait(victim.is_ready, "the daemon is ready again")


def finished(sender, patience):
    sender.join(patience)
    expect_true(not sender.is_alive(), f"{sender.door}: not everything was taken: {sender.counted()}")
    expect(sender.failure, None, "events counted more than once")
    expect_true(sender.latest < AHEAD - 1, f"{sender.door}: sent in time; one came {sender.latest:.1f} s late")


def all_told(daemon):
    try:
        wait(lambda: daemon.metric("vigie_outbox_pending") == 0, "the outbox is empty", 200)
    except Failed:
        expect([d for d in daemon.outbox() if d["state"] not in ("delivered", "refused")], [], "deliveries that wait")


def test():
    chance = random.Random(SEED)
    hooks = Receiver(), Moody(random.Random(SEED))
    peaceful = Daemon("peaceful", RULES, hooks[0].contact("hook")).start()
    # With a checkpoint every second some kills meet one.
    victim = Daemon("victim", RULES, hooks[1].contact("hook"), more="checkpoint: { every: 1s }\n").start()
    start = now() // 10**9 + AHEAD + 1
    feeds = {door: feed(door, chance, start) for door in DOORS}
    totals = {door: sum(map(len, feeds[door])) for door in DOORS}
    say(f"{sum(totals.values())} events over four doors in {SECONDS} s, {KILLS} kills, seed {SEED}")

    senders = [Sender(daemon, door, feeds[door], start) for daemon in (peaceful, victim) for door in DOORS]
    for sender in senders:
        sender.start()
    end = start + SECONDS + 2
    kill(victim, sorted(chance.uniform(start - AHEAD, end - 4) for _ in range(KILLS)), chance)
    say(f"killed {KILLS} times, sent again {sum(s.resent for s in senders)} times")
    for sender in senders:
        finished(sender, max(1, end - time.time()))
    wait(lambda: time.time() > end, "the last pane has ended", 60)
    hooks[1].calm()
    for daemon in peaceful, victim:
        all_told(daemon)

    seen = [{i["kpi"]: i["value"] for i in d.incidents() if i["kpi"].startswith("seen_")} for d in (peaceful, victim)]
    everything = {f"seen_{door}": float(totals[door]) for door in DOORS}
    expect(seen[0], everything, "events counted in peace")
    expect(seen[1], everything, "events counted, each once, by the one that was killed")
    damage = [line for line in victim.log(whole=True).splitlines() if "is damaged" in line]
    expect([line for line in damage if "the last record is torn" not in line], [], "damage but for torn ends")

    messages = [told(hook) for hook in hooks]
    expect(sorted(messages[1]), sorted(messages[0]), "the Idempotency-Keys of all messages")
    for key, message in messages[0].items():
        expect(messages[1][key], message, "a message")
    incidents = {m["incident"] for m in messages[0].values()}
    say(f"{len(incidents)} incidents, {len(messages[0])} messages, the same from both")
    taken = sum(call.answer == 200 for call in hooks[1].calls)
    say(f"{len(hooks[1].calls)} tries, {taken} taken: {taken - len(messages[1])} came twice, under the key that they had")
    expect_true(len(messages[0]) > 30, "the events are such that much is told")
    expect_true(taken < len(hooks[1].calls), "the receiver failed now and then")
    expect(len(hooks[0].calls), len(messages[0]), "in peace nothing is told twice")


run(test)
