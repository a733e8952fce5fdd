#!/usr/bin/env python3
"""Reports over a recording find what was put into it, and claim nothing else: `relate`, `compare`, `goals`, `digest`."""

import datetime
import json
import math
import pathlib
import random

from rig import expect, expect_in, expect_true, run, say, vigie

RULES = """
stream reply {
  tag   region
  field wait_s duration(s)
}
stream survey {
  tag   region, variant
  field score score(0..10)
}
stream weather {
  tag   region
  field rain number
}
kpi first_reply "First reply" {
  from   reply
  value  mean(wait_s)
  by     region
  over   1h every 5m
  better lower
}
kpi nps "NPS" {
  from   survey
  value  nps(score)
  by     region
  over   7d every 1d
  better higher
  goal   60 points by 2026-12-31
  also   fr "Recommandation"
}
kpi rain {
  from  weather
  value mean(rain)
  by    region
  over  1d every 1h
  no alert
}
alert slow_reply on first_reply {
  owner   "support"
  warning when value > 150s
  recover when value < 120s
}
alert unhappy on nps {
  owner   "cx-lead"
  warning when value < -50 points
}
"""
START = datetime.datetime(2026, 1, 5, tzinfo=datetime.timezone.utc)
DAYS = 70
RELEASE = 50


def recording():
    """Ten weeks: who waited long today is unhappy tomorrow, it rains as it likes, and from day 50 on replies in the north
    take twice as long."""
    draw = random.Random(9)
    lines, slow = [], {}
    for day in range(DAYS):
        midnight = int((START + datetime.timedelta(days=day)).timestamp())
        for region in ("north", "south"):
            rain = draw.gauss(5, 2)
            slow[region, day] = draw.gauss(0, 0.3)
            wait = 60 * math.exp(slow[region, day]) * (2 if region == "north" and day >= RELEASE else 1)
            unhappy = min(max(0.25 + 0.5 * slow.get((region, day - 1), 0), 0.02), 0.9)
            for i in range(150):
                at = midnight + draw.randrange(86_400)
                lines.append((at, f"reply,region={region} wait_s={wait * draw.lognormvariate(0, 0.4):.1f}"))
                score = 3 if draw.random() < unhappy else 10 if draw.random() < 0.6 else 8
                variant = draw.choice("ab")
                if variant == "b" and draw.random() < 0.15:
                    score = 3
                lines.append((at + 1, f"survey,region={region},variant={variant} score={score}"))
            lines += [(midnight + hour * 3600, f"weather,region={region} rain={rain + draw.gauss(0, 0.2):.2f}") for hour in range(24)]
    return "".join(f"{line} {at}000000000\n" for at, line in sorted(lines))


def report(*words, status=0):
    came, said, complaint = vigie(*words, "--rules", "r.vigie", "--data", "a.lp")
    expect(came, status, f"the exit status of {words}; it said {complaint}")
    return said if status == 0 else complaint


def relate():
    said = report("relate", "first_reply", "nps")
    expect_in("goes with an NPS ", said.splitlines()[0], "a link")
    expect_in(" lower a day later (95%, all looks counted: ", said.splitlines()[0], "its sign and delay")
    expect_in("Association is not cause", said, "what it is not")
    link = json.loads(report("relate", "first_reply", "nps", "--format", "json"))
    best = link["links"][0]
    expect((best["lag"], best["claimed"], best["effect"] < 0), (1, True, True), "the link of all regions")
    expect_true(best["low"] <= best["effect"] <= best["high"] < 0, "an interval beside zero")
    expect(link["looks"], 3 * 15, "every delay, of all regions and of each")
    said = report("relate", "rain", "nps")
    expect_in("No link between rain and NPS was found at any delay up to 14 days", said, "no link where there is none")
    for words, reason in (
        (("rain", "nsp"), "did you mean `nps`?"),
        (("rain", "rain"), "name two"),
        (("rain", "nps", "--by", "variant"), "`rain` cannot be told apart by `variant`"),
        (("rain", "nps", "--lag-up-to", "1000d"), "--lag-up-to is 0 to 60 days"),
    ):
        expect_in(reason, report("relate", *words, status=2), f"what is said of {words}")
    say("relate finds the link that is there, and no other")


def compare():
    moment = (START + datetime.timedelta(days=RELEASE)).strftime("%Y-%m-%d")
    said = report("compare", "first_reply", "--at", moment)
    expect_in("First reply of region=north rose by ", said.splitlines()[0], "what rose at the release")
    found = json.loads(report("compare", "first_reply", "--at", moment, "--format", "json"))
    expect([group["group"]["region"] for group in found["groups"]], ["north", "south"], "the surest first")
    expect(found["groups"][0]["sure"], True, "the north changed")
    expect_in("Nothing sure changed: rain", report("compare", "rain", "--at", moment, "--together", "--before", "3d", "--after", "3d"), "the weather did not")
    said = report("compare", "nps", "--groups", "variant=a", "variant=b")
    expect_in("lower, which is worse (95% at all looks: ", said, "the worse variant")
    expect_in("The split is as planned", said, "the split")
    said = report("compare", "nps", "--groups", "variant=a,variant=b", "--split", "60:40")
    expect_in("The split is not what was planned", said, "a split that was not meant")
    expect_in("say either --at", report("compare", "nps", status=2), "what is said of neither")
    say("compare tells what changed at a moment, and which variant is worse")


def goals():
    found = json.loads(report("goals", "--format", "json"))
    expect([(goal["kpi"], goal["group"]["region"]) for goal in found], [("nps", "north"), ("nps", "south")], "the goals")
    expect_true(all(goal["verdict"] in ("open", "late", "notAtThisPace", "reached", "onTime") for goal in found), "their verdicts")
    said = report("goals", "--together")
    expect_in("; the goal is 60 points by 2026-12-31.", said, "a goal in words")
    say("goals: " + said.splitlines()[0])


def digest():
    said = report("digest", "--week", "2026-W09")
    expect_in("The digest, Monday 23 February to Sunday 1 March 2026", said, "its days")
    expect_in("- support: ", said, "whose incidents")
    expect_true(len(said.splitlines()) < 40, "it is under a page")
    french = report("digest", "--week", "2026-W09", "--in", "fr")
    expect_in("Le bilan, du lundi 23 février au dimanche 1er mars 2026", french, "the same in French")
    expect_in("Recommandation", french, "a KPI by its French name")
    whose = json.loads(report("digest", "--week", "2026-W09", "--owner", "cx-lead", "--format", "json"))
    expect(whose["alerts"], 1, "one owner has one alert")
    quiet = report("digest", "--from", "2026-01-19", "--to", "2026-01-26", "--owner", "cx-lead")
    expect_in("There was no incident.", quiet, "a quiet week")
    expect_in("is no week such as 2026-W11", report("digest", "--week", "2026-W60", status=2), "a week that there is not")
    say("digest tells of a week in two tongues")


def test():
    pathlib.Path("r.vigie").write_text(RULES)
    pathlib.Path("a.lp").write_text(recording())
    relate()
    compare()
    goals()
    digest()


run(test)
