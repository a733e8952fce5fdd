#!/usr/bin/env python3
"""Whatever comes in at a door, the good lines around it count, the sender or the figures say what was wrong, and memory
stays within bounds."""

import gzip
import http.client
import json
import random
import socket
import struct
import zlib

from rig import Daemon, expect, expect_in, expect_true, now, run, say, wait

RULES = """
stream visit {
  tag   shop
  tag   kind in ["web", "store"]
  field visit_id text id
  field total    money(EUR)
  field new      bool
}
kpi visits {
  from  visit
  value count()
  over  10m every 1s
}
"""
MEBIBYTE = 1 << 20
HEAD = "visit,kind=web,shop=lille"


def good(name):
    return f'{HEAD} visit_id="{name}",total=12.5,new=true {now()}\n'


def bad_lines():
    """Lines that are refused: the reason in the figures, and words of the answer over HTTP."""
    at = now()
    return [
        (f"{HEAD} total=12.5,, {at}", "unreadable", "line 2, byte 38: a field has no name"),
        (f"visit,kind=web,shop= total=1 {at}", "unreadable", "line 2, byte 21: a tag has no value"),
        (HEAD, "unreadable", "line 2, byte 26: there are no fields"),
        (f"{HEAD} total=1e999 {at}", "unreadable", "line 2, byte 33: the number is too large"),
        (f"{HEAD} total=1 {at}x", "unreadable", "line 2, byte 35: the timestamp is not a whole number"),
        (f"{HEAD} total=1 99999999999999999999", "unreadable", "line 2, byte 35: the timestamp is too far"),
        (f"{HEAD} total=1 {' ' * 70_000}{at}", "unreadable", "line 2, byte 1: the line is longer than 65536"),
        (f'{HEAD} total="a lot" {at}', "wrong_type", "line 2: field `total` is declared as money(EUR)"),
        (f"{HEAD} new=5 {at}", "wrong_type", "line 2: field `new` is declared as bool"),
        (f"visit,kind=weeb,shop=lille total=1 {at}", "tag_value", "line 2: "),
        (f"{HEAD} total=1 {at - 3600 * 10**9}", "late", "line 2: "),
        (f"{HEAD} total=1 {at + 3600 * 10**9}", "early", "is more than 5m ahead of the clock"),
        # Of a stream that nobody declared: no mistake of the sender's, who may have others to tell.
        (f"visist,shop=lille total=1 {at}", "unknown_stream", None),
    ]


class Tally:
    """What should have been counted so far."""

    def __init__(self, daemon):
        self.daemon = daemon
        self.points = 0
        self.refused = {}

    def good(self, count=1):
        self.points += count

    def bad(self, reason, count=1):
        self.refused[reason] = self.refused.get(reason, 0) + count

    def now(self):
        rows = self.daemon.metrics().rows
        refused = {l["reason"]: v for n, l, v in rows if n == "vigie_points_refused_total"}
        return sum(v for n, _, v in rows if n == "vigie_points_total"), refused

    def check(self, what):
        try:
            wait(lambda: self.now() == (self.points, self.refused), what, 10)
        except Exception:
            expect(self.now(), (self.points, self.refused), what)


def over_http(daemon, tally):
    for number, (line, reason, words) in enumerate(bad_lines()):
        path = ["/write", "/api/v2/write?bucket=x&org=y"][number % 2]
        status, answer = daemon.write(good(f"h{number}") + line + "\n" + good(f"i{number}"), path)
        tally.good(2)
        tally.bad(reason)
        if words is None:
            expect((status, answer), (204, ""), f"the answer to {line[:60]}")
        else:
            expect(status, 400, f"the answer to {line[:60]}")
            message = json.loads(answer)["error" if number % 2 == 0 else "message"]
            expect_in(words, message, f"the answer to {line[:60]}")
            expect_in("partial write: ", message, "the word by which clients know not to send again")
            expect_in("dropped=1", message, "how many were dropped")
    tally.check("good lines between bad ones count over HTTP")

    many = "".join("nonsense\n" for _ in range(1000))
    status, answer = daemon.write(many)
    expect_in("and 980 more dropped=1000", answer, "many mistakes are told in few words")
    tally.bad("unreadable", 1000)
    say("HTTP tells line and byte, and counts what is good")


def bodies(daemon, tally):
    big = good("big").encode() * (26 * MEBIBYTE // len(good("big")))
    for what, body, headers, status, words in [
        ("a body of 26 MiB", big, {}, 413, "larger than 25 MiB"),
        ("the same in chunks", iter([big[:MEBIBYTE]] * 26), {}, 413, "larger than 25 MiB"),
        ("a line of 100 MB", iter([b"x" * MEBIBYTE] * 100), {}, 413, "larger than 25 MiB"),
        ("a gzip bomb", gzip.compress(bytes(200 * MEBIBYTE), 9), {"Content-Encoding": "gzip"}, 413, "25 MiB"),
        ("gzip that is none", b"\x1f\x8bnonsense", {"Content-Encoding": "gzip"}, 400, "gzip"),
        ("gzip cut short", gzip.compress(good("cut").encode())[:-9], {"Content-Encoding": "gzip"}, 400, "cut short"),
        ("an unknown encoding", b"x", {"Content-Encoding": "br"}, 415, "`br`"),
    ]:
        came, _, answer = daemon.request("POST", "/write", body, headers)
        expect(came, status, f"the answer to {what}")
        expect_in(words, json.loads(answer)["error"], f"the answer to {what}")
    expect_in("unknown precision `min`", daemon.write("x", "/write?precision=min")[1], "an unknown precision")
    expect(daemon.write(good("packed"), packed=True)[0], 204, "good gzip")
    # zlib's own wrapping, which some clients call deflate, and two members one after the other.
    for body, encoding in [
        (zlib.compress(good("deflated").encode()), "deflate"),
        (gzip.compress(good("first").encode()) + gzip.compress(good("second").encode()), "gzip"),
    ]:
        expect(daemon.request("POST", "/write", body, {"Content-Encoding": encoding})[0], 204, encoding)
    expect(daemon.write("")[0], 204, "an empty body")
    expect(daemon.write("\n\n# a comment\n")[0], 204, "comments and empty lines")
    expect(daemon.get("/nowhere")[0], 404, "a path that is none")
    expect(daemon.request("DELETE", "/write")[0], 405, "a method that is none")
    tally.good(4)
    tally.check("what was in good bodies counts")

    with daemon.connect("http") as connection:
        connection.sendall(b"\x16\x03\x01\x02\x00\x01\x00nonsense\r\n\r\n")
        connection.recv(4096)
    with daemon.connect("http") as connection:
        connection.sendall(b"POST /write HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n" + good("torn").encode())
        connection.shutdown(socket.SHUT_WR)
    expect(daemon.write(good("after"))[0], 204, "the door is open after all this")
    tally.good()
    tally.check("a body that was cut short does not count")
    say("413, 400 and 415 where they belong")


def over_streams(daemon, tally):
    chance = random.Random(3)
    noise = bytes(b for b in (chance.randrange(256) for _ in range(200_000)) if b != ord('"'))
    for door in "tcp", "unix":
        for number, (line, reason, _) in enumerate(bad_lines()):
            daemon.send(door, good(f"{door}a{number}") + line + "\n" + good(f"{door}b{number}"))
            tally.good(2)
            tally.bad(reason)
        tally.check(f"good lines between bad ones count over {door}")

        with daemon.connect(door) as connection:
            for byte in good(f"{door} in drops").encode():
                connection.sendall(bytes([byte]))
            connection.sendall(good(f"{door} without an end").encode().rstrip(b"\n"))
        tally.good(2)
        tally.check(f"lines that come byte by byte, or without an end, count over {door}")

        before = tally.now()[1]["unreadable"]
        daemon.send(door, good(f"{door} before noise"))
        with daemon.connect(door) as connection:
            connection.sendall(noise + b"\n" + good(f"{door} after noise").encode())
        tally.good(2)
        wait(lambda: tally.now()[0] == tally.points, f"good lines around noise count over {door}")
        tally.refused = tally.now()[1]
        expect_true(tally.refused["unreadable"] > before + 500, f"noise is refused line by line over {door}")

        with daemon.connect(door) as connection:
            connection.sendall(good(f"{door} before the long line").encode())
            for _ in range(100):
                connection.sendall(b"x" * 1_000_000)
            connection.sendall(b"\n" + good(f"{door} after the long line").encode())
        tally.good(2)
        tally.bad("unreadable")
        tally.check(f"good lines around one of 100 MB count over {door}")

        # A text that is never closed runs on to the limit of a line, and no further.
        with daemon.connect(door) as connection:
            connection.sendall(f'{HEAD} visit_id="open {now()}\n'.encode())
            connection.sendall((b"visit " + b"y" * 1000 + b"\n") * 80 + good(f"{door} after").encode())
        tally.good()
        wait(lambda: tally.now()[0] == tally.points, f"a text that is not closed ends somewhere over {door}")
        tally.refused = tally.now()[1]
        say(f"{door}: noise, drops, 100 MB without a line's end")

    # A connection that breaks in mid-line may have lost half a number.
    with daemon.connect("tcp") as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.sendall(good("broken").encode() + f"{HEAD} total=12".encode())
        tally.good()
        tally.check("the line before counts")
    wait(lambda: daemon.metric("vigie_points_lost_total", source="tcp", reason="connection broke") == 1, "it is told")
    tally.check("half a line does not count")


def over_udp(daemon, tally):
    with daemon.connect("udp") as connection:
        for number, (line, reason, _) in enumerate(bad_lines()):
            if len(line) > 60_000:
                continue
            connection.send((good(f"ua{number}") + line + "\n" + good(f"ub{number}")).encode())
            tally.good(2)
            tally.bad(reason)
            tally.check(f"good lines around {line[:60]} count over UDP")
        for datagram, count in [
            (good("no end").rstrip("\n"), 1),
            (f'{HEAD} visit_id="open {now()}', 0),
            (good("after an open text"), 1),
            ("", 0),
            ("".join(good(f"u{n}") for n in range(500)), 500),
        ]:
            connection.send(datagram.encode())
            tally.good(count)
            if "open " in datagram and not count:
                tally.bad("unreadable")
        tally.check("datagrams stand alone")
    say("UDP: each datagram stands alone")


def test():
    daemon = Daemon(".", RULES).start()
    tally = Tally(daemon)
    over_http(daemon, tally)
    bodies(daemon, tally)
    over_streams(daemon, tally)
    over_udp(daemon, tally)

    idle = [daemon.connect("tcp") for _ in range(200)]
    for number, connection in enumerate(idle):
        connection.sendall(b"visit,kind=web,shop=" + b"z" * 60_000)
    expect(daemon.write(good("in a crowd"))[0], 204, "writing beside many lines that are not ended")
    say(f"memory at its most: {daemon.memory() >> 20} MiB")
    expect_true(daemon.memory() < 300 * MEBIBYTE, f"memory grew to {daemon.memory() >> 20} MiB")


run(test)
