#!/usr/bin/env python3
"""What systemd hears over NOTIFY_SOCKET: ready, signs of life, reloading, stopping."""

import os
import socket
import threading
import time

from rig import Daemon, expect, expect_in, expect_true, run, say, wait

RULES = """
stream visit {
  field total number
}
kpi visits {
  from  visit
  value count()
  over  1h every 1m
}
"""


class Listener:
    """What systemd would hear, each message with its time."""

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(path)
        self.heard = []
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        while True:
            text = self.socket.recv(4096).decode()
            self.heard.append((time.monotonic(), text))

    def texts(self, after=0):
        return [text for _, text in self.heard[after:]]

    def wait_for(self, text, after=0):
        wait(lambda: any(text in t for t in self.texts(after)), f"systemd hears {text}")
        return len(self.heard)


def test():
    listener = Listener(os.path.abspath("notify"))
    daemon = Daemon(".", RULES)
    # Ready comes when every door is open, and not before.
    daemon.start(env={"NOTIFY_SOCKET": os.path.abspath("notify"), "WATCHDOG_USEC": "900000"}, ready=False)
    listener.wait_for("READY=1")
    expect_true(daemon.is_ready(), "READY=1 comes once the daemon is ready")
    expect_in("STATUS=1 KPI, 0 alerts", "\n".join(listener.texts()), "a line for systemctl status")
    say("READY=1")

    wait(lambda: listener.texts().count("WATCHDOG=1") >= 8, "eight signs of life")
    beats = [at for at, text in listener.heard if text == "WATCHDOG=1"]
    gaps = [after - before for before, after in zip(beats, beats[1:])]
    expect_true(max(gaps) < 0.9, f"a sign of life within 900 ms, but they came after {gaps}")
    say(f"WATCHDOG=1 every {sum(gaps) / len(gaps) * 1000:.0f} ms")

    seen = len(listener.heard)
    daemon.hang_up()
    seen = listener.wait_for("RELOADING=1\nMONOTONIC_USEC=", seen)
    listener.wait_for("READY=1", seen - 1)
    say("RELOADING=1, then READY=1")

    seen = len(listener.heard)
    status, _ = daemon.stop()
    expect(status, 0, "the exit status after SIGTERM")
    listener.wait_for("STOPPING=1", seen)
    say("STOPPING=1")

    # A daemon that cannot open a door was never ready.
    taken = socket.create_server(("127.0.0.1", 0))
    seen = len(listener.heard)
    daemon.start(
        ready=False, arguments=["--tcp", f"127.0.0.1:{taken.getsockname()[1]}"],
        env={"NOTIFY_SOCKET": os.path.abspath("notify")},
    )
    expect(daemon.ended(), 2, "the exit status with a port in use")
    expect([m for m in listener.texts(seen) if "READY=1" in m], [], "READY=1 from a daemon that could not start")
    say("no READY=1 without doors")


run(test)
