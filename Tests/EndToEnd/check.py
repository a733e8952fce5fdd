#!/usr/bin/env python3
"""`vigie check` finds ten mistakes of a file in one run, each with its code, its place, a caret and help."""

import json
import pathlib
import re

from rig import expect, expect_in, expect_true, run, say, vigie

MISTAKES = """
stream visit {
  tag   shop
  field visit_id text id
  field total    money(EUR)
  field wait     duration(s)
}

kpi mean_total {
  from  visit
  value meen(total)
  over  1h
}
kpi long {
  from  visit
  value count(wait > 14400)
  over  1h
}
kpi mixed {
  from  visit
  value median(total, wait)
  over  1h
}
kpi uneven {
  from  visit
  value count()
  over  1h every 7m
}
kpi strayed {
  from  vist
  value count()
  over  1h
}
kpi grouped {
  from  visit
  value count()
  by    shoop
  over  1h
}
kpi visits {
  from  visit
  value count()
  over  1h every 1m
}
alert nowhere on vists {
  owner   "x"
  warning when value > 1
}
alert units on visits {
  owner   "x"
  warning when value > 4h
}
alert never on visits {
  owner   "x"
  warning when vaule > 4
}
alert toothless on visits {
  owner   "x"
}
"""
PLACES = [11, 16, 21, 27, 30, 37, 45, 51, 55, 57]


def test():
    pathlib.Path("ten.vigie").write_text(MISTAKES)
    status, said, complaint = vigie("check", "ten.vigie")
    expect(status, 1, "the exit status")
    expect(complaint, "", "nothing on standard error")
    expect_in("1 file, 10 errors, 0 warnings", said, "the count")
    blocks = re.split(r"^(?=error\[V)", said, flags=re.M)[1:]
    expect(len(blocks), 10, f"errors\n{said}")
    for block, line in zip(blocks, PLACES):
        expect_true(re.match(r"error\[V\d{3}\]: \S", block), f"a code and a sentence in\n{block}")
        expect_in(f" --> ten.vigie:{line}:", block, "the place")
        expect_in(MISTAKES.splitlines()[line - 1], block, "the line")
        expect_true(re.search(r"\| +\^+ \S", block), f"a caret with a word in\n{block}")
        # Of two units that do not go together both are named; which of them is wrong, nobody can say.
        expect_true("= help: " in block or "[V307]" in block, f"help in\n{block}")
    say("ten mistakes, ten errors")

    status, said, _ = vigie("check", "--format", "json", "ten.vigie")
    expect(status, 1, "the exit status with --format json")
    objects = [json.loads(line) for line in said.splitlines()]
    expect([o["line"] for o in objects], PLACES, f"lines of the objects\n{said}")
    for code in sorted({o["code"] for o in objects}):
        status, text, _ = vigie("explain", code)
        expect(status, 0, f"vigie explain {code}")
        expect_in(code, text, f"vigie explain {code}")
    say("as JSON too, and every code is explained")

    pathlib.Path("good.vigie").write_text(MISTAKES.split("\nkpi mean_total")[0] + """
kpi visits {
  from  visit
  value count()
  over  1h every 1m
}
alert many on visits {
  owner   "x"
  warning when value > 100
  notify  "ops"
}
""")
    status, said, _ = vigie("check", "good.vigie")
    expect((status, said.splitlines()[-1]), (0, "1 file, 0 errors, 0 warnings"), "a good file")
    pathlib.Path("vigie.yaml").write_text('contacts:\n  opps: { type: webhook, url: "http://x.example/" }\n')
    status, said, _ = vigie("check", "good.vigie", "--config", "vigie.yaml")
    expect(status, 1, "the exit status with a contact that the settings lack")
    expect_in("did you mean `opps`?", said, "help with a contact")
    pathlib.Path("vigie.yaml").write_text(
        'contacts:\n  ops: { type: webhook, url: "http://x.example/", hours: office }\n'
        "routes:\n  - match: { severty: critical }\n    notify: ops\n  - match: { cluster: eu }\n    notify: ops\n"
    )
    status, said, complaint = vigie("check", "good.vigie", "--config", "vigie.yaml")
    expect(status, 1, "the exit status with a calendar that the rules lack")
    expect_in("error: the contact `ops` says `hours: office`", complaint, "the calendar")
    expect_in("warning: the route 1 says `severty: critical`", complaint, "the route")
    expect_in("did you mean `severity`?", complaint, "help with it")
    expect_true("cluster" not in complaint, "what alerts of others may have")
    expect(said.splitlines()[-1], "1 file, 1 error, 1 warning", "the count, with what the settings say")
    say("a good file is good, but for what the settings lack, and the other way round")

    expect(vigie("check", "none.vigie")[0], 2, "the exit status with a path that is none")
    for wrong in [["chekc"], ["check"], ["check", "--colour", "good.vigie"], ["run", "--http", "nowhere"]]:
        expect(vigie(*wrong)[0], 2, f"the exit status of vigie {' '.join(wrong)}")
    for right in [["--help"], ["--version"], ["check", "--help"], ["plugins"], ["plugins", "nps"]]:
        expect(vigie(*right)[0], 0, f"the exit status of vigie {' '.join(right)}")
    say("wrong use ends with 2")


run(test)
