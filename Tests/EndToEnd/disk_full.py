#!/usr/bin/env python3
"""A full disk turns lines away without losing one that was taken, alerts go on meanwhile, and room is all it takes to
recover."""

import os
import pathlib
import subprocess
import sys
import threading
import time

from rig import Daemon, Receiver, expect, expect_in, expect_true, now, run, say, wait

RULES = """
stream visit {
  tag   door
  field visit_id text id
}
kpi visits {
  from  visit
  value count()
  by    door
  over  1h every 1s
}
kpi recent {
  from  visit where door == "early"
  value count()
  over  5s every 1s
}
alert some on visits {
  owner  "e2e"
  info   when value > 0
  notify "hook"
}
alert quiet on recent {
  owner   "e2e"
  warning when value > 0
  no data ok
  notify  "hook"
}
"""


def lines(door, name, count=1, pad=0):
    at = now()
    note = f',note="{"x" * pad}"' if pad else ""
    return "".join(f'visit,door={door} visit_id="{name}-{i}"{note} {at}\n' for i in range(count))


def mounted(folder):
    """A file system of 96 MiB, or nothing where mounting is not permitted."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=96m", "tmpfs", str(folder)]
    try:
        done = subprocess.run(command, capture_output=True, check=False)
    except FileNotFoundError:
        return False
    return done.returncode == 0


def values(daemon):
    return {i["group"]["door"]: i["value"] for i in daemon.incidents() if i["alert"] == "some"}


def test():
    disk = pathlib.Path("disk").resolve()
    if not mounted(disk):
        print("skipped: a small file system cannot be mounted here")
        return
    try:
        fill(disk)
    finally:
        for daemon in Daemon.all:
            daemon.kill()
        subprocess.run(["umount", str(disk)], check=True)


def stuff(ballast):
    """Takes all room that is left, but for what the daemon may have freed meanwhile."""
    with open(ballast, "ab", buffering=0) as file:
        for piece in 65_536, 1:
            try:
                while file.write(b"x" * piece):
                    pass
            except OSError:
                pass


def begin_on_a_full_disk(daemon, ballast, everything):
    daemon.kill()
    stuff(ballast)
    daemon.start()
    wait(lambda: values(daemon) == everything, "everything is remembered by one that begins on a full disk")
    wait(lambda: daemon.metric("vigie_journal_writing") == 0, "it cannot write")
    expect(daemon.request("POST", "/write", lines("http", "full"))[0], 503, "the answer of one that began on a full disk")
    time.sleep(2)  # two checkpoints would have been due
    expect(daemon.get("/health")[0], 200, "it lives on")
    ballast.unlink()
    wait(lambda: daemon.metric("vigie_journal_writing") == 1, "there is room, so it can write")
    expect(daemon.write(lines("http", "room"))[0], 204, "and takes what comes")
    everything["http"] += 1
    wait(lambda: values(daemon) == everything, "which counts")
    say("one that begins on a full disk remembers all, takes nothing, and recovers")


def fill(disk):
    hook = Receiver()
    daemon = Daemon(
        ".", RULES, hook.contact("hook"), state=disk / "state", more="checkpoint: { every: 1s }\n").start()
    ballast = disk / "ballast"

    daemon.send("http", lines("early", "e", 100))
    hook.wait_for(alert="quiet", kind="opened")
    stuff(ballast)
    say("the disk is full")

    refused = lines("http", "r", 200, 1000)
    status, headers, answer = daemon.request("POST", "/write", refused)
    expect(status, 503, "the answer over HTTP while the disk is full")
    expect(headers["Retry-After"], "5", "when to come back")
    expect_in("No space left", answer.decode(), "what an HTTP sender is told")
    expect(daemon.request("POST", "/api/v2/write", refused)[0], 503, "the same for v2")

    senders = [threading.Thread(target=daemon.send, args=(d, lines(d, "w", 20_000, 1000))) for d in ("tcp", "unix")]
    for sender in senders:
        sender.start()
    hook.wait_for(alert="quiet", kind="resolved")
    daemon.wait_for_log("the journal cannot be written")
    say("alerts are judged and told while the disk is full")
    time.sleep(1)  # long enough for what is parked to reach its bound
    expect(daemon.request("POST", "/write", refused, seconds=5)[0], 503, "still 503")
    expect(daemon.get("/health")[0], 200, "still alive")
    expect_true(daemon.memory() < 400 << 20, f"memory grew to {daemon.memory() >> 20} MiB")
    expect(daemon.metric("vigie_points_total"), 100, "nothing was taken while the disk was full")
    expect(daemon.metric("vigie_journal_writing"), 0, "the figure that says so")

    ballast.unlink()
    daemon.wait_for_log("the journal can be written again")
    expect(daemon.write(refused)[0], 204, "what was refused is taken now")
    everything = {"early": 100.0, "http": 200.0, "tcp": 20_000.0, "unix": 20_000.0}
    wait(lambda: values(daemon) == everything, "what waited at the doors counts")
    for sender in senders:
        sender.join(10)
    say("once there is room, everything counts")
    wait(lambda: daemon.metric("vigie_journal_writing") == 1, "the figure that says so")

    # A message that is under way at a kill may come twice.
    wait(lambda: daemon.metric("vigie_outbox_pending") == 0, "the outbox is empty")
    daemon.kill()
    daemon.start()
    wait(lambda: values(daemon) == everything, "everything is remembered")
    begin_on_a_full_disk(daemon, ballast, everything)
    expect(daemon.stop()[0], 0, "the exit status after SIGTERM")
    expect_true("is damaged" not in daemon.log(whole=True), "no file was damaged")
    keys = [call.key for call in hook.calls]
    expect(len(keys), len(set(keys)), "messages are told once")
    say("and nothing is forgotten by a kill")


run(test)
