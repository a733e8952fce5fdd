#!/usr/bin/env python3
"""What keeps a daemon from starting is said in a line that names it, with exit status 2, and nothing is left behind."""

import os
import pathlib
import shutil
import socket
import time

from rig import Daemon, expect, expect_in, expect_true, run, say, vigie

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


def refused(daemon, words, what, arguments=()):
    daemon.start(ready=False, arguments=arguments)
    expect(daemon.ended(), 2, f"the exit status with {what}")
    for word in words:
        expect_in(word, daemon.log(), f"what is said of {what}")
    last = [line for line in daemon.log().splitlines() if "vigie: " in line][-1]
    expect_true(last.startswith("vigie: ") and len(last) < 400, f"the last line of the log with {what}: {last}")
    expect_true("Error" not in last, f"words for a person: {last}")
    say(f"{what}: {last.removeprefix('vigie: ')}".replace(str(daemon.folder) + "/", ""))


def test():
    daemon = Daemon("one", RULES).start()
    say(f"ready {time.monotonic() - daemon.began:.2f} s after exec")

    # The second gets the first one's state folder.
    second = Daemon("two", RULES, state=daemon.state)
    refused(second, [f"process {daemon.process.pid}", str(daemon.state)], "a second daemon on the same state")
    expect(daemon.get("/ready")[0], 200, "the first daemon goes on")
    refused(
        Daemon("three", RULES), ["cannot listen on", "address already in use"], "a port that is in use",
        ["--http", f"127.0.0.1:{daemon.port('http')}"])
    refused(
        Daemon("four", RULES), ["cannot listen on", "address already in use"], "a TCP port that is in use",
        ["--tcp", f"127.0.0.1:{daemon.port('tcp')}"])
    refused(
        Daemon("five", RULES), ["lines.sock", "address already in use"], "a unix socket that is in use",
        ["--unix", str(daemon.socket)])

    plain = Daemon("six", RULES)
    plain.socket.write_text("somebody's notes")
    refused(plain, ["something else than a socket"], "a file where the socket should be")
    expect(plain.socket.read_text(), "somebody's notes", "the file is left alone")

    missing = Daemon("seven", RULES)
    shutil.rmtree(missing.state)
    refused(missing, ["state", "No such file", "make it with"], "a state folder that is not there")
    missing.state.write_text("")
    refused(missing, ["it is not a folder"], "a file for a state folder")

    if os.geteuid() != 0:  # who may do everything cannot be kept from writing
        locked = Daemon("eight", RULES)
        locked.state.chmod(0o500)
        refused(locked, ["Permission denied"], "a state folder that may not be written")

    refused(Daemon("nine", RULES), ["cannot be read", "--config"], "settings that are not there", ["--config", "none.yaml"])
    refused(Daemon("ten", RULES), ["no rules at nowhere"], "rules that are not there", ["--rules", "nowhere"])

    # The socket of one that was killed is in nobody's way, and one that ended leaves none.
    daemon.kill()
    expect_true(daemon.socket.exists(), "a kill leaves the socket")
    daemon.start()
    with daemon.connect("unix") as connection:
        connection.sendall(b"visit total=1\n")
    expect(daemon.stop()[0], 0, "the exit status after SIGTERM")
    expect_true(not daemon.socket.exists(), "an end in good order removes the socket")
    say("a socket that a kill left is taken over")


run(test)
