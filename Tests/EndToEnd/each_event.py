#!/usr/bin/env python3
"""An alert on each event is told as the event comes, once per value of what it names, and a kill forgets none of it."""

from rig import Daemon, Receiver, expect, expect_in, now, run, say, wait

RULES = """
stream refund {
  tag   channel
  field order_id text shown
  field amount   money(EUR)
}
alert large_refund on each refund {
  owner    "e2e"
  warning  when amount > 500 EUR
  critical when amount > 5_000 EUR
  once     per order_id within 1d
  notify   "hook"
  summary  "Refund of {amount} on {channel}, order {order_id}"
}
"""


def refund(order, amount):
    return f'refund,channel=web order_id="{order}",amount={amount} {now()}\n'


def orders(hook):
    return [body["summary"].split()[-1] for body in hook.bodies(alert="large_refund")]


def test():
    hook = Receiver()
    daemon = Daemon(".", RULES, hook.contact("hook")).start()
    daemon.send("http", refund("a", 700) + refund("b", 70) + refund("c", 9000))
    first = hook.wait_for(state="warning")
    expect(first["kind"], "occurred", "the kind of message")
    expect(first["summary"], "Refund of 700.00 EUR on web, order a", "what it says")
    expect((first["value"], first["limit"], first["kpi"]), (700.0, 500.0, ""), "value, limit and KPI")
    expect(hook.wait_for(state="critical")["group"], {"channel": "web"}, "the tags of the event")
    say("told as it comes")

    daemon.send("tcp", refund("a", 800) + refund("d", 501))
    wait(lambda: "d" in orders(hook), "another order is told")
    wait(lambda: daemon.metric("vigie_outbox_pending") == 0, "the outbox is empty")
    daemon.kill()
    daemon.start()
    daemon.send("http", refund("a", 900) + refund("c", 9000) + refund("e", 600))
    wait(lambda: "e" in orders(hook), "and one after the kill")
    expect(sorted(orders(hook)), ["a", "c", "d", "e"], "orders that were told, each once")
    wait(lambda: daemon.metric("vigie_occurrences_total", outcome="repeated") == 3, "three were not told again")
    expect(daemon.incidents(), [], "an occurrence leaves no incident open")
    expect_in("ok -> critical: one event, 9,000.00 EUR, limit 5,000.00 EUR", daemon.log(whole=True), "the log tells of it")
    say("once per order, also after a kill")


run(test)
