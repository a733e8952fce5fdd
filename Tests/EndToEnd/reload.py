#!/usr/bin/env python3
"""Rules and settings at the start and at SIGHUP: mistakes are named and change nothing, good ones change only what they
say."""

import re
import time

from rig import Daemon, Receiver, expect, expect_in, expect_true, now, run, say, wait

STREAM = """
stream visit {
  tag   shop
  field visit_id text id
  field total    money(EUR)
}
"""
KPI = """
kpi {name} {{
  from  visit
  value count()
  by    shop
  over  1h every 1s
}}
"""
ALERT = """
alert {name} on {kpi} {{
  owner   "e2e"
  warning when value >= {limit}
  notify  "{contact}"
}}
"""


def alert(name, limit, kpi="visits", contact="hook"):
    return ALERT.format(name=name, kpi=kpi, limit=limit, contact=contact)


def visits(daemon, count):
    daemon.send("http", "".join(f'visit,shop=lille visit_id="{i}",total=1 {now()}\n' for i in range(count)))


def names(daemon):
    return sorted(i["alert"] for i in daemon.incidents())


def at_the_start():
    daemon = Daemon("start", STREAM + KPI.format(name="visits"))
    daemon.rules.joinpath("bad.vigie").write_text("kpi broken {\n  from visit\n  value meen(total)\n  over 1h\n}\n")
    daemon.start(ready=False)
    expect(daemon.ended(), 1, "the exit status with rules that do not check")
    expect_in("bad.vigie:3:9", daemon.log(), "where the mistake is")
    expect_in("did you mean `mean`?", daemon.log(), "what to do about it")
    expect_in("not started", daemon.log(), "what came of it")
    expect(sorted(p.name for p in daemon.state.iterdir()), [], "files in the state folder")
    say("a bad file at the start: exit 1, and it is named")


def settings():
    daemon = Daemon("settings", STREAM)
    daemon.config.write_text(
        "rules: rules\nstate: state\nlisten:\n  http: 127.0.0.1:0\n  tpc: 127.0.0.1:0\n"
        "journal: { sync: soon }\ncontacts:\n  ops: { type: webhok, url: \"http://x/\", rtae: 1 }\ncheckpiont: {}\n"
    )
    daemon.start(ready=False)
    expect(daemon.ended(), 2, "the exit status with settings that cannot be read")
    places = re.findall(r"vigie\.yaml:(\d+):\d+: (.*)", daemon.log())
    expect([int(line) for line, _ in places], [5, 6, 8, 8, 9], "lines of the mistakes")
    for (_, sentence), word in zip(places, ["`tpc`", "`soon`", "`webhok`", "`rtae`", "`checkpiont`"]):
        expect_in(word, sentence, "the mistake is quoted")
    expect(daemon.log().count("did you mean"), 4, "suggestions")
    say("mistakes in vigie.yaml: exit 2, each with its line")


def at_a_signal():
    hook = Receiver()
    contacts = hook.contact("hook")
    kept = KPI.format(name="visits") + alert("some", 3)
    daemon = Daemon("signal", STREAM + kept + alert("many", 10), contacts)
    file = daemon.rules / "rules.vigie"
    daemon.start()
    visits(daemon, 12)
    hook.wait_for(alert="some", kind="opened")
    hook.wait_for(alert="many", kind="opened")

    file.write_text(STREAM + kept + "alert many on nothing { warning when value > 1 }\n")
    daemon.hang_up()
    daemon.wait_for_log("the old rules stay")
    expect_in("rules.vigie:", daemon.log(), "where the mistake is")
    expect_in("`nothing`", daemon.log(), "the mistake is quoted")
    time.sleep(1.2)  # a pane ends
    expect(names(daemon), ["many", "some"], "alerts that go on under the old rules")
    say("a bad reload: the old rules stay, and the log says why")

    file.write_text(STREAM + kept + alert("some_more", 5, contact="hok"))
    before = daemon.log().count("the old rules stay")
    daemon.hang_up()
    wait(lambda: daemon.log().count("the old rules stay") > before, "a contact that is not there is a mistake too")
    expect_in("`hok`", daemon.log(), "the contact is quoted")

    loaded = daemon.metric("vigie_rules_loaded_timestamp_seconds")
    file.write_text(STREAM + kept + KPI.format(name="calls") + alert("few", 12) + alert("new", 1, kpi="calls"))
    daemon.hang_up()
    resolved = hook.wait_for(alert="many", kind="resolved")
    expect(resolved["reason"], "rule removed", "why the alert ended whose rule is gone")
    opened = hook.wait_for(alert="few", kind="opened")
    expect(opened["value"], 12.0, "the KPI that did not change keeps its window")
    expect([m["kind"] for m in hook.bodies(alert="some")], ["opened"], "messages of the alert that did not change")
    expect_true(daemon.metric("vigie_rules_loaded_timestamp_seconds") > loaded, "when rules were loaded is shown")
    say("a good reload: new alerts work, removed ones resolve, windows stay")

    # Contacts and secrets are read again too; doors are not, and that is said.
    other = Receiver()
    text = daemon.config.read_text()
    daemon.config.write_text(text.replace(contacts, other.contact("hook")).replace("tcp: 127.0.0.1:0", "tcp: 127.0.0.1:1"))
    daemon.hang_up()
    daemon.wait_for_log("only a restart can change it")
    daemon.send("http", "".join(f'visit,shop=lyon visit_id="{i}",total=1 {now()}\n' for i in range(4)))
    other.wait_for(alert="some", group={"shop": "lyon"}, kind="opened")
    say("a reload brings contacts; what it cannot bring is said")

    # What was changed by reload is what a restart remembers.
    daemon.config.write_text(text.replace(contacts, other.contact("hook")))
    daemon.kill()
    daemon.start()
    expected = ["few", "new", "new", "some", "some"]  # of two shops
    wait(lambda: names(daemon) == expected, f"{expected} after a kill")
    file.unlink()
    daemon.hang_up()
    daemon.wait_for_log("no file that ends in .vigie")
    expect_in("the old rules stay", daemon.log(), "an empty folder is a mistake")
    say("rules that were loaded by a signal are remembered over a kill")


def test():
    at_the_start()
    settings()
    at_a_signal()


run(test)
