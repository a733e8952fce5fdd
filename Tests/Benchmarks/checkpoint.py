#!/usr/bin/env python3
"""For how long a checkpoint of 100,000 groups holds up those who write: the longest of many small writes over HTTP, while
checkpoints are written and while none is."""

import http.client
import time

from bench import CONTACT, STREAM, Lines, Subject, rule, run
from ingest import measure, over_http
from rig import Failed

GROUPS = 100_000
SECONDS = 20


def fill(daemon):
    """A line for each group in each minute of the past hour."""
    lines = Lines(GROUPS, bodies=GROUPS // 5000, every=True)
    minute = int(time.time()) // 60
    for past in range(58, -1, -1):
        lines.second = (minute - past) * 60
        measure(daemon, lines, over_http, GROUPS)


def longest_write(daemon):
    """Milliseconds. It begins just after a minute's end, for at such an end all windows are judged, which takes time too."""
    while not 3 < time.time() % 60 < 35:
        time.sleep(0.1)
    lines = Lines(GROUPS, bodies=1, a_body=10)
    connection = http.client.HTTPConnection("127.0.0.1", daemon.port("http"))
    longest, end = 0, time.monotonic() + SECONDS
    while time.monotonic() < end:
        body = lines.dated(0)
        began = time.monotonic()
        connection.request("POST", "/write?db=b", body)
        answer = connection.getresponse()
        answer.read()
        longest = max(longest, time.monotonic() - began)
        if answer.status != 204:
            raise Failed(f"a write was answered {answer.status}")
        time.sleep(0.001)
    return longest * 1000


def main(table):
    rules = STREAM + rule("k", "mean(wait_s)", by="user", over="1h", every="1m", limit="100_000")
    daemon = Subject("groups", rules, CONTACT, checkpoint="1h").start()
    fill(daemon)
    calm = longest_write(daemon)
    daemon.stop(30)
    daemon.checkpoint = "4s"
    daemon.write_config(CONTACT)
    daemon.start()
    busy = longest_write(daemon)
    table.show("write", calm)
    table.show("held up", busy - calm)
    table.show("checkpoint", daemon.metric("vigie_checkpoint_seconds"))


run(main)
