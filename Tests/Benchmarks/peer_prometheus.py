#!/usr/bin/env python3
"""CPU seconds of a cycle in which 1,000 alerts look at 10,000 series, all of them changed: here, and in Prometheus.

Each alert looks at the ten series of one team: at their latest value, and at their mean over 20 cycles. Of Prometheus what
the same cycle takes without rules is taken off, that is, its scrape; here the lines that come in are counted too."""

import http.server
import pathlib
import subprocess
import threading
import time
import urllib.request

from bench import CONTACT, Subject, cpu, rule, run
from peers import need
from rig import Metrics, expect_true, free_port, wait

SERIES = 10_000
ALERTS = 1_000
STEP = 2
WINDOW = 20 * STEP
CYCLES = 15


class Exporter:
    """A page of 10,000 series, each with another value at each look."""

    def __init__(self):
        self.pages = [
            "".join(f'm{{team="t{n // 10}",user="u{n}"}} {n % 97 + turn}\n' for n in range(SERIES)).encode()
            for turn in (0, 1)
        ]
        self.looks = 0
        exporter = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                exporter.looks += 1
                self.send_response(200)
                self.send_header("Content-Type", "text/plain")
                self.end_headers()
                self.wfile.write(exporter.pages[exporter.looks % 2])

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


def prometheus(name, expression, exporter):
    """CPU seconds a cycle with a rule for each team, or, where the expression is empty, without rules."""
    folder = pathlib.Path(name)
    folder.mkdir()
    rules = "".join(
        f"  - alert: a{n}\n    expr: {expression.replace('TEAM', f't{n}')} > 1000000\n" for n in range(ALERTS)
    )
    (folder / "rules.yml").write_text(f"groups:\n- name: g\n  rules:\n{rules}" if expression else "groups: []\n")
    (folder / "prometheus.yml").write_text(
        f"global: {{ scrape_interval: {STEP}s, evaluation_interval: {STEP}s }}\n"
        "rule_files: [ rules.yml ]\n"
        "scrape_configs:\n- job_name: j\n  static_configs:\n"
        f"  - targets: [ '127.0.0.1:{exporter.port}' ]\n"
    )
    port = free_port()
    with open(folder / "log", "w") as log:
        process = subprocess.Popen(
            [need("prometheus"), f"--config.file={folder}/prometheus.yml", f"--storage.tsdb.path={folder}/tsdb",
             f"--web.listen-address=127.0.0.1:{port}"],
            stdout=log, stderr=log,
        )
    try:
        first = exporter.looks
        wait(lambda: exporter.looks > first, "Prometheus scrapes")
        spent = cycle(process.pid)
        evaluated = evaluations(port)
        least = ALERTS * CYCLES if expression else 0
        expect_true(evaluated >= least, f"Prometheus evaluated {evaluated} rules, not at least {least}")
        return spent
    finally:
        process.kill()
        process.wait()


def evaluations(port):
    """How many rules Prometheus evaluated without an error."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics") as page:
        figures = Metrics(page.read().decode())
    return figures.value("prometheus_rule_evaluations_total") - figures.value("prometheus_rule_evaluation_failures_total")


def cycle(pid):
    """CPU seconds a cycle, once the windows are full."""
    time.sleep(WINDOW + 2 * STEP)
    before = cpu(pid)
    time.sleep(CYCLES * STEP)
    return (cpu(pid) - before) / CYCLES


def ours(name, value, over):
    rules = "stream m {\n  tag   team, user\n  field value number\n}\n" + "".join(
        rule(f"k{n}", value, source=f'm where team == "t{n}"', by="user", over=f"{over}s", every=f"{STEP}s",
             when="value > 1_000_000")
        for n in range(ALERTS)
    )
    daemon = Subject(name, rules, CONTACT).start()
    bodies = [
        "".join(f"m,team=t{n // 10},user=u{n} value={n % 97 + turn}\n" for n in range(SERIES)).encode()
        for turn in (0, 1)
    ]
    over_now = threading.Event()

    def feed():
        turn, began = 0, time.monotonic()
        while not over_now.wait(max(0, began + turn * STEP - time.monotonic())):
            turn += 1
            daemon.write(bodies[turn % 2])

    thread = threading.Thread(target=feed, daemon=True)
    thread.start()
    spent = cycle(daemon.process.pid)
    points, _ = daemon.counted()
    over_now.set()
    thread.join()
    daemon.kill()
    expect_true(points >= SERIES * (CYCLES + WINDOW // STEP), f"every cycle had its lines: {points} points came")
    return spent


def main(table):
    table.show("our simple", ours("simple", "last(value)", STEP))
    table.show("our windowed", ours("windowed", "mean(value)", WINDOW))
    exporter = Exporter()
    scrape = prometheus("scrape", "", exporter)
    table.show("their simple", prometheus("their-simple", 'm{team="TEAM"}', exporter) - scrape)
    means = prometheus("their-means", f'avg_over_time(m{{team="TEAM"}}[{WINDOW}s])', exporter)
    table.show("their windowed", means - scrape)


if __name__ == "__main__":
    run(main)
