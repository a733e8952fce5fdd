#!/usr/bin/env python3
"""While others flood, tear, drip and crowd the doors, a good sender loses nothing, is answered at once, and its alert comes
in time.

    VIGIE_LENGTH=60 VIGIE=... Tests/EndToEnd/run bad_senders    # so many seconds of each

The good sender speaks HTTP over a connection that it keeps, ten times a second; a crowd at the HTTP door itself must not
take that connection, nor keep out a new one from another address."""

import http.client
import os
import random
import resource
import socket
import threading
import time

from rig import Daemon, Receiver, expect, expect_true, now, run, say, wait

LENGTH = float(os.environ.get("VIGIE_LENGTH", "3"))
SERIES = 300_000
CROWD = 1_500  # connections; a door has 1024 places
IN_TIME = 3.0
RULES = """
stream good {
  field good_id text id
}
kpi goods {
  from  good
  value count()
  over  1h every 1s
}
alert any on goods {
  owner  "e2e"
  info   when value > 0
  notify "hook"
}
stream level {
  tag   turn
  field height number
}
kpi height {
  from  level
  value last(height)
  by    turn
  over  1h every 1s
}
alert high on height {
  owner   "e2e"
  warning when value > 10
  recover when value < 10
  notify  "hook"
}
stream bad {
  tag   host
  field v number
}
kpi bads {
  from  bad
  value mean(v)
  over  10m every 1s
}
"""


class Good(threading.Thread):
    """Sends an event ten times a second, and lets an alert open and end every other second."""

    def __init__(self, daemon, hook):
        super().__init__(daemon=True)
        self.target, self.hook = daemon, hook
        self.sent = 0
        self.times, self.lags, self.failures = [], [], []
        self.is_over = False
        self.expecting = None
        self.connection = http.client.HTTPConnection("127.0.0.1", daemon.port("http"), timeout=30)

    def run(self):
        height, turn = 5, 0
        # All that it will ever send, while there is room for new series.
        self.write("".join(f"level,turn={n} height=5 {now()}\n" for n in range(100)))
        self.sent = 0
        while not self.is_over:
            began = time.monotonic()
            lines = f'good good_id="{self.sent}" {now()}\n'
            if self.sent % 20 == 0 and self.expecting is None:
                height = 25 - height
                # One that opens again and again flaps, and is told no more.
                turn += height > 10
                lines += f"level,turn={turn} height={height} {now()}\n"
                self.expecting = ("opened" if height > 10 else "resolved", len(self.levels()), began)
            self.write(lines)
            self.times.append(time.monotonic() - began)
            self.listen()
            time.sleep(max(0, began + 0.1 - time.monotonic()))

    def write(self, lines):
        try:
            self.connection.request("POST", "/write", lines.encode())
            answer = self.connection.getresponse()
            answer.read()
            if answer.status != 204:
                self.failures.append(answer.status)
            self.sent += answer.status == 204
        except (OSError, http.client.HTTPException) as error:
            self.failures.append(repr(error))
            self.connection.close()

    def levels(self):
        return [call for call in list(self.hook.calls) if call.json["alert"] == "high"]

    def listen(self):
        if self.expecting is None:
            return
        kind, heard, began = self.expecting
        levels = self.levels()
        if len(levels) > heard:
            if levels[heard].json["kind"] != kind:
                self.failures.append(f"told {levels[heard].json['kind']}, not {kind}")
            self.lags.append(levels[heard].at - began)
            self.expecting = None
        elif time.monotonic() - began > 20:
            self.failures.append(f"not told in 20 s that it {kind}")
            self.expecting = None

    def report(self, what):
        """What it met since it was last asked."""
        times, lags, failures = sorted(self.times), self.lags, self.failures
        self.times, self.lags, self.failures = [], [], []
        expect(failures, [], f"what went wrong for the good sender beside {what}")
        say(f"beside {what}: {len(times)} writes, half within {times[len(times) // 2] * 1e3:.0f} ms, 99 % within "
            f"{times[len(times) * 99 // 100] * 1e3:.0f} ms; {len(lags)} alerts within {max(lags, default=0):.2f} s")
        expect_true(times[len(times) * 99 // 100] < 1, f"writes are quick beside {what}")
        expect_true(lags and max(lags) < IN_TIME, f"alerts come in time beside {what}: {lags}")


class Bad:
    """Threads that do something bad until told to stop; a door that closes on them is knocked at again."""

    def __init__(self, daemon):
        self.daemon = daemon
        self.is_over = False
        self.threads = []

    def begin(self, deed, *arguments):
        def again_and_again():
            while not self.is_over:
                try:
                    deed(*arguments)
                except OSError:
                    time.sleep(0.01)

        thread = threading.Thread(target=again_and_again, daemon=True)
        self.threads.append(thread)
        thread.start()

    def stop(self):
        self.is_over = True
        for thread in self.threads:
            thread.join(30)

    def pour(self, door, blocks):
        """As fast as they are taken."""
        with self.daemon.connect(door) as connection:
            for block in blocks:
                if self.is_over:
                    break
                connection.send(block) if door == "udp" else connection.sendall(block)

    def post(self, blocks):
        for block in blocks:
            if self.is_over:
                break
            self.daemon.request("POST", "/write", block)


def new_series(start, lines):
    """Blocks of points of which each is a series of its own."""
    while True:
        yield "".join(f"bad,host=h{n} v=1\n" for n in range(start, start + lines)).encode()
        start += lines


def paced(blocks, seconds):
    for block in blocks:
        yield block
        time.sleep(seconds)


def torn(chance):
    """Blocks of halves of lines, and of anything."""
    whole = b"bad,host=a v=12.5 1700000000000000000\n" * 50
    while True:
        yield b"".join(whole[: chance.randrange(1, 60)] + b"\n" for _ in range(1_000)) + chance.randbytes(2_000) + b"\n"


def flood_of_points():
    block = b"".join(b"bad,host=h%d v=%d\n" % (n % 100, n) for n in range(5_000))
    while True:
        yield block


def drip(daemon, door, count, whole, tail, seconds):
    """So many connections that bring one byte a second each: gives how many are left in the end."""
    connections = [daemon.connect(door) for _ in range(count)]
    end = time.monotonic() + seconds
    left = count
    text = (whole + tail).encode()
    for turn in range(1 << 30):
        if time.monotonic() > end:
            break
        left = 0
        for connection in connections:
            try:
                connection.send(text[turn % len(text) :][:1])
                left += 1
            except OSError:
                pass
        time.sleep(1)
    for connection in connections:
        connection.close()
    return left


def crowd(daemon, door, opening):
    """Connections that say so much and no more."""
    connections = []
    for _ in range(CROWD):
        try:
            connections.append(daemon.connect(door))
            connections[-1].send(opening)
        except OSError:
            pass
    return connections


def newcomer(daemon, address):
    """A new connection to HTTP from this address; gives how long it took to be answered."""
    began = time.monotonic()
    while True:
        connection = http.client.HTTPConnection("127.0.0.1", daemon.port("http"), timeout=30, source_address=(address, 0))
        try:
            connection.request("GET", "/ping")
            expect(connection.getresponse().status, 204, "the answer to a newcomer")
            return time.monotonic() - began
        except (OSError, http.client.HTTPException):
            expect_true(time.monotonic() - began < 30, f"a newcomer from {address} is let in")
            time.sleep(0.05)
        finally:
            connection.close()


def test():
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    hook = Receiver()
    daemon = Daemon(".", RULES, hook.contact("hook"), more=f"limits: {{ series: {SERIES} }}\n").start()
    good = Good(daemon, hook)
    good.start()
    time.sleep(LENGTH)
    good.report("nobody")

    floods(daemon, good)
    hoarding(daemon, good)
    dripping(daemon, good)
    crowds(daemon, good)

    good.is_over = True
    good.join(30)
    wait(lambda: daemon.metric("vigie_points_total", stream="good") == good.sent, "every good event counts", 10)
    say(f"{good.sent} good events, all counted; memory at its most: {daemon.memory() >> 20} MiB")
    expect_true(daemon.memory() < 700 << 20, f"memory grew to {daemon.memory() >> 20} MiB")


def floods(daemon, good):
    chance = random.Random(5)
    for what, doors, blocks in [
        # 1,000 lines every 50 ms are more than a million a minute.
        ("a million new series a minute", ["tcp"], lambda: paced(new_series(0, 1_000), 0.05)),
        ("as many new series as fit, and beyond the limit", ["tcp", "unix"], lambda: new_series(10_000_000, 5_000)),
        ("torn lines", ["tcp", "unix", "udp"], lambda: torn(chance)),
        ("points as fast as they are taken", ["tcp", "tcp", "unix"], flood_of_points),
    ]:
        bad = Bad(daemon)
        for door in doors:
            bad.begin(bad.pour, door, blocks())
        time.sleep(LENGTH)
        good.report(what)
        bad.stop()
        wait(lambda: daemon.metric("vigie_inbox_bytes") == 0, f"nothing waits after {what}", 30)
    expect(daemon.metric("vigie_series"), SERIES, "series")
    refused = daemon.metric("vigie_points_refused_total", reason="series_limit")
    expect_true(refused > 0, "points of series beyond the limit are refused by that name")
    say(f"{SERIES} series and no more; {refused:.0f} points were of others")

    bad = Bad(daemon)
    bodies = [b"bad,host=h%d v=1\n" % n * 50_000 for n in range(3)]
    for _ in range(4):
        bad.begin(bad.post, bodies * 1_000)
    time.sleep(LENGTH)
    bad.stop()
    # They come by the good sender's own door, so it may be told to come back.
    refused = [f for f in good.failures if f == 503]
    good.failures = [f for f in good.failures if f != 503]
    say(f"beside large bodies at its own door it was told {len(refused)} times to come back")
    good.report("large bodies at its own door")


def hoarding(daemon, good):
    """Large bodies that stand still before their end, more than there is room for."""
    held, piece = [], b"bad,host=h1 v=1\n" * 65_536
    for _ in range(12):
        held.append(daemon.connect("http"))
        held[-1].sendall(b"POST /write HTTP/1.1\r\nHost: localhost\r\nContent-Length: 26000000\r\n\r\n")
        try:
            for _ in range(24):
                held[-1].sendall(piece)
        except OSError:
            pass  # told that there is no room
    time.sleep(LENGTH)
    good.report(f"{len(held)} large bodies that stand still")
    for connection in held:
        connection.close()


def dripping(daemon, good):
    bad = Bad(daemon)
    line = "bad,host=slow v=1\n"
    head = "POST /write HTTP/1.1\r\nHost: localhost\r\nX-Long: "
    body = "POST /write HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n"
    for door, whole, tail in [("tcp", "", line), ("unix", "", line), ("http", head, "y" * 10_000), ("http", body, line)]:
        bad.begin(drip, daemon, door, 200, whole, tail, LENGTH)
    time.sleep(LENGTH)
    good.report("800 connections of a byte a second")
    bad.stop()


def crowds(daemon, good):
    halves = {
        "tcp": b"bad,host=half v=1",
        "unix": b"",
        "http": b"POST /write HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nbad,host=half v=1",
    }
    for door, opening in halves.items():
        begun = time.monotonic()
        held = crowd(daemon, door, opening)
        say(f"{len(held)} connections to {door} opened in {time.monotonic() - begun:.1f} s")
        if door == "http":
            say(f"a newcomer from another address is answered within {newcomer(daemon, '127.0.0.2'):.2f} s, "
                f"one from the same within {newcomer(daemon, '127.0.0.1'):.2f} s")
        else:
            before = daemon.metric("vigie_points_total", stream="bad")
            began = time.monotonic()
            wait(lambda: knock(daemon, door, before), f"a newcomer at {door} is let in", 15)
            say(f"a newcomer at {door} is let in within {time.monotonic() - began:.2f} s")
        time.sleep(max(0, begun + LENGTH - time.monotonic()))
        good.report(f"a crowd at {door}")
        closed = daemon.metric("vigie_connections_closed_total", source=door)
        expect_true(closed >= CROWD - 1024, f"those that were closed are counted: {closed}")
        for connection in held:
            connection.close()


def knock(daemon, door, before):
    """Whether a new connection brings a line in."""
    try:
        daemon.send(door, "bad,host=h1 v=1\n")
    except OSError:
        return False
    time.sleep(0.3)
    return daemon.metric("vigie_points_total", stream="bad") > before


run(test)
