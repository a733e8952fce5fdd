#!/usr/bin/env python3
"""What the daemon keeps in memory: at rest, and with 1,000,000 series and 100,000 groups of a mean over an hour; and what a
point of a million series costs."""

import re
import time

from bench import CONTACT, MIB, STREAM, TEN, Lines, Subject, rule, run
from ingest import measure, over_http
from rig import vigie, wait

SERIES = 1_000_000
GROUPS = 100_000


def fill(daemon):
    """A line for each group in each minute of the past hour: all panes hold something."""
    lines = Lines(SERIES, bodies=GROUPS // 5000, every=True, stride=SERIES // GROUPS)
    minute = int(time.time()) // 60
    for past in range(58, 0, -1):
        lines.second = (minute - past) * 60
        measure(daemon, lines, over_http, GROUPS)


def foretold(daemon):
    """MiB, by the binary's own word."""
    _, said, _ = vigie("check", daemon.rules, "--series", SERIES, "--groups", GROUPS, "--samples", 1)
    return float(re.search(r"memory: about ([\d,]+) MiB", said).group(1).replace(",", ""))


def main(table):
    idle = Subject("idle", TEN, CONTACT).start()
    idle.rest(3)
    table.show("idle memory", idle.memory("VmRSS") / MIB)
    idle.kill()

    # Ten series a team: 100,000 groups.
    mean = rule("k", "mean(wait_s)", by="team", over="1h", every="1m", limit="100_000")
    daemon = Subject("million", STREAM + mean, CONTACT, checkpoint="60s").start()
    lines = Lines(SERIES, bodies=SERIES // 5000, every=True)
    cost, _, _ = measure(daemon, lines, over_http, SERIES)
    table.show("million new", cost)
    fill(daemon)
    filled = time.time()
    table.show("foretold", daemon.memory("VmRSS") / MIB / foretold(daemon))
    # A daemon at rest writes one only when it next wakes, at the end of a minute.
    wait(lambda: daemon.checkpointed_at() > filled + 1, "a checkpoint of all is written", 150)
    table.show("million memory", daemon.memory("VmRSS") / MIB)
    table.show("million peak", daemon.memory("VmHWM") / MIB)
    daemon.kill()

    ten = Subject("ten", TEN, CONTACT).start()
    measure(ten, lines, over_http, SERIES)
    cost, _, _ = measure(ten, Lines(SERIES, bodies=100), over_http, 2 * SERIES)
    table.show("million", cost)


run(main)
