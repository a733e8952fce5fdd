#!/usr/bin/env python3
"""The real amtool against Vigie: alerts, silences, contacts and routes; and alerts sent as Prometheus sends them."""

import datetime
import json
import pathlib
import shutil
import subprocess
import time
import urllib.parse

from rig import Daemon, Receiver, expect, expect_in, expect_true, now, run, say, wait

RULES = """stream level {
  tag   who
  field height number
}
kpi height {
  from  level
  value last(height)
  by    who
  over  10m every 1s
}
alert high on height {
  owner    "e2e"
  warning  when value > 10
  critical when value > 100
  summary  "{who} is high"
  notify   "ops"
}
alert low on height {
  owner   "e2e"
  warning when value < 1
}
"""

ROUTES = """routes:
  - match: { severity: critical }
    notify: [ops, night]
  - notify: night
"""


class Amtool:
    def __init__(self, daemon):
        self.url = f"http://127.0.0.1:{daemon.port('http')}"

    def ask(self, *arguments, status=0):
        """Standard output; with a status other than 0 what was said of it."""
        done = subprocess.run(
            ["amtool", "--alertmanager.url", self.url, *map(str, arguments)], capture_output=True, text=True, timeout=60
        )
        expect(done.returncode, status, f"amtool {arguments}\n{done.stdout}{done.stderr}")
        expect_true("are different" not in done.stderr, f"amtool minds the version: {done.stderr}")
        return done.stdout if status == 0 else done.stdout + done.stderr

    def json(self, *arguments):
        return json.loads(self.ask(*arguments, "-o", "json") or "[]")


def names(alerts):
    return sorted((a["labels"]["alertname"], a["labels"].get("who", "")) for a in alerts)


def query(amtool):
    """Matchers in each form, formats, states, receivers."""
    alerts = amtool.json("alert", "query")
    expect(names(alerts), [("high", "a"), ("high", "b"), ("low", "c")], "open alerts")
    for matchers, expected in {
        ("high",): "ab",
        ("who=a",): "a",
        ('who="a"',): "a",
        ("who!=a",): "bc",
        ("who=~a|b",): "ab",
        ("who=~a",): "a",
        ('who!~"a|b"',): "c",
        ("alertname=high", "severity=critical"): "b",
        ("nothing=",): "abc",
        ("who=~.",): "abc",
        ("who=aa",): "",
    }.items():
        found = "".join(sorted(a["labels"]["who"] for a in amtool.json("alert", "query", *matchers)))
        expect(found, expected, f"alerts by {matchers}")
    expect_in("high", amtool.ask("alert", "query", "-o", "extended"), "the long list")
    expect_in("a is high", amtool.ask("alert"), "the simple list")
    high = next(a for a in alerts if a["labels"]["who"] == "a")
    expect(high["status"], {"state": "active", "silencedBy": [], "inhibitedBy": []}, "the state of an alert")
    expect(high["labels"]["kpi"], "height", "the KPI is a label")
    expect(high["labels"]["severity"], "warning", "the severity is a label")
    expect([r["name"] for r in high["receivers"]], ["ops"], "who is told of it")
    receivers = amtool.json("alert", "query", "--receiver", "op.")
    expect(names(receivers), [("high", "a"), ("high", "b")], "alerts by receiver")
    say("alert query")


def groups(daemon):
    found = [
        (g["receiver"]["name"], g["labels"], sorted(a["labels"]["who"] for a in g["alerts"]))
        for g in daemon.json("/api/v2/alerts/groups")
    ]
    expect(
        found,
        [("night", {"alertname": "low"}, ["c"]), ("ops", {"alertname": "high"}, ["a", "b"])],
        "groups by contact and alert",
    )


def silences(daemon, amtool):
    identity = amtool.ask("silence", "add", "alertname=high", "who=~a|x", "-c", "new scale", "-a", "Ana", "-d", "2h").strip()
    # Who has the answer finds what they asked for, at once.
    expect(amtool.ask("silence", "query", "-q").split(), [identity], "silences, just after")
    expect(names(amtool.json("alert", "query", "-s")), [("high", "a")], "the silenced one")
    expect(names(amtool.json("alert", "query")), [("high", "b"), ("low", "c")], "those that are not silenced")
    quiet = amtool.json("alert", "query", "-s")[0]
    expect(quiet["status"]["state"], "suppressed", "its state")
    expect(quiet["status"]["silencedBy"], [identity], "by which silence")

    expect(amtool.ask("silence", "query", "-q").split(), [identity], "silences")
    silence = amtool.json("silence", "query")[0]
    expect((silence["createdBy"], silence["comment"], silence["status"]["state"]), ("Ana", "new scale", "active"), "it")
    matchers = sorted((m["name"], m["value"], m["isRegex"], m["isEqual"]) for m in silence["matchers"])
    expect(matchers, [("alertname", "high", False, True), ("who", "a|x", True, True)], "its matchers")
    expect(amtool.ask("silence", "query", "-q", "alertname=low").split(), [], "silences by a matcher that does not fit")
    expect(amtool.ask("silence", "query", "-q", "alertname=high").split(), [identity], "silences by one that does")

    amtool.ask("silence", "update", "-c", "newer scale", "-d", "3h", identity)
    wait(lambda: [s["comment"] for s in amtool.json("silence", "query")] == ["newer scale"], "a silence that was changed")
    updated = amtool.ask("silence", "query", "-q").strip()
    exported = pathlib.Path("silences.json")
    exported.write_text(json.dumps(amtool.json("silence", "query")))

    amtool.ask("silence", "expire", updated)
    expect(amtool.ask("silence", "query", "-q"), "", "the silence is over")
    expect_in(updated, amtool.ask("silence", "query", "-q", "--expired"), "silences that are over")
    wait(lambda: len(amtool.json("alert", "query")) == 3, "all are told again")
    amtool.ask("silence", "import", exported)
    wait(lambda: [s["comment"] for s in amtool.json("silence", "query")] == ["newer scale"], "a silence that was imported")
    amtool.ask("silence", "expire", *amtool.ask("silence", "query", "-q").split())

    later = amtool.ask("silence", "add", "who=b", "-c", "later", "--start", "2040-01-01T00:00:00Z", "-d", "1h").strip()
    wait(lambda: [s["status"]["state"] for s in amtool.json("silence", "query")] == ["pending"], "a silence to come")
    amtool.ask("silence", "expire", later)
    refused(daemon, amtool, later)
    say("silence add, query, update, import, expire")


def refused(daemon, amtool, over):
    amtool.ask("silence", "expire", "00000000-0000-0000-0000-000000000000", status=1)
    expect_in("over", amtool.ask("silence", "expire", over, status=1), "a silence that is over already")
    amtool.ask("silence", "add", "who=~.*", "-c", "all", status=1)
    expect(daemon.get("/api/v2/silence/00000000-0000-0000-0000-000000000000")[0], 404, "a silence that there is not")
    for body, part in {
        b"{": "JSON",
        b"{}": "missing",
        b'{"matchers":[],"startsAt":"2030-01-01T00:00:00Z","endsAt":"2031-01-01T00:00:00Z","createdBy":"x","comment":"x"}': "matcher",
        b'{"matchers":[{"name":"a","value":"(","isRegex":true}],"startsAt":"2030-01-01T00:00:00Z",'
        b'"endsAt":"2031-01-01T00:00:00Z","createdBy":"x","comment":"x"}': "pattern",
    }.items():
        status, headers, text = daemon.request("POST", "/api/v2/silences", body, {"Content-Type": "application/json"})
        expect(status, 400, f"the status for {body}")
        expect_in(part, json.loads(text), f"the text for {body}, which is a JSON text as of Alertmanager")


def configuration(amtool):
    shown = amtool.ask("config", "show")
    expect_in("night", shown, "the configuration")
    expect_in("receiver: ops", amtool.ask("config", "routes", "show"), "the routes")
    expect_in("disabled", amtool.ask("cluster", "show"), "the cluster that there is not")
    expect(amtool.ask("config", "routes", "test", "severity=critical").strip(), "ops,night", "who is told of critical ones")
    expect(amtool.ask("config", "routes", "test", "severity=warning").strip(), "night", "who is told of others")
    say("config")


def stamp(seconds):
    moment = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=seconds)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def post(daemon, *alerts):
    body = json.dumps(alerts).encode()
    status, _, text = daemon.request("POST", "/api/v2/alerts", body, {"Content-Type": "application/json"})
    expect((status, text), (200, b""), "taking alerts")


def prometheus(daemon, amtool, night):
    """An alert as Prometheus sends it, told to whom the routes say, and over by its own word."""
    alert = {
        "labels": {"alertname": "InstanceDown", "instance": "web:9090", "severity": "warning", "empty": ""},
        "annotations": {"summary": "web:9090 is down", "description": "for a minute", "runbook_url": "https://r.example.org"},
        "startsAt": stamp(-60),
        "endsAt": stamp(240),
        "generatorURL": "http://prometheus.example.org/graph?g0.expr=up",
    }
    post(daemon, alert)
    told = night.wait_for(alert="InstanceDown", kind="opened")
    expect(told["summary"], "web:9090 is down", "what is told of it")
    shown = wait(lambda: amtool.json("alert", "query", "InstanceDown"), "it is shown")[0]
    expect(shown["generatorURL"], alert["generatorURL"], "where it came from")
    expect(shown["labels"]["instance"], "web:9090", "its labels")
    expect_true("empty" not in shown["labels"], "a label without a value is none")
    expect(shown["annotations"]["summary"], "web:9090 is down", "its annotations")
    expect(shown["startsAt"], alert["startsAt"], "when it began")
    post(daemon, {**alert, "endsAt": "0001-01-01T00:00:00Z"})  # Go's zero: no end is known
    post(daemon, alert)
    post(daemon, {**alert, "endsAt": stamp(-1)})
    night.wait_for(alert="InstanceDown", kind="resolved")
    expect(len(night.bodies(alert="InstanceDown")), 2, "messages of an alert that was sent four times")
    wait(lambda: not amtool.json("alert", "query", "InstanceDown"), "it is not shown any more")
    # amtool can send one itself.
    amtool.ask("alert", "add", "DiskFull", "instance=db", "--annotation", "summary=full", "--end", stamp(300))
    night.wait_for(alert="DiskFull", kind="opened")
    say("alerts of others")


def grafana(daemon):
    """What Grafana asks of a Prometheus for its list of alerts."""
    answer = daemon.json("/api/v1/rules")
    expect(answer["status"], "success", "the answer")
    (group,) = answer["data"]["groups"]
    rules = {r["name"]: r for r in group["rules"]}
    expect({n: (r["state"], r["type"], r["health"]) for n, r in rules.items()},
           {"high": ("firing", "alerting", "ok"), "low": ("firing", "alerting", "ok")}, "rules")
    expect_in("warning  when value > 10", rules["high"]["query"], "the text of a rule")
    values = sorted(float(a["value"]) for a in rules["high"]["alerts"])
    expect(values, [20, 200], "the values of its alerts")
    alerts = daemon.json("/api/v1/alerts")["data"]["alerts"]
    expect_true(all(a["state"] == "firing" and a["activeAt"].endswith("Z") for a in alerts), "open alerts")
    expect(daemon.json("/api/v1/query?query=1%2B1")["data"]["result"][1], "2", "what Grafana tries a data source by")
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    asked = urllib.parse.urlencode({"query": 'ALERTS{alertname="high", who=~"a .+|x"}', "time": time.time()}).encode()
    status, _, text = daemon.request("POST", "/api/v1/query", asked, form)
    expect((status, json.loads(text)["data"]["result"]), (200, []), "open alerts of nobody")
    asked = urllib.parse.urlencode({"query": 'ALERTS{alertname="high"}'}).encode()
    _, _, text = daemon.request("POST", "/api/v1/query", asked, form)
    result = json.loads(text)["data"]["result"]
    expect({(r["metric"]["alertstate"], r["value"][1]) for r in result}, {("firing", "1")}, "open alerts")
    expect(len(result), 2, "open alerts of that name")
    for query in ("rate(x[5m])", "", "1%2B", "ALERTS{a", "ALERTS%7Ba%3D%22b%22%7D&time=5"):
        expect(daemon.get(f"/api/v1/query?query={query}")[0], 400, f"what cannot be asked: {query}")
    expect(daemon.json("/api/v1/status/buildinfo")["status"], "success", "the version")
    expect(daemon.get("/-/healthy"), (200, "OK"), "healthy")


def main():
    if not shutil.which("amtool"):
        return print("skipped: there is no amtool here; it comes with the Debian package prometheus-alertmanager")
    ops, night = Receiver(), Receiver()
    daemon = Daemon("am", RULES, ops.contact("ops") + night.contact("night") + ROUTES).start()
    daemon.send("http", "".join(f"level,who={w} height={h} {now()}\n" for w, h in (("a", 20), ("b", 200), ("c", 0))))
    wait(lambda: len(daemon.incidents()) == 3, "three incidents")
    amtool = Amtool(daemon)
    status = daemon.json("/api/v2/status")
    expect(sorted(status), ["cluster", "config", "uptime", "versionInfo"], "the status")
    expect([r["name"] for r in daemon.json("/api/v2/receivers")], ["ops", "night", "null"], "receivers")
    query(amtool)
    groups(daemon)
    silences(daemon, amtool)
    configuration(amtool)
    grafana(daemon)
    prometheus(daemon, amtool, night)


run(main)
