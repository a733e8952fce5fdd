#!/usr/bin/env python3
"""What a point costs by each door, from the socket to folded windows: ten KPIs with alerts, 12,000 series, journal on."""

import socket
import threading
import time

from bench import CONTACT, TEN, Lines, Subject, run
from rig import expect

POINTS = 4_000_000


def over_http(daemon, lines, first, count):
    """Writes bodies one after the other on one connection."""
    with socket.create_connection(("127.0.0.1", daemon.port("http"))) as connection:
        for index in range(first, first + count):
            body = lines.dated(index)
            head = f"POST /write?db=b HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(body)}\r\n\r\n"
            connection.sendall(head.encode())
            connection.sendall(body)
            answer = connection.recv(4096)
            if not answer.startswith(b"HTTP/1.1 204"):
                raise SystemExit(f"a write was answered {answer!r}")


def over_stream(door):
    def send(daemon, lines, first, count):
        with daemon.connect(door) as connection:
            for index in range(first, first + count):
                connection.sendall(lines.dated(index))

    return send


def datagrams(body, size=1400):
    """Whole lines, as many as fit."""
    start = 0
    while start < len(body):
        end = min(start + size, len(body))
        end = body.rindex(b"\n", start, end) + 1
        yield body[start:end]
        start = end


def over_udp(rate):
    """`rate` points a second; as fast as can be where it is 0."""

    def send(daemon, lines, first, count):
        began = time.monotonic()
        with daemon.connect("udp") as connection:
            for index in range(first, first + count):
                for datagram in datagrams(lines.dated(index)):
                    connection.send(datagram)
                if rate:
                    time.sleep(max(0, began + (index - first + 1) * lines.a_body / rate - time.monotonic()))

    return send


def measure(daemon, lines, send, points, senders=2):
    """Microseconds of CPU a point, points a second by the clock, and the part that did not come in."""
    bodies = points // lines.a_body // senders
    before, spent, began = sum(daemon.counted()), daemon.cpu(), time.monotonic()
    threads = [
        threading.Thread(target=send, args=(daemon, lines, number * bodies, bodies)) for number in range(senders)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sent = bodies * senders * lines.a_body
    came, ended, quiet = 0, began, 0
    while came < sent and quiet < 10:
        now = sum(daemon.counted()) - before
        quiet = quiet + 1 if now == came else 0
        if now > came:
            came, ended = now, time.monotonic()
        time.sleep(0.1)
    expect(daemon.counted()[1], 0, "points refused: those would cost less")
    return (daemon.cpu() - spent) / came * 1e6, came / (ended - began), 1 - came / sent


def main(table):
    lines = Lines(12_000)
    daemon = Subject("ingest", TEN, CONTACT).start()
    measure(daemon, lines, over_http, 200_000)
    for door, send in [("http", over_http), ("tcp", over_stream("tcp")), ("unix", over_stream("unix"))]:
        cost, rate, _ = measure(daemon, lines, send, POINTS)
        table.show(door, cost)
        table.show(f"{door} wall", rate)
    cost, rate, _ = measure(daemon, lines, over_udp(0), POINTS // 2, senders=1)
    table.show("udp", cost)
    table.show("udp wall", rate)
    _, _, lost = measure(daemon, lines, over_udp(200_000), POINTS // 4, senders=1)
    table.show("udp lost", lost * 100)


if __name__ == "__main__":
    run(main)
