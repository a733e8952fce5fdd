#!/usr/bin/env python3
"""How long a start takes with a gigabyte of journal to replay, and that nothing is missing after it."""

import time

from bench import CONTACT, TEN, Lines, Subject, run
from ingest import measure, over_http
from rig import expect, wait

GIGABYTE = 1_000_000_000


def main(table):
    lines = Lines(12_000)
    daemon = Subject("start", TEN, CONTACT, checkpoint="1h").start()
    points = 0
    while daemon.metric("vigie_journal_bytes") < GIGABYTE:
        measure(daemon, lines, over_http, 500_000)
        points += 500_000
    daemon.kill()
    began = time.monotonic()
    daemon.start(ready=False)
    # Not only when it answers, but when it has counted all.
    wait(daemon.is_ready, "the daemon is ready", 120)
    table.show("start", time.monotonic() - began)
    wait(lambda: sum(daemon.counted()) == points, "all points are counted", 10)
    expect(sum(daemon.counted()), points, "points after the start")


run(main)
