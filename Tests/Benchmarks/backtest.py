#!/usr/bin/env python3
"""How long it takes to learn what 40 KPIs would have told of a month: 2.6 million events over 30 days, plain and packed."""

import json
import os
import pathlib
import random
import subprocess
import time

from bench import VALUES, rule, run
from rig import VIGIE, expect

EVENTS = 2_600_000
DAYS = 30
START = 1_773_000_000
STREAMS = ["contact", "call", "order", "survey"]
GROUPS = ["channel", "region", "team", "channel, region"]
WINDOWS = [("5m", "1m"), ("1h", "5m"), ("1d", "15m"), ("7d", "1h"), ("30m", "5m")]


def rules():
    """Ten KPIs a stream; one alert in ten is woken."""
    text = ""
    for number, stream in enumerate(STREAMS):
        text += f"""
stream {stream} {{
  tag   channel, region, team
  field event_id text id
  field wait_s duration(s)
  field handle_s duration(s)
  field first_contact bool
  late  1h
}}
"""
        for index, value in enumerate(VALUES):
            over, every = WINDOWS[index % len(WINDOWS)]
            text += rule(
                f"{stream}_{index}", value, by=GROUPS[(number + index) % 4], over=over, every=every, source=stream,
                when="value > 9m" if value == "p90(wait_s)" else "samples > 100_000_000",
            )
    return text


def events():
    """A little out of order, as recordings are."""
    chance = random.Random(1)
    draw = chance.random
    step = DAYS * 86_400 * 10**9 // EVENTS
    for number in range(EVENTS):
        at = START * 10**9 + number * step + int(draw() * 30e9)
        yield (
            f"{STREAMS[number % 4]},channel={'phone' if draw() < 0.5 else 'chat'},region=FR-{int(draw() * 13)},"
            f'team=t{int(draw() * 17)} event_id="{number:x}",wait_s={int(draw() * 60000) / 100},'
            f"handle_s={int(draw() * 90000) / 10},first_contact={'true' if draw() < 0.4 else 'false'} {at}\n"
        )


def backtest(recording):
    """Seconds by the clock, CPU seconds, and the totals."""
    began, before = time.monotonic(), os.times()
    done = subprocess.run(
        [VIGIE, "backtest", "--rules", "rules", "--data", recording, "--format", "jsonl", "--summary"],
        check=True, stdout=subprocess.PIPE,
    )
    after = os.times()
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    totals = json.loads(done.stdout.splitlines()[-1])
    return time.monotonic() - began, spent, totals


def main(table):
    pathlib.Path("rules").mkdir()
    pathlib.Path("rules/rules.vigie").write_text(rules())
    with open("month.lp", "w") as file:
        file.writelines(events())
    with open("month.lp.gz", "wb") as packed:
        subprocess.run(["gzip", "-6", "-c", "month.lp"], check=True, stdout=packed)
    seconds, spent, totals = backtest("month.lp")
    table.show("backtest", seconds)
    table.show("backtest cpu", spent)
    seconds, spent, packed = backtest("month.lp.gz")
    table.show("backtest gz", seconds)
    table.show("backtest gz cpu", spent)
    for read in (totals, packed):
        read.pop("seconds")
    expect(packed, totals, "the totals of the packed recording")
    print(json.dumps(totals))


run(main)
