#!/usr/bin/env python3
"""Twice the rate that it can carry, at every door: memory stays within its bound, senders are slowed or told to come back,
what is lost of datagrams is counted to the last one, alerts come in time, and afterwards all is as before.

    VIGIE_LENGTH=600 VIGIE_SECONDS=900 VIGIE=... Tests/EndToEnd/run overload

The daemon has one core to itself and this test the other. Its rules make each event dear, so that the daemon is the one
that cannot keep up; every two seconds it is offered twice what it carried in the last two."""

import http.client
import itertools
import os
import socket
import threading
import time

from rig import Daemon, Receiver, expect, expect_true, now, run, say, wait

LENGTH = float(os.environ.get("VIGIE_LENGTH", "20"))
WARM_UP = 8
DOORS = ["http", "tcp", "udp", "unix"]
DATAGRAM = 100  # lines
# Four doors of 32 MiB, bodies and reads on their way in, the journal's copy of a batch, and the daemon itself.
MEMORY = 400 << 20
# A step of the KPI is a second, and so is the longest that lines wait at a door. The rest is this test's own delay.
IN_TIME = 3.5

FIELDS = ["took_ms", "size", "score", "price", "queue"]
# Forty KPIs of one event: each field, each of these. Their windows are short, so that it is not they that grow.
KPIS = [
    ("p99({})", "shop", "10s"),
    ("median({})", "device", "20s"),
    ("p90({})", "shop, device", "20s"),
    ("stddev({})", "shop", "20s"),
    ("distinct({})", "device", "10s"),
    ("mean({})", "shop, device", "10s"),
    ("max({})", "shop, device", "20s"),
    ("p75({})", "device", "10s"),
]
RULES = """
stream level {
  tag   who
  field height number
}
kpi height {
  from  level
  value last(height)
  over  1h every 1s
}
alert high on height {
  owner   "e2e"
  warning when value > 10
  recover when value < 10
  notify  "hook"
}
""" + "".join(
    f"""
stream load_{door} {{
  tag   shop
  tag   device
  {"".join(f"field {field} number; " for field in FIELDS).replace("; ", chr(10) + "  ")}
}}
"""
    + "".join(
        f"""
kpi {field}_{number}_{door} {{
  from  load_{door}
  value {value.format(field)}
  by    {by}
  over  {over} every 1s
}}
"""
        for field in FIELDS
        for number, (value, by, over) in enumerate(KPIS)
    )
    for door in DOORS
)


def block(door, lines):
    """So many lines without a time: they happen when they come."""
    return "".join(
        f"load_{door},shop=s{n % 20},device=d{n % 7} "
        + ",".join(f"{field}={(n * 37 + 11 * i) % 1000}.5" for i, field in enumerate(FIELDS))
        + "\n"
        for n in range(lines)
    ).encode()


class Load:
    """Offers so many lines a second at one door, whether or not they are taken, until it is told to stop."""

    # An HTTP sender waits for its answer: it takes several to bring more than is carried.
    SENDERS = {"http": 12}

    def __init__(self, daemon, door):
        self.target, self.door = daemon, door
        self.lines = DATAGRAM if door == "udp" else 2_000
        self.block = block(door, self.lines)
        self.sent = self.offered = self.refused = self.rate = 0
        self.answers = set()
        self.is_over = False
        self.lock = threading.Lock()
        self.since = self.due = time.monotonic()
        self.threads = [threading.Thread(target=self.run, daemon=True) for _ in range(self.SENDERS.get(door, 1))]

    def offer(self, rate):
        with self.lock:
            self.offered += self.rate * (time.monotonic() - self.since)
            self.since, self.rate = time.monotonic(), rate

    def run(self):
        send = self.over_http() if self.door == "http" else self.over_socket()
        while not self.is_over:
            with self.lock:
                # Who was held up makes up for a second of it and no more.
                self.due = max(self.due, time.monotonic() - 1) + self.lines / self.rate
                rest = self.due - time.monotonic()
            time.sleep(max(0, rest))
            taken = next(send)
            with self.lock:
                self.sent += self.lines * taken
        send.close()

    def over_socket(self):
        with self.target.connect(self.door) as connection:
            if self.door != "udp":
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 65_536)
            while True:
                connection.send(self.block) if self.door == "udp" else connection.sendall(self.block)
                yield True

    def over_http(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.target.port("http"), timeout=30)
        for path in itertools.cycle(["/write?db=load", "/api/v2/write?bucket=load"]):
            connection.request("POST", path, self.block)
            answer = connection.getresponse()
            answer.read()
            if answer.status != 204:
                with self.lock:
                    self.refused += 1
                    self.answers.add((path.split("?")[0], answer.status, answer.headers["Retry-After"]))
                time.sleep(0.1)  # a tenth of what it is told to wait
            yield answer.status == 204

    def stop(self):
        self.offer(0)
        self.is_over = True
        for thread in self.threads:
            thread.join(60)
            expect_true(not thread.is_alive(), f"the sender at {self.door} can end")


def overload(daemon, loads, length, rate):
    """Offers so many lines a second at all doors together, and then twice what was carried in the last two seconds, for
    that changes. Gives the figures that were seen on the way, and the last rate."""
    for load in loads:
        load.offer(rate / len(loads))
        for thread in load.threads:
            thread.start()
    seen, end = [], time.monotonic() + length
    began, before = time.monotonic(), carried(daemon)
    while time.monotonic() < end:
        time.sleep(0.25)
        seen.append(daemon.metrics())
        if time.monotonic() - began > 2:
            rate = max(20_000, 2 * (carried(daemon) - before) / (time.monotonic() - began))
            for load in loads:
                load.offer(rate / len(loads))
            began, before = time.monotonic(), carried(daemon)
    for load in loads:
        load.stop()
    return seen, rate


def carried(daemon):
    return sum(counted(daemon, door) for door in DOORS)


def counted(daemon, door):
    return int(daemon.metric("vigie_points_total", stream=f"load_{door}"))


def wait_for_quiet(daemon):
    wait(lambda: daemon.metric("vigie_inbox_bytes") == 0, "all that was taken is counted", 30)
    time.sleep(0.5)  # the figures are posted five times a second


class Witness(threading.Thread):
    """Lets one alert open and end, and measures from the first try to send until the message is there."""

    def __init__(self, daemon, hook):
        super().__init__(daemon=True)
        self.target, self.hook = daemon, hook
        self.lags, self.writes, self.refused = [], [], 0
        self.is_over = False

    def run(self):
        for height, kind in itertools.cycle([(20, "opened"), (5, "resolved")]):
            if self.is_over and kind == "opened":
                return
            heard = len(self.hook.calls)
            began = time.monotonic()
            while self.target.write(f"level,who=x height={height}\n")[0] != 204:
                self.refused += 1
                time.sleep(0.1)
            self.writes.append(time.monotonic() - began)
            wait(lambda: len(self.hook.calls) > heard, f"a message that it {kind}", 30)
            expect(self.hook.calls[-1].json["kind"], kind, "what is told")
            self.lags.append(self.hook.calls[-1].at - began)
            time.sleep(0.5)


def worst(times):
    times = sorted(times)
    return f"half within {times[len(times) // 2]:.2f} s, all within {times[-1]:.2f} s"


def test():
    cores = sorted(os.sched_getaffinity(0))
    hook = Receiver()
    daemon = Daemon(".", RULES, hook.contact("hook")).start(cores=cores[:1])
    if len(cores) > 1:
        os.sched_setaffinity(0, cores[1:])
    loads = [Load(daemon, door) for door in DOORS]
    _, rate = overload(daemon, loads, WARM_UP, 100_000)
    wait_for_quiet(daemon)
    rest = daemon.memory("VmRSS")
    loads, before = [Load(daemon, door) for door in DOORS], [load.sent for load in loads]
    losses = lost(daemon)
    witness = Witness(daemon, hook)
    witness.start()
    began, took = carried(daemon), daemon.metric("process_cpu_seconds_total")
    figures, _ = overload(daemon, loads, LENGTH, rate)
    cpu = (daemon.metric("process_cpu_seconds_total") - took) / LENGTH
    witness.is_over = True
    witness.join(60)
    expect_true(not witness.is_alive(), "the witness saw its alert end")
    waited = time.monotonic()
    wait_for_quiet(daemon)
    rate = (carried(daemon) - began) / LENGTH
    say(f"carried {rate:.0f} lines a second for {LENGTH:.0f} s with {cpu:.0%} of a core; nothing waits "
        f"{time.monotonic() - waited:.1f} s after")
    senders(daemon, loads, before, losses)
    alerts(witness, figures)
    say(f"memory: {rest >> 20} MiB before, {daemon.memory() >> 20} MiB at most")
    expect_true(daemon.memory() < MEMORY, f"memory grew to {daemon.memory() >> 20} MiB")
    recovered(daemon)


def lost(daemon):
    """Lines of datagrams: thrown away at the full inbox, and dropped by the system before that."""
    full = daemon.metric("vigie_points_lost_total", source="udp", reason="inbox full")
    return int(full), int(daemon.metric("vigie_datagrams_dropped_total")) * DATAGRAM


def senders(daemon, loads, before, losses):
    http, tcp, udp, unix = loads
    sent, offered = sum(load.sent for load in loads), sum(load.offered for load in loads)
    say(f"offered {offered / LENGTH:.0f} a second; taken " + ", ".join(f"{l.door} {l.sent / l.offered:.0%}" for l in loads))
    full, dropped = lost(daemon)
    expect_true(sent - (full + dropped - sum(losses)) < 0.8 * offered, "it was offered more than it could carry")
    for load in tcp, unix:
        expect_true(load.sent < 0.9 * load.offered, f"the sender at {load.door} was slowed")
    say(f"HTTP was told {http.refused} times to come back")
    expect(http.answers, {("/write", 503, "1"), ("/api/v2/write", 429, "1")}, "how HTTP is told to come back, and when")

    for load, sooner in zip(loads, before):
        if load is not udp:
            expect(counted(daemon, load.door), sooner + load.sent, f"lines counted that {load.door} took")
    sent = before[DOORS.index("udp")] + udp.sent
    say(f"UDP: {sent} lines sent, {full} lost at the full inbox, {dropped} dropped by the system")
    expect(counted(daemon, "udp") + full + dropped, sent, "lines of datagrams counted, or counted as lost")
    expect_true(full + dropped > 0, "some datagrams were lost")
    expect(daemon.metric("vigie_points_refused_total"), 0, "lines refused")


def alerts(witness, figures):
    lags = witness.lags
    ages = [max(f.value("vigie_inbox_age_seconds", source=door) for door in ("http", "tcp", "unix")) for f in figures]
    ticks = [f.value("vigie_tick_seconds") for f in figures]
    say(f"lines waited {max(ages):.2f} s at most where senders can be slowed; a tick took {max(ticks):.3f} s at most")
    say(f"{len(lags)} messages, from the first try to write: {worst(lags)}; refused {witness.refused} times; "
        f"writes: {worst(witness.writes)}")
    expect_true(len(lags) >= LENGTH / 8, f"only {len(lags)} messages in {LENGTH:.0f} s")
    expect_true(sorted(lags)[len(lags) // 2] < IN_TIME, "alerts in time")
    expect_true(max(lags) < 2 * IN_TIME, "every alert in time")


def recovered(daemon):
    lost = daemon.metric("vigie_points_lost_total") + daemon.metric("vigie_datagrams_dropped_total")
    times = []
    for _ in range(20):
        began = time.monotonic()
        expect(daemon.write(f"level,who=x height=5 {now()}\n")[0], 204, "a write after the load")
        times.append(time.monotonic() - began)
    before = counted(daemon, "udp")
    with daemon.connect("udp") as connection:
        for _ in range(20):
            connection.send(block("udp", DATAGRAM))
            time.sleep(0.01)
    wait(lambda: counted(daemon, "udp") == before + 20 * DATAGRAM, "datagrams count again", 10)
    expect(
        daemon.metric("vigie_points_lost_total") + daemon.metric("vigie_datagrams_dropped_total"), lost,
        "what is lost after the load",
    )
    say(f"after the load: writes {worst(times)}, and no datagram is lost")
    expect_true(max(times) < 1, "writes are quick again")


run(test)
