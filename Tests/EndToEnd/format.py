#!/usr/bin/env python3
"""`vigie fmt` lays files out once and for all, shows what it would do, and leaves torn files alone."""

import os
import pathlib
import subprocess

from rig import expect, expect_in, expect_true, run, say, vigie

UGLY = """stream visit{
tag shop
 field total   number # what it cost


}
kpi visits{
 from visit
value count( )
}
"""
PRETTY = """stream visit {
  tag   shop
  field total number  # what it cost
}
kpi visits {
  from  visit
  value count()
}
"""


def test():
    folder = pathlib.Path("rules")
    folder.mkdir()
    ugly = folder / "ugly.vigie"
    ugly.write_text(UGLY)
    ugly.chmod(0o640)
    status, said, complaint = vigie("fmt", "--check", "rules")
    expect((status, complaint), (1, ""), "what --check says of a file that would change")
    expect_in("rules/ugly.vigie", said, "the file")
    expect_in("-tag shop\n", said, "an old line")
    expect_in("+  tag   shop\n", said, "a new line")
    expect(ugly.read_text(), UGLY, "the file after --check")
    say("--check shows and changes nothing")

    expect(vigie("fmt", "rules")[0], 0, "the exit status")
    expect(ugly.read_text(), PRETTY, "the file")
    expect(ugly.stat().st_mode & 0o777, 0o640, "its permissions")
    before = ugly.stat().st_ino
    expect(vigie("fmt", "rules")[:2], (0, ""), "the second time")
    expect(ugly.stat().st_ino, before, "a file that needs nothing is not written")
    expect(vigie("fmt", "--check", "rules")[:2], (0, ""), "--check of what is laid out")
    expect(os.listdir("rules"), ["ugly.vigie"], "nothing is left beside it")
    say("files are replaced once")

    torn = folder / "torn.vigie"
    torn.write_text("kpi k {\n value (1\n}\n")
    status, _, complaint = vigie("fmt", "rules")
    expect(status, 1, "the exit status with a torn file")
    expect_in("left as it is", complaint, "what is said of it")
    expect(torn.read_text(), "kpi k {\n value (1\n}\n", "the torn file")
    latin = folder / "torn.vigie"
    latin.write_bytes(b"# caf\xe9\n")
    expect(vigie("fmt", "rules")[0], 1, "the exit status with a file that is no UTF-8")
    expect(latin.read_bytes(), b"# caf\xe9\n", "that file")
    say("what cannot be read is left")

    piped = subprocess.run([os.environ["VIGIE"], "fmt", "-"], input=UGLY, text=True, capture_output=True)
    expect((piped.returncode, piped.stdout), (0, PRETTY), "standard input to standard output")
    expect_true(vigie("fmt", "nowhere")[0] == 2, "a path that is none ends with 2")
    say("as a filter too")


run(test)
