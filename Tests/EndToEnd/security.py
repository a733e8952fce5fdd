#!/usr/bin/env python3
"""The HTTP face with tokens and a certificate: who is let in, new certificates and tokens without a restart, and a door
that is not opened to the network by mistake."""

import http.client
import os
import pathlib
import socket
import ssl
import subprocess

from rig import Daemon, expect, expect_in, expect_true, now, run, say, vigie, wait

RULES = """stream level {
  field height number
}
kpi height {
  from  level
  value last(height)
  over  10m every 1s
}
alert high on height {
  owner   "e2e"
  warning when value > 10
}
"""

OPERATE, READ, WRITE = "operate-0123456789", "read-0123456789abc", "write-0123456789ab"


def write_secrets(folder, **tokens):
    secrets = pathlib.Path(folder, "secrets")
    secrets.mkdir(parents=True, exist_ok=True)
    for name, token in tokens.items():
        secrets.joinpath(name).write_text(token + "\n")


def certificate(folder, name, *, ca=None):
    """A key and a certificate for localhost, signed by itself or by a CA."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    key, cert = folder / f"{name}.key", folder / f"{name}.pem"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
               "-keyout", key, "-out", cert, "-subj", f"/CN={name}", "-addext", "subjectAltName=IP:127.0.0.1"]
    if ca:
        command += ["-CA", ca[0], "-CAkey", ca[1]]
    subprocess.run(list(map(str, command)), check=True, capture_output=True)
    return cert, key


TERMS = """http:
  tokens:
    - { name: ops, role: operate, file: secrets/ops }
    - { name: grafana, role: read, file: secrets/grafana }
    - { name: telegraf, role: write, file: secrets/telegraf }
"""


class Secured(Daemon):
    """One whose door is opened by a handshake. Readiness is asked for over TLS as well."""

    def request(self, method, path, body=None, headers=None, seconds=30, token=None, cert=None):
        context = ssl.create_default_context(cafile=str(self.folder / "trusted.pem"))
        if cert:
            context.load_cert_chain(*map(str, cert))
        connection = http.client.HTTPSConnection("127.0.0.1", self.port("http"), timeout=seconds, context=context)
        headers = dict(headers or {})
        if token:
            headers["Authorization"] = f"Bearer {token}"
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            connection.close()

    def serial(self):
        """Of the certificate that a new connection is shown."""
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        with socket.create_connection(("127.0.0.1", self.port("http")), 5) as plain:
            with context.wrap_socket(plain) as connection:
                return ssl.DER_cert_to_PEM_cert(connection.getpeercert(True)), connection.version()

    def trust(self, *certs):
        (self.folder / "trusted.pem").write_text("".join(pathlib.Path(c).read_text() for c in certs))


def tokens():
    write_secrets("tokens", ops=OPERATE, grafana=READ, telegraf=WRITE)
    daemon = Daemon("tokens", RULES, more=TERMS + "audit: audit.log\n").start()
    line = f"level height=5 {now()}\n"
    bearer = {"Authorization": f"Bearer {WRITE}"}
    expect(daemon.request("POST", "/write", line)[0], 401, "writing without a token")
    expect(daemon.request("POST", "/write", line, bearer)[0], 204, "writing with one")
    expect(daemon.request("GET", "/metrics", headers=bearer)[0], 403, "looking with the token of a writer")
    status, _, body = daemon.request("GET", "/metrics", headers={"Authorization": f"Bearer {READ}"})
    expect(status, 200, "looking with the token of a reader")
    expect_in('vigie_http_turned_away_total{reason="unknown"} 1', body.decode(), "those who were turned away")
    expect(daemon.get("/ready")[0], 200, "readiness asks for no token")

    # A token is replaced while the daemon runs.
    write_secrets("tokens", telegraf="another-0123456789")
    daemon.hang_up()
    other = {"Authorization": "Bearer another-0123456789"}
    wait(lambda: daemon.request("POST", "/write", line, other)[0] == 204, "the new token counts")
    expect(daemon.request("POST", "/write", line, bearer)[0], 401, "the old one does not any more")

    # A token that cannot be used is a mistake of the settings, and the ones before stay.
    write_secrets("tokens", telegraf="short")
    daemon.hang_up()
    daemon.wait_for_log("needs 16")
    expect(daemon.request("POST", "/write", line, other)[0], 204, "the token before stays")
    for secret in (OPERATE, READ, WRITE, "another-0123456789"):
        expect_true(secret not in daemon.log(), "a token in the log")
    commands(daemon)
    say("tokens: roles, a reload, a bad one")


def commands(daemon):
    """The commands give the token by a file."""
    url = ("--url", f"http://127.0.0.1:{daemon.port('http')}")
    status, _, error = vigie("outbox", *url)
    expect(status, 2, "a command without a token")
    expect_in("say who you are", error, "what it is told")
    token = ("--token-file", daemon.folder / "secrets/grafana")
    expect(vigie("outbox", *url, *token)[0], 0, "a command with a token")
    status, _, error = vigie("silence", "add", "high", "--for", "1h", "--comment", "x", *url, *token)
    expect(status, 2, "an order by a reader")
    expect_in("this needs `operate`", error, "what it is told")


def certificates():
    folder = pathlib.Path("tls")
    one, two = certificate(folder, "one"), certificate(folder, "two")
    cert, key = folder / "cert.pem", folder / "key.pem"
    put(one, cert, key)
    daemon = Secured("tls", RULES, more="http: { tls: { certificate: cert.pem, key: key.pem } }\n")
    daemon.trust(one[0], two[0])
    daemon.start()
    shown, version = daemon.serial()
    expect(shown.strip(), one[0].read_text().strip(), "the certificate")
    expect_true(version in ("TLSv1.2", "TLSv1.3"), f"the version {version}")
    expect(daemon.write(f"level height=5 {now()}\n")[0], 204, "writing over TLS")

    # One connection is kept over the reload, another comes after it.
    context = ssl.create_default_context(cafile=str(daemon.folder / "trusted.pem"))
    kept = http.client.HTTPSConnection("127.0.0.1", daemon.port("http"), timeout=10, context=context)
    kept.request("GET", "/ping")
    kept.getresponse().read()
    put(two, cert, key)
    daemon.hang_up()
    wait(lambda: daemon.serial()[0].strip() == two[0].read_text().strip(), "the new certificate is shown")
    kept.request("GET", "/ping")
    expect(kept.getresponse().status, 204, "a connection from before the reload")

    # A certificate and a key that do not belong together are refused, and the ones before stay.
    key.write_text(one[1].read_text())
    daemon.hang_up()
    daemon.wait_for_log("do not belong together")
    expect(daemon.serial()[0].strip(), two[0].read_text().strip(), "the certificate before stays")

    strangers(daemon)
    old_versions(daemon)
    put(two, cert, key)
    expect(vigie("alerts", "--url", f"https://127.0.0.1:{daemon.port('http')}", "--ca-file", daemon.folder / "trusted.pem")[0],
           0, "a command over TLS")
    expect(vigie("alerts", "--url", f"https://127.0.0.1:{daemon.port('http')}")[0], 2, "a command that does not trust")
    say("certificates: a reload, a wrong pair, strangers")


def put(pair, cert, key):
    cert.write_text(pair[0].read_text())
    key.write_text(pair[1].read_text())


def strangers(daemon):
    """Who speaks no TLS, or breaks off, hears nothing and is no line in the log."""
    before = len(daemon.log())
    for greeting in (b"GET /ping HTTP/1.1\r\nHost: localhost\r\n\r\n", b"\x16\x03\x01\x00", os.urandom(500), b""):
        with socket.create_connection(("127.0.0.1", daemon.port("http")), 5) as connection:
            connection.sendall(greeting)
            if len(greeting) > 10:
                connection.settimeout(10)
                try:
                    expect_true(b"HTTP/1.1" not in connection.recv(1000), "an answer in the clear")
                except ConnectionResetError:
                    pass
    for _ in range(50):
        context = ssl.create_default_context()
        try:
            with socket.create_connection(("127.0.0.1", daemon.port("http")), 5) as plain:
                context.wrap_socket(plain, server_hostname="localhost")
        except ssl.SSLError:
            pass
    expect(daemon.get("/ping")[0], 204, "a good one after them")
    expect(daemon.log()[before:], "", "what the log says of them")


def old_versions(daemon):
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_1
    try:
        with socket.create_connection(("127.0.0.1", daemon.port("http")), 5) as plain:
            context.wrap_socket(plain)
    except (ssl.SSLError, OSError):
        return
    raise AssertionError("TLS 1.1 was taken")


def clients_with_certificates():
    folder = pathlib.Path("mutual")
    ca = certificate(folder, "ca")
    server, client = certificate(folder, "server"), certificate(folder, "client", ca=ca)
    stranger = certificate(folder, "stranger")
    daemon = Secured(
        "mutual", RULES, more="http: { tls: { certificate: server.pem, key: server.key, client_ca: ca.pem } }\n"
    )
    daemon.trust(server[0])
    daemon.start(ready=False)
    wait(lambda: daemon.address("http"), "the door is open")
    wait(lambda: daemon.request("GET", "/ready", cert=client)[0] == 200, "a client that is known")
    for cert in (None, stranger):
        try:
            daemon.request("GET", "/ping", cert=cert)
        except (ssl.SSLError, OSError, http.client.HTTPException):
            continue
        raise AssertionError("a client without a good certificate was let in")
    say("client certificates")


def open_by_mistake():
    daemon = Daemon("open", RULES)
    config = daemon.config.read_text()
    daemon.config.write_text(config.replace("http: 127.0.0.1:0", "http: 0.0.0.0:0"))
    daemon.start(ready=False)
    expect(daemon.ended(), 2, "a door that would be open to the network")
    expect_in("would let anybody in the network do everything", daemon.log(), "why it does not start")
    expect_in("http: { open: true }", daemon.log(), "what to do")
    daemon.config.write_text(config.replace("http: 127.0.0.1:0", "http: 0.0.0.0:0") + "http: { open: true }\n")
    daemon.start(ready=False)
    daemon.wait_for_log("ready:")
    say("a door open by mistake, and one that is meant")


def main():
    tokens()
    certificates()
    clients_with_certificates()
    open_by_mistake()


run(main)
