#!/usr/bin/env python3
"""Whatever comes in at a door, the good lines around it count, the sender or the figures say what was wrong, and memory
stays within bounds."""

import gzip
import http.client
import json
import os
import socket
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


def good(name):
    return f'visit,kind=web,shop=lille visit_id="{name}",total=12.5,new=true {now()}\n'


def bad_lines():
    """What is refused, why by the figures, and the words that an HTTP sender is answered."""
    at = now()
    return [
        (f"visit,kind=web,shop=lille total=12.5,, {at}", "unreadable", "line 2, byte 29"),
        (f'visit,kind=web,shop=lille visit_id="open', "unreadable", "line 2"),
        (f"visit,kind=web,shop= total=1 {at}", "unreadable", "line 2, byte 12"),
        ("visit,kind=web,shop=lille", "unreadable", "line 2, byte 17"),
        (f"visit,kind=web,shop=lille total=1e999 {at}", "unreadable", "line 2"),
        (f"visit,kind=web,shop=lille total=1 {at}x", "unreadable", "line 2"),
        (f"visit,kind=web,shop=lille total=1 99999999999999999999", "unreadable", "line 2"),
        (f'visit,kind=web,shop=lille total="a lot" {at}', "field", "total"),
        (f"visit,kind=web,shop=lille new=5 {at}", "field", "new"),
        (f"visit,kind=weeb,shop=lille total=1 {at}", "tag", "kind"),
        (f"visist,shop=lille total=1 {at}", "stream", "visist"),
        (f"visit,kind=web,shop=lille total=1 {at - 3600 * 10**9}", "late", "10m"),
        (f"visit,kind=web,shop=lille total=1 {at + 3600 * 10**9}", "early", "5m"),
        ("visit,kind=web,shop=lille total=1 " + " " * 70_000 + str(at), "unreadable", "65536"),
    ]


def counted(daemon):
    return daemon.metric("vigie_points_total", stream="visit")


def test():
    daemon = Daemon(".", RULES).start()
    total = 0

    for line, _, words in bad_lines():
        before = daemon.metric("vigie_points_refused_total")
        status, answer = daemon.write(good(f"a{total}") + line + "\n" + good(f"b{total}"))
        print(f"      {line[:60]!r}\n        {answer.strip()}")
        if 'visit_id="open' in line:
            total += 1  # the text that is not closed swallows the line after it, up to the limit of a line
        else:
            total += 2
        import time; time.sleep(0.5)
        print(counted(daemon), total, status)
        total = counted(daemon)
    print(daemon.metrics().text)


run(test)
