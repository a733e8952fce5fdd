#!/usr/bin/env python3
"""Receivers that are slow, rude, dead or away for a while: each message arrives once, and none waits for another's."""

import time

from rig import Daemon, Receiver, expect, expect_in, expect_true, free_port, now, run, say, wait


def rules(**notified):
    """An alert for each name, on the last height that was sent for it."""
    return "stream level {\n  tag   who\n  field height number\n}\n" + "".join(
        f"""
kpi height_{who} {{
  from  level where who == "{who}"
  value last(height)
  over  10m every 1s
}}
alert high_{who} on height_{who} {{
  owner   "e2e"
  warning when value > 10
  notify  {", ".join(f'"{contact}"' for contact in contacts)}
}}
"""
        for who, contacts in notified.items()
    )


def rise(daemon, *names):
    daemon.send("http", "".join(f"level,who={name} height=20 {now()}\n" for name in names))


def deliveries(daemon, contact):
    return [d for d in daemon.outbox() if d["contact"] == contact]


def states(daemon, contact):
    return [d["state"] for d in deliveries(daemon, contact)]


def unreachable(name, port):
    return f'  {name}: {{ type: webhook, url: "http://127.0.0.1:{port}/", allow_loopback: true }}\n'


def begin_patience():
    """One daemon is left in peace with a receiver that wants to be asked four times."""
    receiver = Receiver((429, {"Retry-After": "3"}, b"slow down"), 500, "hang", 200)
    daemon = Daemon("patient", rules(patient=["patient"]), receiver.contact("patient")).start()
    rise(daemon, "patient")
    return daemon, receiver


def end_patience(daemon, receiver):
    wait(lambda: states(daemon, "patient") == ["delivered"], "delivered in the end", 60)
    calls = receiver.calls
    expect(len(calls), 4, "tries: 429, 500, no answer, 200")
    expect(len({call.key for call in calls}), 1, "keys of the four tries")
    expect(len({call.body for call in calls}), 1, "bodies of the four tries")
    expect(deliveries(daemon, "patient")[0]["attempts"], 4, "tries in the outbox")
    expect(daemon.metric("vigie_deliveries_total", outcome="delivered"), 1, "deliveries in the figures")
    # Retry-After counts more than the back-off; then 1 to 2 s; then 15 s without an answer, and 2 to 4 s.
    gaps = [after.at - before.at for before, after in zip(calls, calls[1:])]
    for gap, (least, most) in zip(gaps, [(3, 5), (1, 4), (17, 22)]):
        expect_true(least <= gap <= most, f"waited {gap:.2f} s between two tries, not {least} to {most} s")
    say("429, 500, silence, 200: delivered once; waited " + ", ".join(f"{gap:.1f} s" for gap in gaps))


def test():
    patience = begin_patience()
    silent, live, picky = Receiver("hang"), Receiver(), Receiver((400, {}, b"no such channel"))
    hour, circle = Receiver((429, {"Retry-After": "3600"}, b"in an hour")), Receiver((302, {"Location": "/circle"}, b""))
    crash, late_port = Receiver("hang", 200), free_port()
    daemon = Daemon(
        "busy",
        rules(silent=["silent", "dead", "hour", "circle", "live"], picky=["picky"], crash=["crash"], late=["late"]),
        hour.contact("hour") + circle.contact("circle") + silent.contact("silent") + live.contact("live") + picky.contact("picky") + crash.contact("crash")
        + unreachable("dead", free_port()) + unreachable("late", late_port),
    ).start()

    rise(daemon, "silent", "picky")
    wait(lambda: silent.calls and live.calls, "the silent and the live one are called")
    expect_true(abs(live.calls[0].at - silent.calls[0].at) < 1, "a silent contact delays another one")
    for _ in range(20):
        began = time.monotonic()
        rise(daemon, "nobody")
        expect_true(time.monotonic() - began < 1, "a silent contact delays ingest")
    say("a silent and a dead contact delay nobody")

    wait(lambda: [d.get("reason") for d in deliveries(daemon, "hour")] == ["HTTP 429: in an hour"], "why it waits")
    wait(lambda: states(daemon, "circle") == ["refused"], "a redirect is refused")
    expect(
        deliveries(daemon, "circle")[0]["reason"], "HTTP 302: it leads elsewhere, and is not followed", "why it is refused"
    )

    wait(lambda: states(daemon, "picky") == ["refused"], "the refusal is shown")
    refused = deliveries(daemon, "picky")[0]
    expect((refused["attempts"], refused["reason"]), (1, "HTTP 400: no such channel"), "tries, and why")
    expect(daemon.metric("vigie_deliveries_total", contact="picky", outcome="refused"), 1, "refusals counted")
    daemon.wait_for_log("no such channel")
    say("a refusal is shown in the outbox, the figures and the log")

    rise(daemon, "crash", "late")
    wait(lambda: crash.calls, "the crash contact is called")
    wait(lambda: any(d["attempts"] for d in deliveries(daemon, "late")), "the one that is away is tried")
    daemon.kill()
    daemon.start()
    wait(lambda: len(crash.calls) == 2, "the message is sent again after a kill")
    expect(crash.calls[1].key, crash.calls[0].key, "the key after a kill")
    expect(crash.calls[1].body, crash.calls[0].body, "the body after a kill")
    wait(lambda: states(daemon, "crash") == ["delivered"], "delivered after the kill")
    expect((states(daemon, "picky"), len(picky.calls)), (["refused"], 1), "a refusal is remembered over a kill")
    say("a message that was under way is sent again, under its key")

    wait(lambda: deliveries(daemon, "late")[0]["attempts"] > 1, "the one that is away is tried again")
    expect(daemon.stop()[0], 0, "the exit status after SIGTERM with messages waiting")
    daemon.start()
    wait(lambda: deliveries(daemon, "late")[0]["reason"] == "no connection", "why it waits is shown")
    late = Receiver(port=late_port)
    wait(lambda: states(daemon, "late") == ["delivered"], "the message is delivered", 40)
    expect(len(late.calls), 1, "messages to the one that was away")
    say("a receiver that was away gets its message")

    end_patience(*patience)
    expect((len(hour.calls), len(circle.calls)), (1, 1), "tries of who wants an hour, and of who leads in a circle")
    say("who wants an hour has it, and who leads in a circle leads nobody")


run(test)
