#!/usr/bin/env python3
"""What a power cut, a bad disk or a careless copy leaves in the state folder is named in the log and counted in the
figures, and all that is sound is used."""

import os
import shutil

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
HEAD = 20  # of both kinds of file: magic word, version, number, checksum


def files(daemon, kind):
    return sorted(daemon.state.glob(f"{kind}-*.v[cj]"))  # and not one that is being written


def points(daemon):
    return daemon.metric("vigie_points_total")


def send(daemon, *names):
    for name in names:
        daemon.send("http", f'visit,shop=lille visit_id="{name}" {now()}\n')


def crc32c(data):
    sum = 0xFFFFFFFF
    for byte in data:
        sum ^= byte
        for _ in range(8):
            sum = sum >> 1 ^ (0x82F63B78 if sum & 1 else 0)
    return sum ^ 0xFFFFFFFF


def as_of_version_9(file):
    """A sound file but for its version: magic word, version, number and the checksum of these."""
    head = file[:6] + b"\x09\x00" + file[8:16]
    return head + crc32c(head).to_bytes(4, "little") + file[HEAD:]


def records(journal):
    """Where each record of a journal begins: length, checksum, contents."""
    position = HEAD
    while position < len(journal):
        yield position
        position += 8 + int.from_bytes(journal[position : position + 4], "little")


def flipped(file, position):
    return file[:position] + bytes([file[position] ^ 4]) + file[position + 1 :]


class Folder:
    """A state folder as a kill left it, to be damaged in one way after the other."""

    def __init__(self, daemon, sound):
        self.daemon, self.sound = daemon, sound
        self.kept = daemon.folder / "kept"
        shutil.copytree(daemon.state, self.kept)

    def restore(self):
        self.daemon.kill()
        shutil.rmtree(self.daemon.state)
        shutil.copytree(self.kept, self.daemon.state)

    def check(self, what, damage, words, left, journals=0, checkpoints=0, lost=None):
        """Damages the folder and starts: what the log says, the points that are left, and the figures."""
        self.restore()
        damage(self.daemon.state)
        self.daemon.start()
        for sentence in words:
            expect_in(sentence, self.daemon.log(), what)
        expect(points(self.daemon), left, f"points left after {what}")
        figures = self.daemon.metrics()
        for kind, count in ("journal", journals), ("checkpoint", checkpoints):
            damaged = figures.value("vigie_state_damaged_files", kind=kind)
            expect_true(damaged in (count if isinstance(count, range) else [count]), f"{damaged} {kind}s after {what}")
        bytes_lost = figures.value("vigie_state_lost_bytes")
        expect_true(bytes_lost > 0 if lost is None else bytes_lost == lost, f"bytes lost after {what}: {bytes_lost}")
        expect(figures.value("vigie_journal_writing"), 1, f"the journal goes on after {what}")
        send(self.daemon, "after")
        wait(lambda: points(self.daemon) == left + 1, f"what comes after {what} counts")
        self.daemon.kill()
        self.daemon.start()
        expect(points(self.daemon), left + 1, f"what came after {what} is remembered")
        say(f"{what}: {left:.0f} of {self.sound} points left; said and counted")

    def refuse(self, what, damage):
        """Damages the folder such that the daemon must not start, nor touch it."""
        self.restore()
        damage(self.daemon.state)
        before = {p.name: crc32c(p.read_bytes()) for p in self.daemon.state.glob("*.v[cj]")}
        self.daemon.start(ready=False)
        expect(self.daemon.ended(), 2, f"the exit status over {what}")
        expect_in("newer than this vigie can read", self.daemon.log(), what)
        after = {p.name: crc32c(p.read_bytes()) for p in self.daemon.state.glob("*.v[cj]")}
        expect(after, before, f"the files after {what}")
        say(f"{what} is not touched: exit 2")


def edit(name, change):
    def damage(state):
        file = state / name
        file.write_bytes(change(file.read_bytes()))

    return damage


def swap(one, other):
    def damage(state):
        (state / one).rename(state / "aside")
        (state / other).rename(state / one)
        (state / "aside").rename(state / other)

    return damage


def test():
    # Three checkpoints, of which two are kept, with three points before each; then six that only the journal knows.
    daemon = Daemon(".", RULES, more="checkpoint: { every: 1s }\n").start()
    for round in range(3):
        newest = files(daemon, "checkpoint")[-1:]
        send(daemon, *(f"{round}-{number}" for number in range(3)))
        wait(lambda: files(daemon, "checkpoint")[-1:] != newest, "a checkpoint")
    wait(lambda: len(files(daemon, "checkpoint")) == 2, "two checkpoints, the third being dropped")
    daemon.kill()
    daemon.more = "checkpoint: { every: 1h }\n"
    daemon.write_config("")
    daemon.start()
    before = points(daemon)
    expect(before, 9, "points before the last ones")
    send(daemon, *(f"late-{number}" for number in range(6)))
    wait(lambda: points(daemon) == before + 6, "all points")
    daemon.kill()
    sound = 15
    old, new = (file.name for file in files(daemon, "checkpoint")[-2:])
    journals = files(daemon, "journal")
    last = journals[-1].name
    folder = Folder(daemon, sound)
    starts = list(records(journals[-1].read_bytes()))

    folder.check(
        "a torn tail", edit(last, lambda b: b + b"half a rec"),
        [f"{last} is damaged: the last record is torn; 10 bytes of it are not used"], sound, journals=1, lost=10)
    folder.check(
        "a truncated journal", edit(last, lambda b: b[: starts[-1] - 3]),
        [f"{last} is damaged: the last record is torn"], points_before(journals[-1], starts[-2], sound), journals=1)
    middle = next(s for s in starts if b"late-2" in journals[-1].read_bytes()[s : s + 100])
    folder.check(
        "a flipped bit in a record", edit(last, lambda b: flipped(b, middle + 30)),
        [f"{last} is damaged: a record fails its checksum"], sound - 1, journals=1)
    folder.check(
        "a flipped bit in a journal's head", edit(last, lambda b: flipped(b, 10)),
        [f"{last} is damaged: its head fails its checksum; 20 bytes"], sound, journals=1, lost=20)
    folder.check(
        "a flipped bit in the newer checkpoint", edit(new, lambda b: flipped(b, len(b) // 2)),
        [f"{new} is damaged: it fails its checksum", f"restored from {old} and the journal"], sound, checkpoints=1)
    folder.check(
        "a truncated checkpoint", edit(new, lambda b: b[: len(b) // 2]),
        [f"{new} is damaged: it fails its checksum"], sound, checkpoints=1)
    folder.check(
        "an empty checkpoint", edit(new, lambda b: b""), [f"{new} is damaged: it is not a checkpoint"], sound,
        checkpoints=1, lost=0)
    # Two faults at once: the rules by which the journal was heard are gone with both checkpoints.
    folder.check(
        "two checkpoints swapped", swap(old, new),
        [f"{old} is damaged: it was written as {new}", f"{new} is damaged: it was written as {old}", "are missing"],
        0, checkpoints=2, journals=1)
    folder.check(
        "two journals swapped", swap(journals[-2].name, last), [f"{last} is damaged: it was written as"], before,
        journals=range(1, 3))  # the other may be older than the checkpoint, and then nobody reads it
    folder.check(
        "a checkpoint in a journal's place", lambda state: shutil.copy(state / new, state / last),
        [f"{last} is damaged: "], before, journals=1)
    folder.refuse("a checkpoint of a newer vigie", edit(new, as_of_version_9))
    folder.refuse("a journal of a newer vigie", edit(last, as_of_version_9))

    folder.restore()
    for file in files(daemon, "checkpoint") + files(daemon, "journal"):
        file.write_bytes(os.urandom(500))
    daemon.start()
    expect_true(daemon.log().count("is damaged") >= 3, "every file that cannot be read is named")
    expect_in("nothing is remembered", daemon.log(), "that nothing is left is said")
    send(daemon, "new")
    wait(lambda: points(daemon) == 1, "it begins again")
    expect(daemon.stop()[0], 0, "the exit status after SIGTERM")
    say("with nothing left it says so, and begins again")


def points_before(journal, end, sound):
    """How many points are left if the journal ends here."""
    return sound - journal.read_bytes()[end:].count(b"late-")


run(test)
