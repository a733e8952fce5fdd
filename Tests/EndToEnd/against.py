#!/usr/bin/env python3
"""`backtest --against` tells what an edit of rules changes: incidents, and messages by hour of day."""

import json
import pathlib

from rig import expect, expect_in, run, say, vigie

RULES = """
stream wait {
  tag   queue
  field seconds duration(s)
}
kpi waiting {
  from   wait
  value  mean(seconds)
  by     queue
  over   5m every 1m
}
alert long on waiting {
  owner    "e2e"
  warning  when value > LIMIT for PATIENCE
}
"""
START = 1_773_000_000  # 2026-03-08T20:00:00Z


def test():
    lines = []
    for minute in range(180):
        seconds = 500 if 30 <= minute < 60 else 250 if 120 <= minute < 150 else 20
        lines.append(f"wait,queue=a seconds={seconds} {(START + minute * 60 + 1) * 10**9}\n")
    pathlib.Path("d.lp").write_text("".join(lines))
    pathlib.Path("old.vigie").write_text(RULES.replace("LIMIT", "400s").replace("PATIENCE", "10m"))
    pathlib.Path("new.vigie").write_text(RULES.replace("LIMIT", "200s").replace("PATIENCE", "5m"))
    against = ("backtest", "--data", "d.lp", "--against", "old.vigie", "--rules")
    status, said, complaint = vigie(*against, "new.vigie")
    expect(status, 0, f"the exit status: {complaint}")
    expect_in("moved+length", said, "the incident that begins sooner")
    expect_in("gained", said, "the new one")
    objects = [json.loads(line) for line in vigie(*against, "new.vigie", "--format", "jsonl")[1].splitlines()]
    total = next(o for o in objects if o["type"] == "total")
    expect((total["before"], total["after"], total["gained"], total["lost"]), (1, 2, 1, 0), "incidents in numbers")
    messages = [o for o in objects if o["type"] == "messages"]
    expect(sum(o["before"] for o in messages), 2, "messages before: opened and resolved")
    expect(sum(o["after"] for o in messages), 4, "messages after")
    say("an edit is told")

    expect_in("Every incident is as it was.", vigie(*against, "old.vigie")[1], "no edit changes nothing")
    expect(vigie(*against, "new.vigie", "--only", "nobody")[0], 2, "an alert that neither has")
    say("and none is none")


run(test)
