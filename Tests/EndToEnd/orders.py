#!/usr/bin/env python3
"""Orders by command, by API and by the link in a message: who has an incident in hand, what is silenced, who is told next;
all of it remembered over a kill -9, and written down."""

import base64
import hashlib
import hmac
import json
import re
import time
import urllib.parse

from rig import Daemon, Receiver, expect, expect_in, expect_true, now, run, say, vigie, wait

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
  owner   "e2e"
  runbook "https://runbooks.example.org/high"
  warning when value > 10
  summary "{who} is <high>"
  notify  "ops"
}
alert alone on height {
  owner   "e2e"
  warning when value < 1
}
"""


def rise(daemon, *names, height=20):
    daemon.send("http", "".join(f"level,who={name} height={height} {now()}\n" for name in names))


class Commands:
    def __init__(self, daemon):
        self.daemon = daemon

    def __call__(self, *arguments, status=0):
        url = f"http://127.0.0.1:{self.daemon.port('http')}"
        code, out, error = vigie(*arguments, "--url", url)
        expect(code, status, f"vigie {arguments}\n{out}{error}")
        return out if status == 0 else error

    def json(self, *arguments):
        return json.loads(self(*arguments, "--format", "json"))


def incident(daemon, who):
    return next(i for i in daemon.incidents() if i["group"] == {"who": who})


def by_command(daemon, ask, ops):
    one = incident(daemon, "a")
    listed = ask("alerts")
    for part in (one["incident"], "who=a", "ops", "warning"):
        expect_in(part, listed, "the list of open incidents")
    ask("ack", one["incident"][:8], "--by", "Ana", "--comment", "looking at it")
    ops.wait_for(kind="acknowledged", incident=one["incident"])
    taken = wait(lambda: incident(daemon, "a")["acknowledged"], "who has it in hand")
    expect((taken["by"], taken["comment"]), ("Ana", "looking at it"), "who and why")
    expect_in("Ana has it in hand already", ask("ack", one["incident"], "--by", "Ana", status=2), "a second time")
    expect_in("no incident", ask("ack", "ffff", "--by", "Bo", status=2), "an incident that there is not")
    expect_in("4 characters", ask("ack", one["incident"][:2], status=2), "too little of an id")
    expect_in("name an incident", ask("ack", "", status=2), "nothing of an id")
    # As people know it: by the name of the alert, and tags.
    for words in (("high", "who=a"), (one["incident"][:8],)):
        expect_in(f"incident {one['incident']}", ask("why", *words), f"why {words}")
    expect_in("who=z", ask("why", "high", "who=z", status=2), "a group that there is not")
    expect(ask("why", "high", "--all").count("---"), 1, "lines between two incidents")
    say("ack")


def silences(daemon, ask):
    identity = ask("silence", "add", "high", "who=b", "--for", "2h", "--by", "Ana", "--comment", "new phones").strip()
    expect_true(re.fullmatch(r"[0-9a-f-]{36}", identity), f"an id {identity}")
    wait(lambda: incident(daemon, "b")["silenced_by"] == [identity], "the incident is silenced")
    expect_in(identity, ask("silence", "list"), "the list")
    expect_in('alertname="high" who="b"', ask("silence", "list"), "its matchers")
    url = f"http://127.0.0.1:{daemon.port('http')}"
    nothing = ("silence", "add", "hihg", "--for", "1h", "--comment", "x", "--by", "Bo", "--url", url)
    _, made, warning = vigie(*nothing)
    expect_in("it fits nothing that is open or in the rules", warning, "a name that is none")
    ask("silence", "expire", made.strip(), "--by", "Bo")
    later = ask("silence", "add", "who=~z.*", "--starts", "in 1h", "--until", "2040-01-01T00:00:00+01:00", "--comment", "x",
                "--by", "Bo").strip()
    wait(lambda: "pending" in ask("silence", "list"), "one to come")
    expect([s["ends_at"] for s in ask.json("silence", "list")["silences"] if s["silence"] == later],
           ["2039-12-31T23:00:00Z"], "its end")
    for wrong, part in {
        ("silence", "add", "high", "--comment", "x"): "--for",
        ("silence", "add", "who=~(", "--for", "1h", "--comment", "x"): "pattern",
        ("silence", "add", "who=", "--for", "1h", "--comment", "x"): "everything",
        ("silence", "add", "high", "--for", "1h", "--comment", "x", "--during", "nights"): "nights",
        ("silence", "expire", "00000000-0000-0000-0000-000000000000"): "no silence",
    }.items():
        expect_in(part, ask(*wrong, status=2), f"what is said of {wrong}")
    return identity, later


def upcoming(daemon, ask):
    told = ask("alerts", "--next")
    rows = {row.split()[2] + " " + row.split()[3]: row for row in told.splitlines()[1:]}
    expect_in("was told", rows["high who=a"], "who is told next of a")
    expect_in("silence", rows["high who=b"], "of b")
    expect_in("nobody is told", rows["alone who=c"], "of c")
    say("alerts --next")


def over_a_kill(daemon, ask, identity, later, ops):
    before = daemon.incidents(), daemon.json("/api/vigie/silences")
    daemon.kill()
    daemon.start()
    wait(lambda: (daemon.incidents(), daemon.json("/api/vigie/silences")) == before, "all is as it was")
    ask("silence", "expire", identity, later, "--by", "Ana")
    wait(lambda: incident(daemon, "b")["silenced_by"] == [], "told again")
    expect_in("nothing is silenced", ask("silence", "list"), "the list")
    expect_in("is over", ask("silence", "expire", identity, status=2), "once more")
    expect_in(identity, ask("silence", "list", "--all"), "what is over")
    say("silences, over a kill -9")


def pages(daemon, ask, ops):
    """The link in a message, as a phone opens it."""
    rise(daemon, "d")
    told = ops.wait_for(kind="opened", group={"who": "d"})
    one = told["incident"]
    # Pages show what was posted last, up to 200 ms ago.
    wait(lambda: daemon.get(f"/incidents/{one}")[0] == 200, "the incident is shown")
    status, headers, page = daemon.request("GET", f"/incidents/{one}")
    page = page.decode()
    expect(status, 200, "the page of an incident")
    expect_in("text/html", headers["Content-Type"], "its type")
    expect_in("default-src 'none'", headers["Content-Security-Policy"], "what it may load")
    expect_in("d is &lt;high&gt;", page, "its summary, escaped")
    expect_in("opened", page, "what happened")
    expect_in("warning when value &gt; 10", page, "the rule")
    expect_true("<script" not in page, "a script")
    expect(daemon.get("/incidents/none")[0], 404, "an incident that there is not")

    path = "/acknowledge?token=" + signed(daemon, "acknowledge", one, "ops")
    for _ in range(2):  # looking does nothing, however often
        status, headers, page = daemon.request("GET", path)
        expect(status, 200, "the page behind the link")
        expect_in("<form method=\"post\">", page.decode(), "its button")
        expect(headers["Referrer-Policy"], "no-referrer", "the address goes nowhere")
    expect(incident(daemon, "d")["acknowledged"], None, "nobody has it in hand")
    late = "/acknowledge?token=" + signed(daemon, "acknowledge", one, "ops", lasts=-1)
    other = "/acknowledge?token=" + signed(daemon, "picture", one)
    for broken in (path[:-2], path.replace("n=", "n=x"), "/acknowledge", "/acknowledge?token=.", late, other):
        expect(daemon.get(broken)[0], 403, f"a link that is not whole: {broken}")
        expect(daemon.request("POST", broken, "name=Eve")[0], 403, "and its button")
    form = urllib.parse.urlencode({"name": "Zoë <3", "comment": "from the bus"})
    status, _, page = daemon.request("POST", path, form, {"Content-Type": "application/x-www-form-urlencoded"})
    expect(status, 200, "the button")
    expect_in("Zoë &lt;3 has it in hand", page.decode(), "what came of it")
    taken = wait(lambda: incident(daemon, "d")["acknowledged"], "who has it in hand")
    expect((taken["by"], taken["comment"]), ("Zoë <3", "from the bus"), "who and why")
    wait(lambda: "<form" not in daemon.get(path)[1], "the page has no button any more")
    status, _, page = daemon.request("POST", path, form, {"Content-Type": "application/x-www-form-urlencoded"})
    expect_in("used before", page.decode(), "the button once more")
    expect_in("has it in hand", daemon.get(path)[1], "the page once more")
    ops.wait_for(kind="acknowledged", incident=one)
    picture(daemon, one)
    say("pages")


def signed(daemon, *words, lasts=3600):
    """A token as messages have it, made by the key of the state folder."""
    key = (daemon.state / "links.key").read_bytes()
    payload = "\n".join([words[0], str(int(time.time()) + lasts), *words[1:]]).encode()
    code = hmac.new(key, payload, hashlib.sha256).digest()[:16]
    return ".".join(base64.urlsafe_b64encode(part).decode().rstrip("=") for part in (payload, code))


def picture(daemon, one):
    status, headers, body = daemon.request("GET", f"/pictures/{one}.png")
    expect_true(status in (200, 404), f"the picture: {status}")
    if status == 200:
        expect((headers["Content-Type"], body[:8]), ("image/png", b"\x89PNG\r\n\x1a\n"), "a picture")


def written_down(daemon):
    lines = [json.loads(line) for line in (daemon.folder / "audit.log").read_text().splitlines()]
    done = [(line["action"], line["by"]) for line in lines if line["outcome"] == "done"]
    expect(done, [("acknowledge", "Ana"), ("silence", "Ana"), ("silence", "Bo"), ("expire", "Bo"),
                  ("silence", "Bo"), ("expire", "Ana"), ("expire", "Ana"), ("acknowledge by link", "Zoë <3")], "orders that were written down")
    expect_true(all(line["peer"].startswith("127.0.0.1:") for line in lines), "where they came from")
    expect_true(any("already" in line["outcome"] for line in lines), "one that was refused")
    by_link = [line for line in lines if line["action"] == "acknowledge by link"]
    expect([line["token"] for line in by_link], ["link to ops"] * 2, "who pressed the link")
    say("the audit log")


def main():
    ops = Receiver()
    daemon = Daemon(
        "orders", RULES, ops.contact("ops"), more="public_url: https://vigie.example.org\naudit: audit.log\n"
    ).start()
    rise(daemon, "a", "b")
    rise(daemon, "c", height=0)
    wait(lambda: len(daemon.incidents()) == 3, "three incidents")
    ask = Commands(daemon)
    ops.wait_for(kind="opened", group={"who": "a"})
    wait(lambda: "delivered" in ask("outbox", "--contact", "ops"), "the outbox")
    expect_in("is such", ask("outbox", "--contact", "nobody"), "an outbox without the like")
    expect_in("'refused'", ask("outbox", "--state", "bogus", status=2), "the states there are")
    by_command(daemon, ask, ops)
    identity, later = silences(daemon, ask)
    upcoming(daemon, ask)
    over_a_kill(daemon, ask, identity, later, ops)
    pages(daemon, ask, ops)
    written_down(daemon)


run(main)
