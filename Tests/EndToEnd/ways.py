#!/usr/bin/env python3
"""The ways by which a message goes: certificates, proxies, tokens, two secrets, redirects and receivers that dawdle; each is
tried by `vigie contact test`, which says what came of it and no secret."""

import hashlib
import hmac
import json
import pathlib
import socket
import threading
import time

from posts import Authority, Proxy, secure
from rig import Receiver, expect, expect_in, expect_true, run, say, vigie

PATH = "/services/T0KEN-OF-MINE"


def contact(port, more="", scheme="http", loopback=True, host="127.0.0.1"):
    return (
        f'  ops: {{ type: webhook, url: "{scheme}://{host}:{port}{PATH}", allow_loopback: {str(loopback).lower()}'
        f"{more} }}\n"
    )


def call(lines, status, *words, kind="occurred", env=None):
    """One sample; the exit status and some words of what is said, and no secret in it."""
    pathlib.Path("vigie.yaml").write_text("contacts:\n" + lines)
    came, said, complaint = vigie("contact", "test", "ops", "--config", "vigie.yaml", "--kind", kind, env=env)
    for word in words:
        expect_in(word, said + complaint, "what the test of a contact says")
    expect(came, status, f"the exit status of:\n{said}{complaint}")
    for secret in ("T0KEN", "correct horse", "old horse", "xoxb", "hunter2"):
        expect_true(secret not in said + complaint, f"{secret} is shown:\n{said}")
    return said


def certificates():
    authority = Authority("tls")
    receiver = Receiver((200, {}, b"ok"))
    secure(receiver, authority.server())
    call(contact(receiver.port, scheme="https"), 1, "not to be trusted: unable to get local issuer")
    call(contact(receiver.port, ", ca_file: tls/ca.pem", "https"), 0, "delivered")
    stranger = Receiver()
    secure(stranger, authority.server("other", "DNS:elsewhere.example"))
    call(contact(stranger.port, ", ca_file: tls/ca.pem", "https"), 1, "not now: ", "not to be trusted")
    expect(len(stranger.calls), 0, "messages to who has another's certificate")
    picky = Receiver()
    secure(picky, authority.server("picky", asks=True))
    call(contact(picky.port, ", ca_file: tls/ca.pem", "https"), 1, "not now: ")
    certificate, key = authority.issue("vigie")
    more = f", ca_file: tls/ca.pem, client_certificate: {certificate}, client_key: {key}"
    call(contact(picky.port, more, "https"), 0, "delivered")
    both = pathlib.Path("tls/both.pem")
    both.write_text(pathlib.Path(certificate).read_text() + pathlib.Path(key).read_text())
    call(contact(picky.port, f", ca_file: tls/ca.pem, client_certificate: {both}", "https"), 0, "delivered")
    expect(len(picky.calls), 2, "messages from who is known")
    say("certificates: a stranger's is refused, an own authority and an own certificate work")
    return authority


def proxies(authority):
    receiver, secured = Receiver(), Receiver()
    secure(secured, authority.server("behind"))
    proxy = Proxy(user="me:hunter2")
    pathlib.Path("proxy").write_text(f"http://me:hunter2@127.0.0.1:{proxy.port}\n")
    call(contact(receiver.port, ", proxy_file: proxy"), 0, "delivered")
    call(contact(secured.port, ", proxy_file: proxy, ca_file: tls/ca.pem", "https"), 0, "delivered")
    expect_in("POST http://127.0.0.1", proxy.asked[0], "what the proxy was asked")
    expect_in(f"CONNECT 127.0.0.1:{secured.port}", proxy.asked[1], "what the proxy was asked")
    unnamed = f", proxy: http://127.0.0.1:{proxy.port}"
    call(contact(receiver.port, unnamed), 1, "refused: HTTP 407")
    call(contact(secured.port, unnamed + ", ca_file: tls/ca.pem", "https"), 1, "not now: the proxy answered 407")
    named = f", proxy: http://localhost:{proxy.port}"
    call(contact(receiver.port, named, loopback=False, host="localhost"), 1, "which a proxy would take for itself")
    asked = len(proxy.asked)
    environment = {name: f"http://127.0.0.1:{proxy.port}" for name in ("http_proxy", "https_proxy", "all_proxy")}
    call(contact(receiver.port), 0, "delivered", env=environment)
    expect(len(proxy.asked), asked, "requests by a proxy of the environment")
    say("proxies: of the settings, with a password, tunnels and all; those of the environment are not asked")


def secrets():
    receiver = Receiver()
    for name, text in (("new", "correct horse"), ("old", "old horse"), ("token", "xoxb-42")):
        pathlib.Path(name).write_text(text + "\n")
    call(contact(receiver.port, ", secret_file: [new, old], token_file: token"), 0, "delivered")
    got = receiver.calls[0]
    expect(got.headers["Authorization"], "Bearer xoxb-42", "the token")
    signed = f"{got.headers['X-Vigie-Timestamp']}.".encode() + got.body
    expected = [
        "sha256=" + hmac.new(secret, signed, hashlib.sha256).hexdigest() for secret in (b"correct horse", b"old horse")
    ]
    expect(got.headers["X-Vigie-Signature"].split(", "), expected, "what both secrets sign")
    say("two secrets sign while one takes the place of the other")


def rudeness():
    circle = Receiver((302, {"Location": PATH}, b""))
    call(contact(circle.port), 1, "refused: HTTP 302: it leads elsewhere, and is not followed")
    expect(len(circle.calls), 1, "requests to who redirects in a circle")
    echo = Receiver((400, {}, f"cannot POST {PATH}".encode()))
    call(contact(echo.port), 1, "refused: HTTP 400: cannot POST (secret)")
    busy = Receiver((429, {"Retry-After": "3600"}, b"slow down"))
    call(contact(busy.port), 1, "not now: HTTP 429: slow down, again after 1h")
    call(contact(busy.port, loopback=False, host="localhost"), 1, "refused: its host is ", "allow_loopback")
    for host in ("127.0.0.1", "169.254.169.254", "[::ffff:127.0.0.1]", "0x7f.1"):
        call(contact(1, loopback=False, host=host), 2, "vigie.yaml:2", "an address of this machine or of its link")
    dripping = drip()
    began = time.monotonic()
    call(contact(dripping), 1, "not now: no answer in time")
    expect_true(14 <= time.monotonic() - began <= 20, "a receiver that drips is given 15 s")
    say("redirects, echoes, waits of an hour and a byte a second")


def drip():
    """The port of a receiver that answers a byte a second."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve():
        connection, _ = listener.accept()
        for byte in b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok":
            try:
                connection.sendall(bytes([byte]))
            except OSError:
                return
            time.sleep(1)

    threading.Thread(target=serve, daemon=True).start()
    return listener.getsockname()[1]


def samples():
    """What is sent without `--kind` ends well: nobody stays paged."""
    receiver = Receiver()
    pathlib.Path("vigie.yaml").write_text("contacts:\n" + contact(receiver.port))
    status, said, _ = vigie("contact", "test", "ops", "--config", "vigie.yaml")
    expect(status, 0, said)
    bodies = [json.loads(c.body) for c in receiver.calls]
    expect([b["kind"] for b in bodies], ["opened", "resolved"], "the samples")
    expect(bodies[0]["incident"], bodies[1]["incident"], "the incident of both")
    expect_true(receiver.calls[0].key != receiver.calls[1].key, "each has a key of its own")
    status, _, complaint = vigie("contact", "test", "nobody", "--config", "vigie.yaml")
    expect((status, complaint.strip()), (2, "vigie: there is no contact `nobody`; there are `ops`"), "an unknown contact")
    status, said, _ = vigie("contact", "list", "--config", "vigie.yaml")
    expect(status, 0, said)
    expect_in("ops", said, "the list of contacts")
    say("a sample opens and is resolved; the list names who there is")


def test():
    samples()
    proxies(certificates())
    secrets()
    rudeness()


run(test)
