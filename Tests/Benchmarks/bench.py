"""What the benches of the whole daemon share: the daemon as it is shipped, lines to send, its CPU time, and a table of
figures beside what they may be."""

import os
import pathlib
import random
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "EndToEnd"))
os.environ["VIGIE"] = str(pathlib.Path(os.environ.get("VIGIE", HERE.parents[1] / ".build/release/vigie")).resolve())

import rig  # noqa: E402
import thresholds  # noqa: E402

MIB = 1 << 20


class Subject(rig.Daemon):
    """The daemon with the settings that it ships with. `checkpoint` is how often one is written."""

    def __init__(self, folder, rules, contacts="", checkpoint="30s", **more):
        self.checkpoint = checkpoint
        super().__init__(folder, rules, contacts, **more)

    def write_config(self, contacts):
        super().write_config(contacts)
        text = self.config.read_text().replace("sync: 50ms", "sync: 200ms, limit: 8GiB")
        self.config.write_text(text + f"checkpoint: {{ every: {self.checkpoint} }}\n")

    def cpu(self):
        """CPU seconds so far, all threads together."""
        return cpu(self.process.pid)

    def counted(self):
        page = self.metrics()
        return page.value("vigie_points_total"), page.value("vigie_points_refused_total")

    def checkpointed_at(self):
        """When the newest checkpoint was written."""
        return max((file.stat().st_mtime for file in self.state.glob("*.vc")), default=0)

    def settle(self, points, seconds=120):
        """Waits until so many points were counted."""
        rig.wait(lambda: sum(self.counted()) >= points, f"{points} points are counted", seconds)

    def rest(self, seconds=2):
        """CPU seconds a second when nothing comes in."""
        before = self.cpu()
        time.sleep(seconds)
        return (self.cpu() - before) / seconds


def cpu(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Lines:
    """Bodies of lines of about 110 bytes, made once and dated when they are sent: of any of so many series, or of `every`
    one in turn, `stride` apart."""

    SECOND = b" 1111111111"

    def __init__(self, series, bodies=24, a_body=5000, seed=1, every=False, stride=1):
        chance = random.Random(seed)
        self.a_body = a_body
        # Of the lines' times; none: that in which they are sent.
        self.second = None
        self.bodies = []
        for body in range(bodies):
            places = (
                range(body * a_body * stride, (body + 1) * a_body * stride, stride)
                if every
                else [chance.randrange(series) for _ in range(a_body)]
            )
            self.bodies.append("".join(line(place % series, chance) for place in places).encode())

    def dated(self, index):
        second = int(time.time()) if self.second is None else self.second
        return self.bodies[index % len(self.bodies)].replace(self.SECOND, b" %d" % second)

    def __len__(self):
        return len(self.bodies)


def line(series, chance):
    channel = ("phone", "chat", "social", "email")[series % 4]
    return (
        f"contact,channel={channel},region=FR-{series % 13},team=t{series // 10},user=u{series} "
        f"wait_s={chance.randrange(60_000) / 100},handle_s={chance.randrange(90_000) / 10},"
        f"first_contact={'true' if chance.random() < 0.3 else 'false'} 1111111111{chance.randrange(10**9):09d}\n"
    )


STREAM = """
stream contact {
  tag   channel, region, team, user
  field wait_s duration(s)
  field handle_s duration(s)
  field first_contact bool
  late  1h
}
"""

VALUES = [
    "count()", "mean(wait_s)", "max(wait_s)", "mean(handle_s)", "share(first_contact)", "share(wait_s > 3m)",
    "sum(handle_s)", "p90(wait_s)", "stddev(wait_s)", "count(wait_s > 5m) / count()",
]


def rule(name, value, by="channel", over="5m", every="10s", source="contact", limit="20_000",
         when="samples > 100_000_000", notify="x"):
    return (
        f"kpi {name} {{\n  from {source}\n  value {value}\n  by {by}\n  over {over} every {every}\n"
        f"  limit {limit} groups\n}}\n"
        f'alert a_{name} on {name} {{\n  owner "x"\n  warning when {when}\n  notify "{notify}"\n}}\n'
    )


TEN = STREAM + "".join(rule(f"k{index}", value) for index, value in enumerate(VALUES))
"""Ten KPIs with an alert each on one stream."""

CONTACT = '  x: { type: webhook, url: "http://127.0.0.1:9/", allow_loopback: true }\n'


class Table:
    """Figures beside their thresholds, printed as they come; `end` tells by the exit status."""

    def __init__(self):
        self.breached = False

    def show(self, name, figure):
        kind, bound, unit, what = thresholds.ALL[name]
        past = bound is not None and (figure > bound if kind == "most" else figure < bound)
        self.breached |= past
        bounds = f"{kind} {digits(bound)}" if bound is not None else ""
        print(
            f"{name:<14}  {digits(figure) + ' ' + unit:<18}  {bounds:<14}  {what}" + "  PAST ITS THRESHOLD" * past,
            flush=True,
        )

    def skip(self, name, why):
        print(f"{name:<14}  skipped: {why}", flush=True)


def digits(number):
    number = float(number)
    return f"{number:,.0f}" if abs(number) >= 100 else f"{number:.3g}"


def run(main):
    """Runs a bench: 0 if all figures are within their thresholds, 1 if not, 2 if it could not be measured."""
    table = Table()
    status = 2
    try:
        main(table)
        status = 1 if table.breached else 0
    except rig.Failed as failure:
        print(f"FAILED: {failure}")
        for daemon in rig.Daemon.all:
            print(f"--- the log of {daemon.folder}:\n{daemon.log()[-3000:]}")
    finally:
        for daemon in rig.Daemon.all:
            daemon.kill()
        sys.stdout.flush()
    sys.exit(status)
