#!/usr/bin/env python3
"""What `vigie streams --infer` proposes checks, and takes every line that it was guessed from."""

import gzip
import pathlib

from rig import expect, expect_in, run, say, vigie

START = 1_773_000_000 * 10**9


def lines():
    """Contacts, and orders that come 25 minutes behind them."""
    for i in range(600):
        at = START + i * 10 * 10**9
        event = ("opened", "answered", "closed")[i % 3]
        more = f",wait_s={10 + i % 50}.5" if event == "answered" else ""
        yield f'contact,channel={("chat", "phone")[i % 2]},event={event} contact_id="c{i}"{more} {at}\n'
        if i % 4 == 0:
            yield f'order,region=r{i % 40} amount={i}.25,paid={"t" if i % 8 else "f"} {at - 1500 * 10**9}\n'


def test():
    text = "".join(lines())
    pathlib.Path("a.lp").write_text(text)
    pathlib.Path("a.lp.gz").write_bytes(gzip.compress(text.encode()))
    status, rules, complaint = vigie("streams", "--infer", "a.lp")
    expect((status, complaint), (0, ""), "the exit status and complaints")
    expect(vigie("streams", "--infer", "a.lp.gz")[1], rules, "the same of a packed recording")
    expect(vigie("streams", "--infer", "-", stdin=text.encode())[1], rules, "the same of standard input")
    for part in ('tag   channel in ["chat", "phone"]', "field contact_id text id", "wait_s     duration(s)", "late  1h"):
        expect_in(part, rules, "what is guessed")
    say("guessed")

    counting = "\n".join(f"kpi {name}s {{ from {name}\n value count()\n over 1h\n}}" for name in ("contact", "order"))
    pathlib.Path("r.vigie").write_text(rules + counting + "\n")
    status, said, _ = vigie("check", "r.vigie")
    expect(status, 0, f"the check of what was guessed: {said}")
    status, said, complaint = vigie("backtest", "--rules", "r.vigie", "--data", "a.lp", "--summary", "--format", "jsonl")
    expect_in('"refused":{}', said, "no line is refused")
    say("it checks, and takes every line")

    pathlib.Path("b.lp").write_text(text + "nonsense\n")
    status, again, complaint = vigie("streams", "--infer", "b.lp", "--rules", "r.vigie")
    expect(status, 0, "the exit status with a line that cannot be read")
    expect_in(f"b.lp:{text.count(chr(10)) + 1}: ", complaint, "which line it is")
    expect_in("Left out: 2 streams", again, "what the rules declare")
    expect(vigie("streams", "--infer", "nowhere.lp")[0], 2, "the exit status without a recording")
    say("what cannot be read is named")


run(test)
