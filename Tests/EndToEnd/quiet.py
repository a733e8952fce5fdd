#!/usr/bin/env python3
"""Silence is told, what belongs together comes in one message, a shadow and a closed calendar say nothing, and a kill
changes none of it."""

import datetime

from rig import Daemon, Receiver, expect, expect_in, now, run, say, wait

TODAY = datetime.datetime.now(datetime.timezone.utc).date()
DAYS = [TODAY + datetime.timedelta(days=days) for days in (-1, 0, 1)]

HOLIDAYS = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + "".join(
    f"BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:{day:%Y%m%d}\r\nSUMMARY:Moving house\r\nEND:VEVENT\r\n" for day in DAYS
) + "END:VCALENDAR\r\n"

RULES = """
calendar never_today {
  zone     "Europe/Paris"
  open     mon..sun 00:00..24:00
  holidays "moving.ics"
}
table limit by shop {
  "lille" 1m
  else    2m
}
stream visit {
  tag   shop
  field wait_s duration(s)
}
kpi wait "Wait" {
  from  visit
  value mean(wait_s)
  by    shop
  over  10s every 1s
}
alert slow on wait {
  owner   "e2e"
  warning when value > limit
  bundle  within 3s
  notify  "hook"
  summary "{shop} waits {value}"
}
alert slow_unless on wait {
  owner   "e2e"
  info    when value > limit
  unless  slow
  notify  "hook"
}
alert slow_shadow on wait {
  owner   "e2e"
  warning when value > limit
  mode    shadow
  notify  "hook"
}
alert slow_in_hours on wait {
  owner   "e2e"
  warning when value > limit
  during  never_today
  notify  "hook"
}
alert no_visits on stream visit by shop {
  owner    "e2e"
  critical when silent for 12s
  notify   "hook"
}
alert nothing_at_all on stream visit where shop == "rome" {
  owner    "e2e"
  critical when silent for 4s
  notify   "hook"
}
"""


def visits(wait_s, *shops):
    return "".join(f"visit,shop={shop} wait_s={wait_s} {now()}\n" for shop in shops)


def test():
    hook = Receiver()
    daemon = Daemon(".", RULES, hook.contact("hook"))
    with open("rules/moving.ics", "w", newline="") as file:
        file.write(HOLIDAYS)
    daemon.start()
    expect(hook.wait_for(alert="nothing_at_all")["state"], "critical", "a stream of which nothing ever came")
    say("silence of a stream without a past")

    daemon.send("http", visits(90, "lille", "nice", "lyon", "lens"))
    told = hook.wait_for(alert="slow")
    expect(told["kind"], "opened", "the kind of the one message")
    waits = [told["summary"]] + [other["summary"] for other in told["bundled"]]
    expect(sorted(waits), ["lille waits 1m30s"], "90 s is above the limit of lille alone")
    daemon.send("http", visits(999, "nice", "lens", "lyon"))
    wait(lambda: any(len(body["bundled"]) == 2 for body in hook.bodies(alert="slow")), "three in one message")
    together = [body for body in hook.bodies(alert="slow") if len(body["bundled"]) == 2][0]
    shops = [together["group"]["shop"]] + [other["group"]["shop"] for other in together["bundled"]]
    expect(sorted(shops), ["lens", "lyon", "nice"], "who is told together")
    say("told together")

    daemon.kill()
    daemon.start()
    last = hook.wait_for(alert="no_visits", seconds=40)
    expect(last["state"], "critical", "silence, over a kill")
    expect_in("no visit for shop", last["summary"], "what it says")
    wait(lambda: len(hook.bodies(alert="no_visits", state="critical")) == 4, "each shop is missed", seconds=40)
    daemon.send("http", visits(10, "lille", "nice", "lyon", "lens"))
    wait(lambda: len(hook.bodies(alert="slow", kind="resolved")) == 4, "each is resolved by itself")
    wait(lambda: len(hook.bodies(alert="no_visits", kind="resolved")) == 4, "and missed no more")
    expect(hook.bodies(alert="slow_shadow"), [], "messages of the shadow")
    expect(hook.bodies(alert="slow_in_hours"), [], "messages of a day that is closed")
    expect(hook.bodies(alert="slow_unless"), [], "messages of what gives way")
    expect_in("slow_shadow (shop=lille) ok -> warning", daemon.log(whole=True), "the log tells of the shadow")
    say("quiet where it should be, also after a kill")


run(test)
