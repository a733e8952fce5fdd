#!/usr/bin/env python3
"""SIGTERM under load ends the daemon within five seconds with a checkpoint, and the next start goes on from there."""

import threading
import time

from rig import Daemon, Failed, Receiver, expect, expect_in, expect_true, now, run, say, wait

RULES = """
stream visit {
  tag   shop
  field visit_id text id
  late  1h
}
kpi visits {
  from  visit
  value count()
  over  1h every 1s
}
alert some on visits {
  owner  "e2e"
  info   when value > 0
  notify "hook"
}
"""


def loaded():
    hook = Receiver()
    daemon = Daemon("loaded", RULES, hook.contact("hook")).start()
    taken = [0] * 6
    over = threading.Event()

    def feed(index):
        number = 0
        while not over.is_set():
            at = now()
            body = "".join(f'visit,shop=s{n % 50} visit_id="{index}-{number + n}" {at}\n' for n in range(5000))
            number += 5000
            try:
                if daemon.write(body)[0] == 204:
                    taken[index] += 5000
            except OSError:
                return

    feeders = [threading.Thread(target=feed, args=(index,)) for index in range(len(taken))]
    for feeder in feeders:
        feeder.start()
    hook.wait_for(kind="opened")
    wait(lambda: sum(taken) > 100_000, "the load is on")
    status, seconds = daemon.stop()
    over.set()
    for feeder in feeders:
        feeder.join(10)
    expect(status, 0, "the exit status after SIGTERM")
    expect_true(seconds < 5, f"SIGTERM took {seconds:.1f} s")
    files = sorted(path.name for path in daemon.state.iterdir())
    expect_true(any(name.endswith(".vc") for name in files), f"there is a checkpoint among {files}")
    expect_true("error" not in daemon.log(), f"nothing went wrong\n{daemon.log()}")
    say(f"stopped in {seconds:.2f} s with {sum(taken):,} events answered for")

    daemon.start()
    say(f"ready {time.monotonic() - daemon.began:.2f} s after exec")
    expect_in("and the journal: 0 events", daemon.log(), "the next start goes by the checkpoint")
    # An event may have been taken and its answer lost: never fewer, and few more.
    kept = daemon.metric("vigie_points_total", stream="visit")
    expect_true(
        sum(taken) <= kept <= sum(taken) + 5000 * len(taken), f"{sum(taken)} answered for and {kept} kept")
    wait(lambda: len(daemon.incidents()) == 1, "the incident goes on")
    expect(len({m["incident"] for m in hook.bodies()}), 1, "incidents told")
    expect(len(hook.calls), 1, "messages")
    say("goes on from the checkpoint, and tells nothing twice")
    daemon.kill()


def held_up():
    """Receivers that do not answer, requests that do not end and connections that say nothing keep nobody waiting."""
    hook = Receiver("hang")
    daemon = Daemon("held-up", RULES, hook.contact("hook")).start()
    daemon.send("http", f"visit,shop=a total=1 {now()}\n")
    wait(lambda: hook.calls, "a message is under way")
    slow, idle = daemon.connect("http"), [daemon.connect("tcp") for _ in range(50)]
    slow.sendall(b"POST /write HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nvisit")
    for connection in idle:
        connection.sendall(b"visit,shop=a to")
    wait(lambda: daemon.metric("process_open_fds") > 60, "all are connected")
    status, seconds = daemon.stop()
    expect(status, 0, "the exit status after SIGTERM")
    expect_true(seconds < 5, f"SIGTERM took {seconds:.1f} s")
    say(f"stopped in {seconds:.2f} s with a hanging receiver, half a request and idle connections")


def test():
    loaded()
    held_up()


run(test)
