#!/usr/bin/env python3
"""What `vigie score` says of a series in a file, and of files and words that it cannot use."""

import gzip
import pathlib
import random
import time

from rig import expect, expect_in, run, say, vigie


def series(count, out=()):
    """A value every five minutes, far out at some places."""
    draw = random.Random(7)
    rows = ["timestamp,label,value"]
    for i in range(count):
        value = draw.gauss(50, 2) + (40 if i in out else 0)
        rows.append(f"{1_700_000_000 + 300 * i},0,{value:.3f}")
    return "\n".join(rows) + "\n"


def columns(text):
    header, *rows = text.splitlines()
    expect(header, "timestamp,value,anomaly_score,alert", "the header")
    return [row.split(",") for row in rows]


def test():
    text = series(20_000, out=(15_000, 15_001))
    pathlib.Path("a.csv").write_text(text)
    pathlib.Path("a.csv.gz").write_bytes(gzip.compress(text.encode()))
    status, said, complaint = vigie("score", "--detector", "robust", "a.csv")
    expect((status, complaint), (0, ""), "the exit status and complaints")
    rows = columns(said)
    expect(len(rows), 20_000, "a row a row")
    expect([row[:2] for row in rows], [[line.split(",")[0], line.split(",")[2]] for line in text.splitlines()[1:]],
           "time and value, as they were written")
    expect("1" in (rows[15_000][3], rows[15_001][3]), True, "an alert where two values are far out")
    expect(sum(row[3] == "1" for row in rows) <= 8, True, "few others in seventy days")
    expect(float(rows[15_000][2]) > 3, True, "the evidence of it")
    say("a spike is told")

    expect(vigie("score", "--detector", "robust", "a.csv.gz")[1], said, "the same of a packed file")
    expect(vigie("score", "--detector", "robust", "-", stdin=text.encode())[1], said, "the same of standard input")
    pathlib.Path("short.csv").write_text("\n".join(text.splitlines()[:12_001]) + "\n")
    expect(columns(vigie("score", "--detector", "robust", "short.csv")[1]), rows[:12_000], "the same of its beginning")
    say("what comes later changes nothing")

    for detector in ("auto", "holt_winters(season 1d)", "seasonal", "tail", "changepoint"):
        began = time.monotonic()
        status, said, _ = vigie("score", "--detector", detector, "--budget", "1 per 7d", "a.csv")
        expect((status, len(columns(said))), (0, 20_000), f"the rows by {detector}")
        say(f"{detector}: {time.monotonic() - began:.2f} s")

    for words, reason in (
        (("robst", "a.csv"), "did you mean `robust`?"),
        (("ewma(weight 9)", "a.csv"), "`weight` lies between 0.01 and 1"),
        (("peers", "a.csv"), "compares groups"),
        (("robust", "nowhere.csv"), "nowhere.csv"),
        (("robust", "--budget", "often", "a.csv"), "1 per 30d"),
    ):
        status, said, complaint = vigie("score", "--detector", *words)
        expect((status, said), (2, ""), f"the exit status of {words}")
        expect_in(reason, complaint, f"what is said of {words}")
    pathlib.Path("bad.csv").write_text("timestamp,value\n2026-03-09 08:45:00,1\n2026-03-09 08:50:00,one\n")
    status, _, complaint = vigie("score", "--detector", "robust", "bad.csv")
    expect(status, 2, "the exit status of a file that is no series")
    expect_in("bad.csv: line 3: `one` is no number", complaint, "what is said of it")
    say("what cannot be used is named")


run(test)
