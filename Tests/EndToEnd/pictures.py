#!/usr/bin/env python3
"""What `vigie kpi` draws: plots in the terminal and pictures for a browser, with what is usual and what alerted."""

import pathlib
import random
import xml.etree.ElementTree

from rig import expect, expect_in, run, say, vigie

RULES = """
stream answer {
  tag   channel
  field wait_s duration(s)
}
kpi waiting {
  from  answer
  value mean(wait_s)
  by    channel
  over  30m every 10m
}
alert slow on waiting {
  owner    "support"
  critical when value > 10m
}
"""


def lines():
    draw = random.Random(3)
    for minute in range(0, 5 * 24 * 60, 2):
        day, hour = divmod(minute, 24 * 60)
        wait = 60 + max(0, 12 - abs(hour / 60 - 14)) * 20 + draw.gauss(0, 15)
        if day == 4 and 600 <= hour < 720:
            wait += 900
        yield f"answer,channel=chat wait_s={wait:.1f} {(1_773_000_000 + minute * 60) * 10**9}\n"


def test():
    pathlib.Path("r.vigie").write_text(RULES)
    pathlib.Path("a.lp").write_text("".join(lines()))
    asked = ("kpi", "waiting", "--rules", "r.vigie", "--data", "a.lp", "--format")
    status, picture, complaint = vigie(*asked, "svg")
    expect((status, complaint), (0, ""), "the exit status and complaints")
    root = xml.etree.ElementTree.fromstring(picture)
    kinds = [part.get("class", "").split(" ")[0] for part in root.iter()]
    for kind in ("value", "band", "centre", "learning", "limit", "incident", "flag", "axis"):
        expect(kind in kinds, True, f"`{kind}` in the picture")
    expect_in("slow: critical from", picture, "the words of the incident")
    expect("script" in picture, False, "a script in the picture")
    say("a picture")

    status, plot, _ = vigie(*asked, "plot")
    expect(status, 0, "the exit status of a plot")
    for part in ("learning ┤~", "alerts ┤", "c", "░", "critical 10m"):
        expect_in(part, plot, "the plot")
    say("a plot")


run(test)
