#!/usr/bin/env python3
"""Over each of the four doors an alert opens, escalates and resolves, and its messages are as deploy/webhook.md says."""

import hashlib
import hmac
import json

from rig import Daemon, Receiver, expect, expect_in, expect_true, now, run, say, wait

RULES = """
stream wait {
  tag   door
  field seconds duration(s)
}

kpi waiting "Waiting time" {
  from   wait
  value  last(seconds)
  by     door
  over   10m every 1s
}

alert long_wait on waiting {
  owner    "support"
  runbook  "https://wiki.example/long-wait"
  warning  when value > 3m
  critical when value > 10m
  recover  when value < 2m
  notify   "hook", "chat"
  summary  "Waiting on {door} is {value}, the limit is {limit}"
  detail   "{samples} calls since {since}"
  labels   team = "support", tier = "1"
}
"""
KEYS = (
    "version incident alert kpi title group kind state previous severity value unit limit expected pattern among interval explained causes quotes samples summary detail "
    "owner runbook labels reason opened_at at bundled by comment trail bulletin"
).split()
SECRET = "correct horse battery staple"
DOORS = ["http", "tcp", "udp", "unix"]


def line(door, seconds):
    return f"wait,door={door} seconds={seconds} {now()}\n"


def test():
    hook, chat = Receiver(), Receiver()
    daemon = Daemon(".", RULES, hook.contact("hook", more=", secret_file: secret") + chat.contact("chat", "slack"))
    daemon.folder.joinpath("secret").write_text(SECRET + "\n")
    daemon.start()

    for kind, seconds in [("opened", 300), ("escalated", 900), ("resolved", 30)]:
        for door in DOORS:
            daemon.send(door, line(door, seconds))
        for door in DOORS:
            hook.wait_for(group={"door": door}, kind=kind)
        say(f"{kind} over all four doors")
    wait(lambda: len(chat.calls) == 12, "twelve chat messages")

    for door in DOORS:
        opened, escalated, resolved = hook.bodies(group={"door": door})
        for message in opened, escalated, resolved:
            expect(list(message), KEYS, "the keys of a message, in their order")
            expect(message["incident"], opened["incident"], "one incident has one id")
            expect(message["opened_at"], opened["opened_at"], "one incident has one beginning")
        expect(
            {k: v for k, v in opened.items() if k not in ("incident", "opened_at", "at", "detail")},
            {
                "version": 1, "alert": "long_wait", "kpi": "waiting", "title": "Waiting time",
                "group": {"door": door}, "kind": "opened", "state": "warning", "previous": "ok",
                "severity": "warning", "value": 300.0, "unit": "s", "limit": 180.0, "expected": None,
                "pattern": "", "among": 0, "interval": None,
                "explained": None, "causes": [], "quotes": [], "samples": 1,
                "summary": f"Waiting on {door} is 5m, the limit is 3m", "owner": "support",
                "runbook": "https://wiki.example/long-wait",
                "labels": {"team": "support", "tier": "1"}, "reason": "", "bundled": [],
                "by": "", "comment": "", "trail": None, "bulletin": None,
            },
            "the first message",
        )
        facts = [(m["state"], m["previous"], m["severity"], m["value"], m["reason"]) for m in (escalated, resolved)]
        expect(
            facts,
            [("critical", "warning", "critical", 900.0, ""), ("ok", "critical", "critical", 30.0, "recovered")],
            "the second and the third message",
        )
        expect_true(opened["at"] < escalated["at"] < resolved["at"], "later messages have later times")
    say("fields are as documented")

    for call in hook.calls:
        stamp = call.headers["X-Vigie-Timestamp"]
        code = hmac.new(SECRET.encode(), f"{stamp}.".encode() + call.body, hashlib.sha256).hexdigest()
        expect(call.headers["X-Vigie-Signature"], "sha256=" + code, "the signature")
        expect_true(abs(int(stamp) - now() / 1e9) < 60, "the time of the signature is now")
        expect(call.headers["Content-Type"], "application/json; charset=utf-8", "the content type")
    keys = [call.key for call in hook.calls + chat.calls]
    expect(len(set(keys)), 24, "every delivery has an Idempotency-Key of its own")
    say("signatures and keys hold")

    for call in chat.calls:
        body = call.json
        expect(sorted(body), ["attachments", "blocks", "text"], "the keys of a Slack message")
        expect([b["type"] for b in body["blocks"]], ["header"], "the blocks of a Slack message")
        details = body["attachments"][0]["blocks"]
        expect([b["type"] for b in details], ["section", "section", "actions", "context"], "the blocks of its attachment")
        expect_true(len(details[1]["fields"]) <= 10, "at most ten fields")
        expect(call.headers["X-Vigie-Signature"], None, "no signature without a secret")
        expect_true(SECRET not in json.dumps(body), "the secret is not told")
    expect_in("Waiting on", chat.calls[0].json["text"], "the text of a Slack message")
    say("chat messages are Slack's")

    wait(lambda: daemon.incidents() == [], "no incident is open")
    wait(lambda: daemon.metric("vigie_deliveries_total", outcome="delivered") == 24, "deliveries are counted")
    page = daemon.metrics()
    expect(page.value("vigie_points_total", stream="wait"), 12, "points taken")
    expect(page.value("vigie_points_refused_total"), 0, "points refused")
    expect(page.value("vigie_deliveries_total", contact="hook", outcome="delivered"), 12, "deliveries")
    expect(page.value("vigie_alerts", alert="long_wait", state="ok"), 4, "groups that are ok")
    expect_true(SECRET not in daemon.log(), "the secret is not logged")
    status, seconds = daemon.stop()
    expect(status, 0, "the exit status after SIGTERM")
    expect_true(seconds < 5, f"SIGTERM took {seconds:.1f} s")


run(test)
