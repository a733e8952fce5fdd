#!/usr/bin/env python3
"""`vigie explain` tells of codes, of rules and of KPIs by any of their names, in English and French."""

import pathlib

from rig import expect, expect_in, run, say, vigie

RULES = """
stream contact {
  tag   channel
  field wait_s duration(s)
}
calendar desk {
  zone  "Europe/Paris"
  open  mon..sun 08:00..20:00
}
kpi waiting "Waiting time" {
  from   contact
  value  mean(wait_s)
  by     channel
  over   1h every 1m
  also   fr "Temps au guichet"
}
alert slow on waiting {
  owner    "e2e"
  warning  when value > 3m for 10m
  during   desk
}
"""


def explain(*arguments, status=0):
    came, said, complaint = vigie("explain", *arguments)
    expect(came, status, f"the exit status of explain {arguments}: {complaint}")
    return said if status == 0 else complaint


def test():
    pathlib.Path("r.vigie").write_text(RULES)
    pathlib.Path("vigie.yaml").write_text("rules: r.vigie\nlanguage: fr\n")
    expect_in("V308 (error)", explain("v308"), "a code")
    expect_in("`average_handle_time`", explain("DMT"), "an acronym")
    expect_in("`retention_rate`", explain("taux de retention"), "a French name without accents")
    expect_in("Plus haut, c'est mieux", explain("NPS", "--language", "fr"), "a KPI in French")
    say("codes and KPIs")

    said = explain("slow", "--rules", "r.vigie")
    expect_in("It goes to warning when the value is above 3m for 10m.", said, "an alert")
    expect_in("it next opens", said, "the next openings")
    expect_in("Temps au guichet (`waiting`)", explain("waiting", "--config", "vigie.yaml"), "the settings' language")
    expect_in("Waiting time (`waiting`)", explain("temps au guichet", "--rules", "r.vigie"), "a KPI by its French name")
    say("rules")

    expect_in("did you mean `slow`?", explain("slwo", "--rules", "r.vigie", status=2), "a name that is misspelt")
    expect_in("nothing is called", explain("zzzz", status=2), "a name that there is not")
    say("and what there is not")


run(test)
