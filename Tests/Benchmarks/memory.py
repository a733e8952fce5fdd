#!/usr/bin/env python3
"""What the daemon keeps in memory: at rest, and with 1,000,000 series and 100,000 groups of a mean over an hour; and what a
point of a million series costs."""

from bench import CONTACT, MIB, STREAM, TEN, Lines, Subject, rule, run
from ingest import measure, over_http
from rig import wait

SERIES = 1_000_000


def main(table):
    idle = Subject("idle", TEN, CONTACT).start()
    idle.rest(3)
    table.show("idle memory", idle.memory("VmRSS") / MIB)
    idle.kill()

    # Ten series a team: 100,000 groups.
    mean = rule("k", "mean(wait_s)", by="team", over="1h", every="1m", limit="100_000")
    daemon = Subject("million", STREAM + mean, CONTACT, checkpoint="20s").start()
    lines = Lines(SERIES, bodies=SERIES // 5000, every=True)
    cost, _, _ = measure(daemon, lines, over_http, SERIES)
    table.show("million new", cost)
    wait(lambda: daemon.checkpoint_bytes() > 100 * MIB, "a checkpoint of all is written", 60)
    table.show("million memory", daemon.memory("VmRSS") / MIB)
    table.show("million peak", daemon.memory("VmHWM") / MIB)
    daemon.kill()

    ten = Subject("ten", TEN, CONTACT).start()
    measure(ten, lines, over_http, SERIES)
    cost, _, _ = measure(ten, Lines(SERIES, bodies=100), over_http, 2 * SERIES)
    table.show("million", cost)


run(main)
