#!/usr/bin/env python3
"""What is out of the ordinary is told, as one message for many groups; what was learnt survives a kill; twelve answers
alarm nobody, and a hundred do."""

import random
import time

from rig import Daemon, Receiver, expect, expect_true, now, run, say

RULES = """
stream reading {
  tag   shop
  field level number
}
stream answer {
  field happy bool
}
kpi level "Level" {
  from  reading
  value last(level)
  by    shop
  over  1s every 1s
}
kpi happy "Happy customers" {
  from  answer
  value share(happy)
  over  1m every 1s
}
alert odd on level {
  owner   "e2e"
  warning when value is anomalous high using robust(learning 30) budget 1 per 1m
  notify  "hook"
}
alert unhappy on happy {
  owner   "e2e"
  warning when value < 80% with confidence 95%
  notify  "hook"
}
"""
SHOPS = [f"s{number}" for number in range(8)]
LEARNING = 50


def readings(levels):
    return "".join(f"reading,shop={shop} level={level} {now()}\n" for shop, level in levels.items())


def answers(happy, unhappy):
    said = ["true"] * happy + ["false"] * unhappy
    # Each at a time of its own: at one, the last would stand for all.
    return "".join(f"answer happy={value} {now() + index}\n" for index, value in enumerate(said))


def usual(draw):
    return {shop: round(100 + 5 * draw.gauss(0, 1), 3) for shop in SHOPS}


def test():
    draw = random.Random(5)
    hook = Receiver()
    daemon = Daemon(".", RULES, hook.contact("hook")).start()

    # Seven of twelve are happy: 58 %, and nobody knows.
    daemon.send("http", answers(7, 5))
    for second in range(LEARNING):
        daemon.send("http", readings(usual(draw)))
        time.sleep(1)
        if second == LEARNING // 2:
            daemon.kill()
            daemon.start()
    expect([message["alert"] for message in hook.bodies()], [], "messages while all is as usual")
    say("nothing was said while it learnt, over a kill")

    for _ in range(3):
        daemon.send("http", readings(usual(draw) | {shop: 400 for shop in SHOPS[:6]}))
        time.sleep(1)
    told = hook.wait_for(alert="odd")
    groups = [told["group"]["shop"]] + [other["group"]["shop"] for other in told["bundled"]]
    expect(sorted(groups), SHOPS[:6], "the shops that are told of at once")
    expect((told["value"], told["among"], told["limit"]), (400.0, 8, None), "value, groups, limit")
    expect_true(80 < told["expected"] < 120, f"about 100 is usual, not {told['expected']}")
    expect_true("usually" in told["summary"], told["summary"])
    say(f"six of eight in one message: {told['summary']}")

    daemon.send("http", answers(58, 42))
    sure = hook.wait_for(alert="unhappy")
    expect_true(sure["interval"]["high"] < 80, f"all of the interval lies below 80: {sure['interval']}")
    expect_true(sure["samples"] >= 100, f"{sure['samples']} answers")
    say(f"sure after {sure['samples']} answers: {sure['interval']}")
    daemon.stop()


run(test)
