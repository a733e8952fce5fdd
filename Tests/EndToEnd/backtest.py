#!/usr/bin/env python3
"""A backtest gives the same transitions however the recording is written down, and never says that all is well of a
recording that it could not read."""

import gzip
import json
import pathlib
import random

from rig import expect, expect_in, expect_true, run, say, vigie

RULES = """
stream wait {
  tag   channel
  field call_id text id
  field seconds duration(s)
  late  10m
}
kpi waiting "Waiting time" {
  from   wait
  value  mean(seconds)
  by     channel
  over   30m every 5m
  needs  5
}
alert long_wait on waiting {
  owner    "support"
  warning  when value > 3m
  critical when value > 10m for 5m
  recover  when value < 2m
}
alert any_wait on waiting {
  owner "support"
  info  when value > 50m
}
"""
START = 1_773_000_000  # 2026-03-08T20:00:00Z
MINUTE = 60 * 10**9
KEYS = ["time", "alert", "kpi", "group", "from", "to", "value", "unit", "samples", "incident"]


def recording():
    """A day of calls with two bad spells, as (time, line)."""
    chance = random.Random(4)
    calls = []
    for minute in range(24 * 60):
        for channel in ("chat", "phone"):
            at = START * 10**9 + minute * MINUTE + chance.randrange(MINUTE)
            seconds = chance.randint(10, 60)
            if channel == "chat" and 300 < minute < 420:
                seconds = chance.randint(800, 900)
            if channel == "phone" and 900 < minute < 1000:
                seconds = chance.randint(200, 300)
            calls.append((at, f'wait,channel={channel} call_id="{chance.getrandbits(40):x}",seconds={seconds} {at}\n'))
    return sorted(calls)


def backtest(*data, more=(), stdin=None, status=0):
    came, said, complaint = vigie("backtest", "--rules", "r.vigie", "--data", *data, "--format", "jsonl", *more, stdin=stdin)
    expect(came, status, f"the exit status over {data}; it said {complaint}")
    return said, complaint


def transitions(said):
    return [json.loads(line) for line in said.splitlines()]


def test():
    pathlib.Path("r.vigie").write_text(RULES)
    calls = recording()
    lines = [line for _, line in calls]
    text = "".join(lines)
    chance = random.Random(5)
    shuffled = [line for _, line in sorted(calls, key=lambda call: call[0] + chance.randrange(5 * MINUTE))]
    pathlib.Path("a.lp").write_text(text)
    pathlib.Path("a.lp.gz").write_bytes(gzip.compress(text.encode()))
    pathlib.Path("half").write_text("".join(lines[:1000]))
    pathlib.Path("rest").write_text("".join(lines[1000:]))
    pathlib.Path("shuffled").write_text("".join(shuffled))
    pathlib.Path("twice").write_text("".join(line + line for line in lines))
    pathlib.Path("arrivals").write_text("".join(f"{at + 10**9}\t{line}" for at, line in calls))

    said, complaint = backtest("a.lp")
    expect(complaint, "", "nothing to complain of")
    for line in transitions(said):
        expect(list(line), KEYS, "the keys of a transition, in their order")
    facts = [(t["time"], t["alert"], t["group"], t["from"], t["to"], t["unit"]) for t in transitions(said)]
    chat, phone = {"channel": "chat"}, {"channel": "phone"}
    expect(
        facts,
        [
            ("2026-03-09T01:10:00Z", "long_wait", chat, "ok", "warning", "s"),
            ("2026-03-09T01:30:00Z", "long_wait", chat, "warning", "critical", "s"),
            ("2026-03-09T03:10:00Z", "long_wait", chat, "critical", "warning", "s"),
            ("2026-03-09T03:30:00Z", "long_wait", chat, "warning", "ok", "s"),
            ("2026-03-09T11:25:00Z", "long_wait", phone, "ok", "warning", "s"),
            ("2026-03-09T13:00:00Z", "long_wait", phone, "warning", "ok", "s"),
        ],
        "the transitions",
    )
    expect(len({t["incident"] for t in transitions(said)}), 2, "incidents")
    say("two spells, two incidents")

    for name, same in {
        "the same again": backtest("a.lp"),
        "gzip": backtest("a.lp.gz"),
        "standard input": backtest("-", stdin=text.encode()),
        "two files": backtest("half", "rest"),
        "shuffled within what is allowed to be late": backtest("shuffled"),
        "every event twice": backtest("twice"),
        "with arrivals": backtest("arrivals", more=["--with-arrival"]),
    }.items():
        expect(same[0], said, name)
    say("the same from gzip, from standard input, in pieces, shuffled, doubled and with arrivals")

    only, _ = backtest("a.lp", more=["--only", "any_wait"])
    expect(only, "", "transitions of an alert that never opened")
    part, _ = backtest("a.lp", more=["--from", "2026-03-09T03:00:00Z", "--to", "2026-03-09T11:25:00Z"])
    expect([t["time"] for t in transitions(part)], ["2026-03-09T03:10:00Z", "2026-03-09T03:30:00Z"], "a part of the time")
    backtest("a.lp", more=["--groups", "groups"])
    groups = sorted(pathlib.Path("groups").read_text().splitlines())
    expect(groups, [f'{{"kpi":"waiting","group":{{"channel":"{c}"}}}}' for c in ("chat", "phone")], "groups judged")
    totals = transitions(backtest("a.lp", more=["--summary"])[0])[-1]
    expect(
        {k: v for k, v in totals.items() if k != "seconds"},
        {"transitions": 6, "alerts": 1, "incidents": 2, "longest_s": 8400.0, "lines": 2880, "refused": {}},
        "the totals",
    )
    status, table, _ = vigie("backtest", "--rules", "r.vigie", "--data", "a.lp", "--summary")
    expect_in("2026-03-09 01:10 UTC  2h20m   long_wait  channel=chat   critical", table, "the table")
    expect_in("long_wait  2 incidents", table, "counts under the table")
    expect_in("2 incidents of 1 alert, the longest 2h20m", table, "totals under the table")
    say("--only, --from, --to, --groups, --summary and the table")

    pathlib.Path("rough").write_text("garbage\n" + text + f"visit n=1\nwait,channel=chat seconds=1 {START}000000000\n")
    rough, complaint = backtest("rough")
    expect(rough, said, "bad lines do not change what good ones do")
    expect_in("of 2,883 lines these did not count: 1 late, 1 unknown_stream, 1 unreadable", complaint, "the bad lines")
    gz = pathlib.Path("a.lp.gz").read_bytes()
    pathlib.Path("cut.gz").write_bytes(gz[: len(gz) // 2])
    pathlib.Path("noise.gz").write_bytes(b"\x1f\x8b" + bytes(range(256)))
    pathlib.Path("empty").touch()
    for data, words in {
        "none": "cannot read none: No such file",
        ".": "cannot read .: Is a directory",
        "cut.gz": "cannot read cut.gz: the gzip stream is damaged: unexpected end of file",
        "noise.gz": "cannot read noise.gz: the gzip stream is damaged",
        "empty": "there are no lines in empty",
        "arrivals": "none of the 2,880 lines in arrivals counted (2,880 unreadable)",
    }.items():
        expect_in(words, backtest(data, status=2)[1], f"what is said of {data}")
    complaint = backtest("a.lp", more=["--with-arrival"], status=2)[1]
    expect_in("none of the 2,880 lines in a.lp counted", complaint, "lines without arrivals")
    expect_in("no alert is called `nix`", backtest("a.lp", more=["--only", "nix"], status=2)[1], "an unknown alert")
    expect_in("tuesday", backtest("a.lp", more=["--from", "tuesday"], status=2)[1], "a time that is none")
    expect_in("No such file", backtest("a.lp", more=["--groups", "no/where"], status=2)[1], "a path that is none")
    say("what cannot be read is said, with exit 2")

    pathlib.Path("bad.vigie").write_text("kpi x {\n}\n")
    status, _, complaint = vigie("backtest", "--rules", "bad.vigie", "--data", "a.lp")
    expect(status, 1, "the exit status with rules that do not check")
    expect_true("bad.vigie:1:5" in complaint, f"where the mistake is\n{complaint}")


run(test)
