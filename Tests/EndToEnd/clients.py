#!/usr/bin/env python3
"""The client libraries of InfluxDB, versions 1 and 2, write to a daemon as they would to their own server.

Uses `influxdb` and `influxdb-client` where they can be imported, else installs them into a folder of its own. Where that
is not possible either it says `skipped`."""

import importlib.util
import os
import subprocess
import sys
import threading
import venv

from rig import Daemon, expect, expect_in, expect_true, now, run, say, wait

RULES = """
stream order {
  tag   shop, channel
  field order_id text id
  field total    money(EUR)
  field items    count
  field gift     bool
}
kpi orders {
  from  order
  value count()
  by    channel
  over  10m every 1s
}
kpi revenue {
  from  order
  value sum(total)
  by    channel
  over  10m every 1s
}
alert revenue_there on revenue {
  owner "e2e"
  info  when value > 0 EUR
}
"""


def there():
    return importlib.util.find_spec("influxdb") and importlib.util.find_spec("influxdb_client")


def install():
    """Runs this script again by a Python that has the libraries; returns where there is none."""
    folder = os.path.abspath("venv")
    python = os.path.join(folder, "bin", "python")
    try:
        venv.create(folder, with_pip=True)
        subprocess.run(
            [python, "-m", "pip", "install", "-q", "--disable-pip-version-check", "influxdb", "influxdb-client"],
            check=True, timeout=200, capture_output=True,
        )
    except (subprocess.SubprocessError, OSError):
        return
    os.execv(python, [python, os.path.abspath(__file__)])


def revenue(daemon):
    return {i["group"]["channel"]: i["value"] for i in daemon.incidents()}


def version_1(daemon):
    import influxdb

    client = influxdb.InfluxDBClient("127.0.0.1", daemon.port("http"), "user", "password", "shop")
    expect_in("1.8", client.ping(), "the version by ping")
    client.create_database("shop")
    expect_true({"name": "shop"} in client.get_list_database(), "a database that was made is listed")
    point = {
        "measurement": "order", "tags": {"shop": "lille", "channel": "v1 dicts"}, "time": now(),
        "fields": {"order_id": "a", "total": 12.5, "items": 3, "gift": True},
    }
    expect(client.write_points([point] * 3), True, "writing points")
    expect(client.write_points([{**point, "time": now() // 10**6}], time_precision="ms"), True, "milliseconds")
    lines = [f'order,shop=lille,channel=v1\\ lines order_id="{n}",total=1 {now() // 1000}' for n in range(2500)]
    expect(client.write_points(lines, time_precision="u", protocol="line", batch_size=1000), True, "lines in batches")

    packed = influxdb.InfluxDBClient("127.0.0.1", daemon.port("http"), database="shop", gzip=True)
    expect(packed.write_points([{**point, "tags": {"channel": "v1 gzip"}}]), True, "writing gzip")
    try:
        client.write_points([{**point, "fields": {"total": "a lot"}}])
        expect_true(False, "a field of the wrong type is an error")
    except influxdb.exceptions.InfluxDBClientError as error:
        expect(error.code, 400, "the status of a field of the wrong type")
        expect_in("field `total`", str(error), "the words of it")
    client.close()
    wait(
        lambda: revenue(daemon) == {"v1 dicts": 25.0, "v1 lines": 2500.0, "v1 gzip": 12.5},
        "what the client of version 1 wrote")
    say(f"influxdb {influxdb.__version__}")


def version_2(daemon):
    import influxdb_client
    from influxdb_client import InfluxDBClient, Point, WriteOptions, WritePrecision
    from influxdb_client.client.write_api import SYNCHRONOUS
    from influxdb_client.rest import ApiException

    url = f"http://127.0.0.1:{daemon.port('http')}"
    with InfluxDBClient(url, "token", org="shop") as client:
        expect(client.ping(), True, "ping")
        expect(client.version() is not None, True, "a version")
        expect(client.health().status, "pass", "health")
        expect(client.ready().status, "ready", "ready")
        writer = client.write_api(SYNCHRONOUS)
        point = Point("order").tag("shop", "nice").tag("channel", "v2 points").field("total", 2.5).field("items", 3)
        writer.write("orders", record=point.time(now(), WritePrecision.NS))
        writer.write("orders", record=[point.time(now() // 10**9, WritePrecision.S)], write_precision=WritePrecision.S)
        try:
            writer.write("orders", record=f"order,channel=x total=1,, {now()}")
            expect_true(False, "a line that cannot be read is an error")
        except ApiException as error:
            expect(error.status, 400, "the status of a line that cannot be read")
            expect_in("line 1, byte 25", error.message, "the words of it")

    failures = []
    with InfluxDBClient(url, "token", org="shop", enable_gzip=True) as client:
        options = WriteOptions(batch_size=500, flush_interval=200, jitter_interval=0, retry_interval=100)
        with client.write_api(options, error_callback=lambda *facts: failures.append(facts)) as writer:
            for number in range(5_000):
                writer.write("orders", record=f'order,channel=v2\\ batches order_id="{number}",total=1 {now()}')
    expect(failures, [], "failures of the batching client")
    wait(
        lambda: {"v2 points": 5.0, "v2 batches": 5000.0}.items() <= revenue(daemon).items(),
        "what the client of version 2 wrote")
    say(f"influxdb-client {influxdb_client.__version__}")


def full(daemon):
    """The batching client goes on after 503."""
    from influxdb_client import InfluxDBClient, WriteOptions

    answers = []
    with InfluxDBClient(f"http://127.0.0.1:{daemon.port('http')}", "token", org="shop") as client:
        options = WriteOptions(batch_size=10, flush_interval=100, retry_interval=200, max_retries=5)
        with client.write_api(options, success_callback=lambda *facts: answers.append(facts)) as writer:
            daemon.kill()
            threading.Timer(0.5, daemon.start, kwargs={"arguments": ["--http", daemon.last]}).start()
            for number in range(10):
                writer.write("orders", record=f'order,channel=v2\\ patience order_id="{number}",total=1 {now()}')
    wait(lambda: revenue(daemon).get("v2 patience") == 10.0, "what was written while the daemon was away")
    say("the batching client outlasts a restart")


def test():
    daemon = Daemon(".", RULES).start()
    version_1(daemon)
    version_2(daemon)
    daemon.last = daemon.address("http")
    full(daemon)
    page = daemon.metrics()
    expect(page.value("vigie_points_refused_total"), 4, "two doubles, a wrong type and a line that cannot be read")


if not there() and "VIGIE_CLIENTS" not in os.environ:
    os.environ["VIGIE_CLIENTS"] = "installed"
    install()
if not there():
    print("skipped: influxdb and influxdb-client are neither here nor to be installed")
else:
    run(test)
