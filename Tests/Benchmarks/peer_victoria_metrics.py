#!/usr/bin/env python3
"""What a line costs here, with ten KPIs judged, and in VictoriaMetrics, which stores it: the same lines, one after the other
on the same machine, over the same request (/write), by CPU time with that at rest taken off."""

import pathlib
import subprocess
import time
import urllib.request

from bench import CONTACT, TEN, Lines, Subject, cpu, run
from ingest import over_http
from peers import need, rest
from rig import expect, free_port, wait

POINTS = 3_000_000
SENDERS = 1


class VictoriaMetrics:
    """As much of a daemon as `over_http` asks for."""

    def __init__(self, folder):
        self.http = free_port()
        pathlib.Path(folder).mkdir()
        with open(f"{folder}/log", "w") as log:
            self.process = subprocess.Popen(
                [need("victoria-metrics"), "-storageDataPath", folder, "-retentionPeriod", "1",
                 "-httpListenAddr", f"127.0.0.1:{self.http}", "-http.shutdownDelay", "0"],
                stdout=log, stderr=log,
            )
        wait(self.rows_known, "VictoriaMetrics answers")

    def port(self, _door):
        return self.http

    def metric(self, name):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.http}/metrics") as page:
            found = [line for line in page.read().decode().splitlines() if line.startswith(name)]
        return float(found[0].split()[-1]) if found else 0

    def rows(self):
        return self.metric('vm_rows_inserted_total{type="influx"}')

    def rows_known(self):
        try:
            return self.metric("vm_app_version") or True
        except OSError:
            return False


def cost(pid, daemon, lines, points):
    """CPU seconds that these points took, those of ten seconds after included: much is done later."""
    idle = rest(pid, 3)
    before, began = cpu(pid), time.monotonic()
    over_http(daemon, lines, 0, points // lines.a_body)
    time.sleep(10)
    return cpu(pid) - before - idle * (time.monotonic() - began)


def main(table):
    lines = Lines(12_000)
    theirs = VictoriaMetrics("theirs")
    ours = Subject("ours", TEN, CONTACT, checkpoint="1h").start()
    try:
        # Twice each, by turns: first every series is met.
        for points in (300_000, POINTS):
            came = theirs.rows()
            their_cost = cost(theirs.process.pid, theirs, lines, points)
            # Three values a line.
            expect(theirs.rows() - came, points * 3, "values that VictoriaMetrics took")
            counted = sum(ours.counted())
            our_cost = cost(ours.process.pid, ours, lines, points)
            expect(sum(ours.counted()) - counted, points, "points counted")
    finally:
        theirs.process.kill()
    table.show("ours a line", our_cost / POINTS * 1e6)
    table.show("theirs a line", their_cost / POINTS * 1e6)
    table.show("times cheaper", their_cost / our_cost)


if __name__ == "__main__":
    run(main)
