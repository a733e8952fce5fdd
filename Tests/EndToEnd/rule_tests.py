#!/usr/bin/env python3
"""`vigie test` passes good rules and fails bad ones, says what came instead, and writes what CI systems read; `vigie kpi` shows
the same values over a recording."""

import csv
import json
import pathlib
import xml.etree.ElementTree as XML

from rig import expect, expect_in, expect_true, run, say, vigie

RULES = """
stream contact {
  tag   channel
  field wait_s duration(s)
}
param limit = 3m
kpi waiting "Waiting time" {
  from   contact
  value  mean(wait_s)
  by     channel
  over   30m every 1m
}
alert slow on waiting {
  owner    "support"
  warning  when value > limit for 5m
  recover  when value < 1m for 5m
  notify   "support-chat"
  summary  "Waiting time on {channel} is {value}, the limit is {limit}"
}
"""
GOOD = """
test "a slow hour on chat warns, and only chat" {
  at     2026-03-09 09:00 in "Europe/Paris"
  feed   contact channel=chat  wait_s=30s then 5m then 30s every 30s for 3h
  feed   contact channel=phone wait_s=30s varying by 5s every 30s for 3h
  expect slow{channel=chat} ok throughout to 1h
  expect slow{channel=chat} warning within 30m after 1h
  expect slow{channel=chat} ok at 3h
  expect slow{channel=phone} ok throughout
  expect waiting{channel=chat} = 5m at 1h59m
  expect "support-chat" told containing "on chat is", "the limit is 3m" within 30m after 1h
}
test "whatever the wait below the limit, nobody is woken" {
  for any wait in 0s..3m
  feed   contact channel=chat wait_s=wait every 1m for 1h
  expect nobody told
}
"""
BAD = """
test "another limit <is> & \\"was\\" meant" {
  set    limit = 10m
  feed   contact channel=chat wait_s=5m every 30s for 1h
  expect slow{channel=chat} warning within 1h
}
test "no wait below five minutes warns" {
  for any wait in 0s..5m
  feed   contact channel=chat wait_s=wait every 1m for 1h
  expect slow ok throughout
}
"""


def passes_and_fails():
    pathlib.Path("good.vigie").write_text(RULES + GOOD)
    status, said, complaint = vigie("test", "good.vigie")
    expect((status, complaint), (0, ""), f"the exit status of good rules, and nothing on standard error\n{said}")
    expect_in("ok    a slow hour on chat warns, and only chat (", said, "a line for a test")
    expect_in("2 tests, 101 runs, 0 failed, in ", said, "the summary")
    expect_true("\x1b" not in said, "no colours where there is no terminal")
    say("good rules pass")

    pathlib.Path("bad.vigie").write_text(RULES + GOOD + BAD)
    status, said, complaint = vigie("test", "bad.vigie", "--junit", "report.xml")
    expect((status, complaint), (1, ""), f"the exit status of bad rules\n{said}")
    for part in [
        'FAIL  another limit <is> & "was" meant (',
        "bad.vigie:41: expect slow{channel=chat} warning within 1h",
        "slow{channel=chat} was never warning from Mon 05 Jan 09:00 to Mon 05 Jan 10:00",
        "warning 10m",
        "it fails with wait = 3m1s, after ",
        "slow{channel=chat} was warning at Mon 05 Jan 09:06",
        "█",
        "4 tests, ",
        ", 2 failed, in ",
    ]:
        expect_in(part, said, "what is said of failures")
    say("bad rules fail, with what came instead and the smallest counter-example")
    return said


def report():
    root = XML.parse("report.xml").getroot()
    expect((root.tag, root.get("tests"), root.get("failures")), ("testsuites", "4", "2"), "the totals")
    cases = root.findall("./testsuite/testcase")
    expect([c.find("failure") is not None for c in cases], [False, False, True, True], "which failed")
    expect(cases[2].get("name"), 'another limit <is> & "was" meant', "a name with signs of XML")
    expect_in("█", cases[2].find("failure").text, "the plot in the report")
    say("the report is XML that says the same")


def chosen():
    status, said, _ = vigie("test", "bad.vigie", "--only", "whatever")
    expect(status, 0, "the exit status of one test that passes")
    expect_in("1 test, 100 runs, 0 failed", said, "one test")
    status, _, complaint = vigie("test", "bad.vigie", "--only", "whatsoever")
    expect(status, 2, "the exit status where no test is chosen")
    expect_in("no test in bad.vigie has `whatsoever` in its name", complaint, "why")
    pathlib.Path("none.vigie").write_text(RULES)
    expect(vigie("test", "none.vigie")[0], 2, "the exit status of rules without tests")
    expect(vigie("test", "nowhere.vigie")[0], 2, "the exit status without rules")
    pathlib.Path("wrong.vigie").write_text(RULES + GOOD.replace("expect slow{", "expect slwo{", 1))
    status, _, complaint = vigie("test", "wrong.vigie")
    expect(status, 2, "the exit status of rules with errors")
    expect_in("error[V330]: there is no alert `slwo`", complaint, "the error")
    expect_in("did you mean `slow`?", complaint, "help")
    say("tests are chosen by name, and what cannot be run ends with 2")


def settings():
    pathlib.Path("vigie.yaml").write_text(
        'contacts:\n  support-chat: { type: webhook, url: "http://x.example/" }\n  boss: { type: webhook, url: "http://y.example/" }\n'
        'routes:\n  - match: { channel: chat }\n    notify: [boss]\n'
    )
    routed = (RULES + GOOD).replace('  notify   "support-chat"\n', "").replace('expect "support-chat" told', 'expect "boss" told')
    pathlib.Path("routed.vigie").write_text(routed)
    status, said, complaint = vigie("test", "routed.vigie", "--config", "vigie.yaml")
    expect((status, complaint), (0, ""), f"rules whose messages go by the routes of the settings\n{said}")
    say("messages go by the routes of the settings")


def courses():
    start = 1_773_046_800  # 2026-03-09T09:00:00Z
    lines = [
        f"contact,channel={channel} wait_s={seconds} {(start + minute * 60) * 10**9}\n"
        for minute in range(120)
        for channel, seconds in [("chat", 30 if minute < 60 else 300), ("phone", 20)]
    ]
    pathlib.Path("data.lp").write_text("".join(lines))
    ask = ["kpi", "waiting", "--rules", "good.vigie", "--data", "data.lp", "--by", "channel=chat", "--format"]
    status, said, complaint = vigie(*ask, "csv")
    expect((status, complaint), (0, ""), "the exit status of `vigie kpi`")
    rows = list(csv.DictReader(said.splitlines()))
    expect(list(rows[0]), ["time", "channel", "value", "unit", "samples"], "the columns")
    expect({row["channel"] for row in rows}, {"chat"}, "the groups")
    values = {row["time"]: float(row["value"]) for row in rows}
    expect(values["2026-03-09T09:30:00Z"], 30.0, "the value before the slow hour")
    expect_true("2026-03-09T09:45:00Z" not in values, "nothing is said where nothing changed")
    expect(values["2026-03-09T10:15:00Z"], (15 * 30 + 15 * 300) / 30, "the value in the midst of it")
    _, said, _ = vigie(*ask, "jsonl")
    objects = [json.loads(line) for line in said.splitlines()]
    expect({o["time"]: o["value"] for o in objects}, values, "the same as JSON")
    _, said, _ = vigie(*ask, "plot")
    expect_in("waiting{channel=chat}", said, "whose course it is")
    expect_in("warning 3m", said, "the limit")
    expect_in("█", said, "bars")
    _, said, _ = vigie(*ask, "table")
    expect_in("2026-03-09 09:30 UTC  channel=chat  30s", said, "a row of the table")
    status, _, complaint = vigie("kpi", "wating", "--rules", "good.vigie", "--data", "data.lp")
    expect(status, 2, "the exit status for a KPI that there is not")
    expect_in("did you mean `waiting`?", complaint, "help")
    say("the course of a KPI, as a table, as CSV, as JSON and as a plot")


def test():
    passes_and_fails()
    report()
    chosen()
    settings()
    courses()


if __name__ == "__main__":
    run(test)
