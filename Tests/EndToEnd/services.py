#!/usr/bin/env python3
"""Every service that Vigie speaks to, played strictly by its documentation: what opens, gets worse and recovers comes to all
of them in a form that they take, under one incident; what they lose or refuse is told again or shown."""

import json
import pathlib
import time

import strict
from posts import Authority, MailServer
from rig import Daemon, expect, expect_in, expect_true, now, run, say, vigie, wait

RULES = """
stream level {{
  tag   who
  field height duration(s)
}}
kpi height "Délai de réponse <!channel> @here" {{
  from  level
  by    who
  value last(height)
  over  16s every 1s
}}
alert high on height {{
  owner    "e2e"
  runbook  "https://wiki.example/high"
  summary  "{{who}} *waits* {{value}}, the limit is {{limit}} & <https://x|more>"
  warning  when value > 3m
  critical when value > 10m
  notify   {contacts}
}}
"""


def secrets():
    for name, text in (
        ("slack-token", "xoxb-secret-42"), ("ntfy-token", "tk_secret_42"), ("mail-password", "correct horse"),
        ("routing-key", "R0UT1NGKEY0123456789012345678901"),
    ):
        pathlib.Path(name).write_text(text + "\n")


def mail_contact(server, more=""):
    return (
        f'  email: {{ type: email, url: "smtp://localhost:{server.port}", allow_loopback: true, ca_file: tls/ca.pem, '
        f"allow_unencrypted: true, from: Vigie <vigie@example.org>, to: [anne@example.org, Bob <bob@example.org>], "
        f"user: vigie, token_file: mail-password, rate: {{ burst: 100, every: 1ms }}{more} }}\n"
    )


def samples(services, mail):
    """`vigie contact test` before anything else: every kind of message is taken by everybody."""
    for service in services:
        pathlib.Path("one.yaml").write_text("public_url: https://vigie.example\ncontacts:\n" + service.lines())
        for kind in (None, "escalated", "acknowledged", "flapping", "unacknowledged", "announced", "occurred"):
            more = ("--kind", kind) if kind else ()
            before = len(service.kept)
            status, said, complaint = vigie("contact", "test", service.kind, "--config", "one.yaml", *more)
            if kind == "announced" and service.kind in ("pagerduty", "alertmanager"):
                expect((status, said), (2, ""), f"{service.kind} is told of incidents alone")
                continue
            expect(service.faults, [], f"what {service.kind} did not take")
            expect(status, 0, f"{service.kind}, {kind}: {said}{complaint}")
            check_sample(service.kind, kind, json.dumps(service.kept[before:]))
            for secret in ("xoxb-secret", "tk_secret", "R0UT1NG"):
                expect_true(secret not in said, f"{secret} is shown")
            # Of what happened once, nothing follows: somebody closes it by hand.
            still = getattr(service, "firing", set())
            expect(bool(still), bool(still) and kind == "occurred", f"open at {service.kind} after {kind}")
            still.clear()
        for memory in (service.kept, service.steps, service.calls, getattr(service, "posts", {}), getattr(service, "threads", {})):
            memory.clear()
    pathlib.Path("one.yaml").write_text("contacts:\n" + mail_contact(mail))
    status, said, complaint = vigie("contact", "test", "email", "--config", "one.yaml")
    expect(status, 0, f"{said}{complaint}")
    say("a sample of every kind is taken by every service")


def check_sample(service, kind, told):
    """It says what it is, and has what messages have."""
    if (service, kind) != ("pagerduty", "acknowledged"):  # which is a key and no words
        expect_in("TEST", told, f"{service}, {kind}")
    if kind is None and service != "webhook":
        expect_in("https://vigie.example/incidents/7e57", told, f"the link in {service}")
        if service != "alertmanager":
            expect_in("https://vigie.example/acknowledge?token=", told, f"the button in {service}")
    if kind is None and service in ("googlechat", "mattermost", "ntfy", "pagerduty", "slack", "teams"):
        expect_in("https://vigie.example/pictures/7e57", told, f"the picture in {service}")


def mail_servers(authority):
    """By TLS from the first byte; a wrong password, a server that wants nobody, one that has a stranger's certificate."""

    def call(server, status, *words, more="", scheme="smtps"):
        contact = mail_contact(server, more).replace("smtp://", scheme + "://").replace("allow_unencrypted: true, ", "")
        pathlib.Path("one.yaml").write_text("contacts:\n" + contact)
        came, said, complaint = vigie("contact", "test", "email", "--config", "one.yaml", "--kind", "occurred")
        for word in words:
            expect_in(word, said + complaint, "what came of a mail")
        expect(came, status, f"{said}{complaint}")
        expect_true("correct horse" not in said + complaint, "the password is shown")

    context = authority.server("smtps")
    call(MailServer(context, users={"vigie": "correct horse"}), 0, "delivered")
    call(MailServer(context, users={"vigie": "other"}), 1, "refused: SMTP 535 5.7.8 Authentication credentials invalid")
    call(MailServer(context, answers={"RCPT": "550 5.1.1 no such user"}), 1, "refused: SMTP 550 5.1.1 no such user")
    call(MailServer(context, answers={"RCPT": "450 4.2.0 greylisted"}), 1, "not now: SMTP 450 4.2.0 greylisted")
    half = MailServer(context, answers={"RCPT TO:<anne": "550 5.1.1 no such user"})
    call(half, 1, "refused: not all in `to` have it, the others do: SMTP 550 5.1.1 no such user")
    expect([m.envelope[1] for m in half.mails], [["bob@example.org"]], "the others get it")
    stranger = MailServer(authority.server("far", "DNS:elsewhere.example"))
    call(stranger, 1, "not now: the certificate is not to be trusted")
    expect(stranger.lines, [], "what a stranger hears")
    say("mail by TLS, and what mail servers say no to")


def life(services, mail):
    contacts = "".join(s.lines() for s in services) + mail_contact(mail)
    names = ", ".join(f'"{s.kind}"' for s in services) + ', "email"'
    mail.mails.clear()
    daemon = Daemon(".", RULES.format(contacts=names), contacts).start()

    def send(*values):
        daemon.send("http", "".join(f"level,who=zoé height={v} {now()}\n" for v in values))

    def taken(count):
        def done():
            for service in services:
                expect(service.faults, [], f"what {service.kind} did not take")
            return all(len(s.kept) >= count for s in services) and len(mail.mails) >= count

        wait(done, f"{count} messages at each: " + str({s.kind: len(s.kept) for s in services} | {"email": len(mail.mails)}))

    for height in (60, 90, 70):  # a second each: what the picture shows
        send(height)
        time.sleep(1.1)
    send(240)
    taken(1)
    send(900)
    taken(2)
    send(20)
    taken(3)
    say("opened, got worse, recovered: taken by all")
    return daemon


def after(services, mail):
    by = {s.kind: s for s in services}
    incidents = {m["incident"] for m in by["webhook"].kept}
    expect(len(incidents), 1, "incidents in the webhook's messages")
    incident = incidents.pop()
    expect(by["webhook"].steps, ["opened", "escalated", "resolved"], "the webhook's messages")
    expect(by["pagerduty"].steps, ["trigger", "trigger", "resolve"], "PagerDuty's events")
    expect({e["dedup_key"] for e in by["pagerduty"].kept}, {incident}, "PagerDuty's keys")
    expect(by["pagerduty"].firing, set(), "incidents left open at PagerDuty")
    expect(by["alertmanager"].steps, ["firing", "firing", "resolved"], "the alertmanager's messages")
    expect(by["discord"].steps, ["post", "post", "edit"], "Discord: who recovers edits the last message")
    expect(by["slack_bot"].steps, ["chat.postMessage", "chat.postMessage", "chat.update"], "the bot's calls")
    wait(lambda: sorted(by["slack_bot"].threads) == sorted(by["slack_bot"].posts), "a picture in the thread of each new message")
    expect(len(by["discord"].posts), 2, "messages in the Discord room")
    pictures = [files for _, files in by["discord"].posts.values() if files]
    expect(len(pictures), 2, "pictures in the Discord room")
    for service in services:
        whole = json.dumps(service.kept, ensure_ascii=False)
        expect_in("zoé", whole, f"{service.kind} says who")
        expect(len({c.key for c in service.calls} - {None}), 3, f"keys of the messages to {service.kind}")
    check_mails(mail)


def check_mails(mail):
    expect(len(mail.mails), 3, "mails")
    for message in mail.mails:
        expect(message.envelope[1], ["anne@example.org", "bob@example.org"], "who gets the mail")
        expect(message["To"], "anne@example.org, Bob <bob@example.org>", "who is said to get the mail")
        expect_in("Délai de réponse", message["Subject"], "the subject")
        expect_true("\n" not in message["Subject"], "one line")
        expect_in("zoé", message.get_body(("plain",)).get_content(), "the text of the mail")
        html = message.get_body(("html",)).get_content()
        expect_in("zoé", html, "the HTML of the mail")
        expect_true("<!channel>" not in html, "HTML is escaped")
        pictures = [p for p in message.walk() if p.get_content_type() == "image/png"]
        expect(len(pictures), 1, "pictures in the mail")
        expect(pictures[0]["Content-ID"], "<kpi.png>", "the picture's name")
        expect_in("cid:kpi.png", html, "the HTML shows the picture")
        expect_true(pictures[0].get_content().startswith(strict.PNG), "a picture is a PNG")
        expect_true(max(len(line) for line in message.raw.split(b"\r\n")) < 998, "no line is too long")
    expect(len({m["Message-ID"] for m in mail.mails}), 3, "names of the mails")
    expect(len({m["References"] for m in mail.mails}), 1, "the thread of the mails")
    expect(set(mail.logins), {"vigie"}, "who logged in")


def troubles(daemon, services, mail):
    by = {s.kind: s for s in services}
    by["discord"].posts.clear()
    by["slack_bot"].posts.clear()
    by["slack"].next = [(200, {}, b"no_text")]
    by["teams"].next = [(200, {}, b"Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 429")]
    by["mattermost"].next = [(200, {"Content-Type": "text/html"}, b"<!DOCTYPE html><title>Sign in to the guest wifi</title>")]
    by["ntfy"].next = [(200, {}, b"invalid_payload")]
    for service in services:
        service.kept.clear()
        service.steps.clear()
    daemon.send("http", f"level,who=b height=240 {now()}\n")
    wait(lambda: by["discord"].steps == ["post"] and by["slack_bot"].steps == ["chat.postMessage"], "it is told")
    wait(lambda: by["teams"].kept, "who was told 429 in a 200 is asked again")
    wait(lambda: by["mattermost"].kept, "behind a page that wants a password is asked again")
    by["discord"].posts.clear()
    by["slack_bot"].posts.clear()
    daemon.send("http", f"level,who=b height=20 {now()}\n")
    wait(lambda: by["discord"].steps == ["post", "post"], "a message that somebody deleted is posted anew")
    wait(lambda: by["slack_bot"].steps[-1] == "chat.postMessage" and len(by["slack_bot"].steps) == 3, "by the bot too")
    refused = [d for d in daemon.outbox() if d["state"] == "refused"]
    reasons = {d["contact"]: d["reason"] for d in refused}
    expect(sorted(reasons), ["ntfy", "slack"], "who refused")
    expect_in("no_text", reasons["slack"], "why")
    expect_in("invalid_payload", reasons["ntfy"], "why")
    log = daemon.log(whole=True)
    for secret in ("xoxb-secret", "tk_secret", "R0UT1NG", "correct horse"):
        expect_true(secret not in log and secret not in daemon.get("/api/vigie/outbox")[1], f"{secret} is shown")
    for service in services:
        expect(service.faults, [], f"what {service.kind} did not take")
    say("errors in a 200, messages that were deleted, and no secret anywhere")


def test():
    secrets()
    authority = Authority("tls")
    services = [kind() for kind in strict.ALL]
    mail = MailServer(authority.server("mail"), starttls=True, users={"vigie": "correct horse"})
    samples(services, mail)
    mail_servers(authority)
    daemon = life(services, mail)
    after(services, mail)
    troubles(daemon, services, mail)


run(test)
