#!/usr/bin/env python3
"""What a power cut or a bad disk leaves in the state folder is named in the log, and all that is sound is used."""

import os

from rig import Daemon, expect, expect_in, expect_true, now, run, say, wait

RULES = """
stream visit {
  tag   shop
  field visit_id text id
}
kpi visits {
  from  visit
  value count()
  over  1h every 1s
}
"""


def files(daemon, kind):
    return sorted(daemon.state.glob(f"{kind}-*"))


def points(daemon):
    return daemon.metric("vigie_points_total")


def crc32c(data):
    sum = 0xFFFFFFFF
    for byte in data:
        sum ^= byte
        for _ in range(8):
            sum = sum >> 1 ^ (0x82F63B78 if sum & 1 else 0)
    return sum ^ 0xFFFFFFFF


def as_of_version_9(checkpoint):
    """A sound checkpoint but for its version: magic word, version, number, checksum of these, state and its checksum."""
    head = checkpoint[:6] + b"\x09\x00" + checkpoint[8:16]
    return head + crc32c(head).to_bytes(4, "little") + checkpoint[20:]


def test():
    daemon = Daemon(".", RULES, more="checkpoint: { every: 1s }\n").start()
    for number in range(3):
        daemon.send("http", f'visit,shop=lille visit_id="{number}" {now()}\n')
    wait(lambda: len(files(daemon, "checkpoint")) >= 2, "two checkpoints")
    daemon.kill()

    journal = files(daemon, "journal")[-1]
    journal.write_bytes(journal.read_bytes() + b"half a rec")
    daemon.start()
    expect_in(f"{journal.name} is damaged: the last record is torn; 10 bytes of it are not used", daemon.log(), "a tail")
    expect(points(daemon), 3, "points behind a torn tail")
    daemon.kill()
    say("a torn tail costs nothing that was accepted")

    checkpoint = files(daemon, "checkpoint")[-1]
    whole = checkpoint.read_bytes()
    middle = len(whole) // 2
    checkpoint.write_bytes(whole[:middle] + bytes([whole[middle] ^ 4]) + whole[middle + 1 :])
    daemon.start()
    expect_in(f"{checkpoint.name} is damaged: it fails its checksum", daemon.log(), "a flipped bit")
    expect_in(f"restored from {files(daemon, 'checkpoint')[0].name} and the journal", daemon.log(), "what was used instead")
    expect(points(daemon), 3, "points from the checkpoint before and the journal after it")
    daemon.kill()
    say("a damaged checkpoint costs nothing either: the one before it and the journal do")

    checkpoint.write_bytes(as_of_version_9(whole))
    daemon.start(ready=False)
    expect(daemon.ended(), 2, "the exit status over a checkpoint of a newer vigie")
    expect_in("newer than this vigie can read", daemon.log(), "a checkpoint of a newer vigie")
    say("a newer format is not touched: exit 2")

    for file in files(daemon, "checkpoint") + files(daemon, "journal"):
        file.write_bytes(os.urandom(500))
    daemon.start()
    expect_true(daemon.log().count("is damaged") >= 3, "every file that cannot be read is named")
    expect_in("nothing is remembered", daemon.log(), "that nothing is left is said")
    daemon.send("http", f'visit,shop=lille visit_id="new" {now()}\n')
    wait(lambda: points(daemon) == 1, "it begins again")
    expect(daemon.stop()[0], 0, "the exit status after SIGTERM")
    say("with nothing left it says so, and begins again")


run(test)
