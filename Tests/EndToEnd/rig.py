"""What the end-to-end tests share: a daemon in a folder of its own, receivers of webhooks that answer by a script,
senders for every door, and waiting for conditions."""

import gzip
import http.client
import http.server
import json
import os
import pathlib
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.parse

VIGIE = os.environ["VIGIE"]


class Failed(Exception):
    """What was expected and what came."""


def say(sentence):
    print(f"{time.monotonic() - BEGAN:6.1f} s  {sentence}", flush=True)


BEGAN = time.monotonic()


def expect(came, expected, what):
    if came != expected:
        raise Failed(f"{what}\n  expected {expected!r}\n  came     {came!r}")


def expect_true(condition, what):
    if not condition:
        raise Failed(what)


def expect_in(part, whole, what):
    if part not in whole:
        raise Failed(f"{what}\n  expected {part!r} in\n  {whole!r}")


def wait(condition, what, seconds=30):
    """Polls until the condition gives something true, and gives that."""
    end = time.monotonic() + seconds
    while True:
        found = condition()
        if found:
            return found
        if time.monotonic() > end:
            raise Failed(f"waited {seconds} s in vain: {what}")
        time.sleep(0.02)


def run(main):
    """Runs a test and says how it went by the exit status. What the daemon logged is shown when it fails."""
    try:
        main()
    except Failed as failure:
        print(f"FAILED: {failure}")
        for daemon in Daemon.all:
            print(f"--- the log of {daemon.folder}:\n{daemon.log()[-6000:]}")
        status = 1
    else:
        status = 0
    for daemon in Daemon.all:
        daemon.kill()
    sys.stdout.flush()
    os._exit(status)


def vigie(*arguments, stdin=None, seconds=60, env=None):
    """Runs a command to its end: status, standard output, standard error."""
    done = subprocess.run(
        [VIGIE, *map(str, arguments)],
        input=stdin,
        stdin=subprocess.DEVNULL if stdin is None else None,
        capture_output=True,
        timeout=seconds,
        env=env,
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode()


class Daemon:
    """`vigie run` over a folder with `rules/`, `vigie.yaml` and `state/`, on ports that the system picks. `more` is more
    lines of the vigie.yaml."""

    all = []

    def __init__(self, folder, rules, contacts="", state=None, more=""):
        self.folder = pathlib.Path(folder).resolve()
        self.rules = self.folder / "rules"
        self.rules.mkdir(parents=True, exist_ok=True)
        self.state = pathlib.Path(state) if state else self.folder / "state"
        self.state.mkdir(exist_ok=True)
        self.config = self.folder / "vigie.yaml"
        self.logfile = self.folder / "log"
        self.socket = self.folder / "lines.sock"
        self.process = None
        self.started_at = 0
        self.rules.joinpath("rules.vigie").write_text(rules)
        self.more = more
        self.write_config(contacts)
        Daemon.all.append(self)

    def write_config(self, contacts):
        self.config.write_text(
            f"rules: rules\nstate: {self.state}\n"
            "listen:\n"
            "  http: 127.0.0.1:0\n  tcp: 127.0.0.1:0\n  udp: 127.0.0.1:0\n"
            f"  unix: {self.socket}\n"
            "journal: { sync: 50ms }\n"
            + self.more
            + (f"contacts:\n{contacts}" if contacts else "")
        )

    # Life and death.

    def start(self, ready=True, arguments=(), env=None, cores=None):
        self.log_start = self.logfile.stat().st_size if self.logfile.exists() else 0
        self.began = time.monotonic()
        with open(self.logfile, "ab") as log:
            self.process = subprocess.Popen(
                [VIGIE, "run", "--config", str(self.config), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                env={**os.environ, **(env or {})},
                preexec_fn=cores and (lambda: os.sched_setaffinity(0, cores)),
            )
        if ready:
            wait(self.is_ready, "the daemon is ready")
        return self

    def is_ready(self):
        if self.process.poll() is not None:
            raise Failed(f"the daemon ended with {self.process.returncode} instead of starting")
        try:
            return self.get("/ready")[0] == 200 and all(map(self.address, ("tcp", "udp", "unix")))
        except OSError:
            return False

    def kill(self):
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def stop(self, seconds=10):
        """SIGTERM; gives the exit status and how long it took."""
        began = time.monotonic()
        self.process.terminate()
        return self.ended(seconds), time.monotonic() - began

    def ended(self, seconds=10):
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            raise Failed(f"the daemon did not end within {seconds} s") from None

    def hang_up(self):
        self.process.send_signal(signal.SIGHUP)

    def log(self, whole=False):
        """What this life of the daemon logged."""
        with open(self.logfile, "rb") as log:
            log.seek(0 if whole else self.log_start)
            return log.read().decode("utf-8", "replace")

    def wait_for_log(self, text, seconds=30):
        wait(lambda: text in self.log(), f"the log says {text!r}", seconds)

    # Where it listens.

    def address(self, door):
        found = re.search(rf"listening for {door} at (\S+)", self.log())
        return found and found.group(1)

    def port(self, door):
        address = self.address(door)
        if not address:
            raise ConnectionRefusedError(f"the door {door} is not open")
        return int(address.rsplit(":", 1)[1])

    def connect(self, door):
        """A connected socket to one of the doors."""
        if door == "unix":
            connection = socket.socket(socket.AF_UNIX)
            connection.connect(str(self.socket))
        elif door == "udp":
            connection = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            connection.connect(("127.0.0.1", self.port("udp")))
        else:
            connection = socket.create_connection(("127.0.0.1", self.port(door)))
        connection.settimeout(30)
        return connection

    # What it says.

    def request(self, method, path, body=None, headers=None, seconds=30):
        """Status, headers and body of one request."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port("http"), timeout=seconds)
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            connection.close()

    def get(self, path):
        status, _, body = self.request("GET", path)
        return status, body.decode()

    def json(self, path):
        return json.loads(self.get(path)[1])

    def metrics(self):
        return Metrics(self.get("/metrics")[1])

    def metric(self, name, **labels):
        return self.metrics().value(name, **labels)

    def incidents(self):
        return self.json("/api/vigie/incidents")["incidents"]

    def outbox(self):
        return self.json("/api/vigie/outbox")["deliveries"]

    def memory(self, figure="VmHWM"):
        """Of the process, in bytes: VmHWM is the most it ever had."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(rf"{figure}:\s+(\d+) kB", status).group(1)) * 1024

    # Sending.

    def write(self, lines, path="/write?db=test", packed=False):
        """Writes over HTTP; gives the status and the answer's text."""
        body = lines.encode() if isinstance(lines, str) else lines
        headers = {}
        if packed:
            body, headers = gzip.compress(body), {"Content-Encoding": "gzip"}
        status, _, text = self.request("POST", path, body, headers)
        return status, text.decode()

    def send(self, door, lines):
        """Sends over any door; over HTTP it must be accepted."""
        if door == "http":
            expect(self.write(lines)[0], 204, "writing over HTTP")
            return
        with self.connect(door) as connection:
            if door == "udp":
                connection.send(lines.encode())
            else:
                connection.sendall(lines.encode())


class Metrics:
    """A page of Prometheus figures."""

    LINE = re.compile(r"^([a-z_:A-Z0-9]+)(?:\{(.*)\})? (\S+)$")
    LABEL = re.compile(r'(\w+)="((?:[^"\\]|\\.)*)"')

    def __init__(self, text):
        self.text = text
        self.rows = []
        for line in text.splitlines():
            if line and not line.startswith("#"):
                name, labels, value = self.LINE.match(line).groups()
                self.rows.append((name, dict(self.LABEL.findall(labels or "")), float(value)))

    def value(self, name, **labels):
        """The sum over all rows that have these labels; 0 where there is none."""
        return sum(v for n, l, v in self.rows if n == name and labels.items() <= l.items())


class Receiver:
    """A webhook receiver. `answers` is what it says, one after the other, and then the last one for ever: a status, or
    `(status, headers, body)`, or the word `hang` or `drop`. What was said stands in each call's `answer`."""

    def __init__(self, *answers, port=0):
        self.answers = list(answers) or [200]
        self.calls = []
        self.lock = threading.Lock()
        self.port = port
        self.open()

    def open(self):
        """Listens, at the port that it had if it was closed."""
        self.hanging = threading.Event()
        receiver, hanging = self, self.hanging

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                self.headers["X-Method"] = self.command  # for receivers that care
                answer = receiver.next_answer(self.path, self.headers, body)
                if answer == "hang":
                    hanging.wait(60)
                if answer in ("hang", "drop"):
                    self.close_connection = True
                    return
                status, headers, text = answer if isinstance(answer, tuple) else (answer, {}, b"ok")
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            do_PATCH = do_PUT = do_POST

            def log_message(self, *_):
                pass

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True
            allow_reuse_address = True

            def handle_error(self, *_):
                pass  # a daemon that is killed in the middle of a request

        self.server = Server(("127.0.0.1", self.port), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def next_answer(self, path, headers, body):
        with self.lock:
            call = Call(path, headers, body)
            call.answer = self.choose(call)
            self.calls.append(call)
            return call.answer

    def choose(self, call):
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    def close(self):
        self.hanging.set()
        self.server.shutdown()
        self.server.server_close()

    def contact(self, name, kind="webhook", more=""):
        """The contact's lines of a vigie.yaml. The rate is set high: how fast may be sent is not what most tests are
        about."""
        return (
            f'  {name}: {{ type: {kind}, url: "http://127.0.0.1:{self.port}/{name}", allow_loopback: true, '
            f"rate: {{ burst: 100, every: 1ms }}{more} }}\n"
        )

    def bodies(self, **fields):
        """Bodies that have these fields."""
        with self.lock:
            calls = list(self.calls)
        return [c.json for c in calls if fields.items() <= c.json.items()]

    def wait_for(self, what="", seconds=30, **fields):
        return wait(lambda: self.bodies(**fields), f"a message with {fields} {what}", seconds)[0]


class Call:
    """One request that a receiver got, and what it answered."""

    def __init__(self, path, headers, body):
        self.at = time.monotonic()
        self.path = path
        self.headers = headers
        self.body = body
        self.json = json.loads(body)

    @property
    def key(self):
        return self.headers["Idempotency-Key"]


def free_port():
    """A port that nobody listens at now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def now():
    """The wall clock in nanoseconds."""
    return time.time_ns()


def quoted(path):
    return urllib.parse.quote(str(path))
