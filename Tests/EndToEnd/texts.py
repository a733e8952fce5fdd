#!/usr/bin/env python3
"""Messages are seen before they are sent by `check --texts`, and sent in the language of the file or of the settings."""

import json
import pathlib

from rig import Daemon, Receiver, expect, expect_in, now, run, say, vigie

RULES = """
stream refund {
  tag   channel in ["web", "shop"]
  field amount money(EUR)
}
kpi refunds "Refunds" {
  from   refund
  value  sum(amount)
  by     channel
  over   1h every 1m
  also   fr "Remboursements"
}
alert many on refunds {
  owner    "e2e"
  warning  when value > 5_000 EUR
  critical when value > 9_000 EUR
  notify   "hook"
}
alert large on each refund {
  owner    "e2e"
  warning  when amount > 500 EUR
  notify   "hook"
  summary  "Remboursement de {amount} ({channel})"
}
"""


def test():
    pathlib.Path("r.vigie").write_text(RULES)
    status, said, _ = vigie("check", "--texts", "r.vigie")
    expect(status, 0, "the exit status")
    for part in (
        "🔴 up to critical: Refunds (channel=web)",
        "Refunds for web is 5,500.00 EUR, the limit is 5,000.00 EUR",
        "✅ resolved: Refunds (channel=web)",
        "Remboursement de 550.00 EUR (web)",
    ):
        expect_in(part, said, "what check --texts shows")
    pathlib.Path("f.vigie").write_text("language fr\n" + RULES)
    french = vigie("check", "--texts", "f.vigie")[1]
    expect_in("🔴 passe en critique\u00a0: Remboursements (channel=web)", french, "a headline in French")
    expect_in("5\u202f500,00\u00a0€, la limite est 5\u202f000,00\u00a0€", french, "amounts in French")
    bodies = vigie("check", "--texts", "--notifier", "webhook", "r.vigie")[1]
    body = next(line for line in bodies.splitlines() if line.strip().startswith('{"version"'))
    expect(json.loads(body)["alert"], "many", "the body of a webhook")
    expect(vigie("check", "--texts", "--notifier", "pigeon", "r.vigie")[0], 2, "a notifier that there is not")
    say("messages are shown")

    hook = Receiver()
    daemon = Daemon(".", RULES, hook.contact("hook"), more="language: fr\n").start()
    daemon.send("http", f"refund,channel=web amount=1234.5 {now()}\n")
    told = hook.wait_for(alert="large")
    expect(told["summary"], "Remboursement de 1\u202f234,50\u00a0€ (web)", "what the daemon sends")
    expect((told["state"], told["value"], told["unit"]), ("warning", 1234.5, "EUR"), "what programs read")
    say("and sent in French")


run(test)
