"""Chat and paging services as their documentation describes them: each checks what it is sent, keeps its faults, and answers
as the real one does. `docs` of each says where it is written."""

import email.parser
import email.policy
import itertools
import json
import re
import urllib.parse

from rig import Receiver

PNG = b"\x89PNG\r\n\x1a\n"
COUNT = itertools.count(1)


class Fault(Exception):
    """What the documentation does not allow."""


def need(condition, what):
    if not condition:
        raise Fault(what)


def text(value, longest, what, least=1):
    need(isinstance(value, str), f"{what} is no text: {value!r}")
    need(least <= len(value) <= longest, f"{what} has {len(value)} characters, not {least} to {longest}")
    return value


class Service(Receiver):
    """A receiver that is strict. `faults` should stay empty; `kept` are the messages that it took."""

    name = kind = ""
    more = ""

    def __init__(self):
        self.faults, self.kept, self.steps = [], [], []
        self.next = []
        super().__init__()

    def next_answer(self, path, headers, body):
        call = Call(path, headers, body)
        with self.lock:
            self.calls.append(call)
            if self.next:
                return self.next.pop(0)
            try:
                return self.take(call)
            except (Fault, KeyError, ValueError, IndexError, TypeError) as fault:
                self.faults.append(f"{self.kind}: {type(fault).__name__} {fault} in {body[:3000]!r}")
                return 400, {}, b"invalid_payload"

    def lines(self):
        return self.contact(self.kind, self.kind, self.more)


class Call:
    def __init__(self, path, headers, body):
        self.path, _, self.query = path.partition("?")
        self.headers, self.body, self.method = headers, body, headers["X-Method"]

    @property
    def key(self):
        return self.headers["Idempotency-Key"]

    @property
    def json(self):
        need(self.headers["Content-Type"].startswith("application/json"), "the content is said to be JSON")
        return json.loads(self.body)

    def form(self):
        """The fields of a form: a name, a file name, bytes."""
        head = b"Content-Type: " + self.headers["Content-Type"].encode() + b"\r\n\r\n"
        parts = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(head + self.body)
        return {
            p.get_param("name", header="content-disposition"): (p.get_filename(), p.get_payload(decode=True))
            for p in parts.iter_parts()
        }


def check_blocks(blocks):
    """docs.slack.dev, Block Kit reference."""
    need(len(blocks) <= 50, "more than 50 blocks")
    for block in blocks:
        kind = block["type"]
        if kind == "header":
            need(block["text"]["type"] == "plain_text", "a header is plain text")
            text(block["text"]["text"], 150, "a header")
        elif kind == "section":
            need("text" in block or "fields" in block, "a section has a text or fields")
            if "text" in block:
                text(block["text"]["text"], 3000, "a section")
            need(len(block.get("fields", [])) <= 10, "more than 10 fields")
            for field in block.get("fields", []):
                text(field["text"], 2000, "a field")
        elif kind == "context":
            need(1 <= len(block["elements"]) <= 10, "1 to 10 elements")
            for element in block["elements"]:
                if element["type"] != "image":
                    text(element["text"], 2000, "an element")
        elif kind == "actions":
            for button in block["elements"]:
                need(button["type"] == "button" and button["text"]["type"] == "plain_text", "a button says so")
                text(button["text"]["text"], 75, "a button")
                text(button.get("url", "https://x"), 3000, "an address")
        elif kind == "image":
            raise Fault("downloading image failed")  # what Slack says where it cannot: nobody's own network is open to it
        else:
            need(kind == "divider", f"a block of type {kind}")


def check_slack(message):
    need(message.get("text") or message.get("blocks") or message.get("attachments"), "no_text")
    need(len(message.get("text", "")) <= 40000, "msg_too_long")
    whole = json.dumps(message)
    for call in ("<!channel", "<!here", "<!everyone", "<@U"):
        need(call not in whole, f"{call} calls people")
    check_blocks(message.get("blocks", []))
    for attachment in message.get("attachments", []):
        need(re.fullmatch(r"#[0-9A-Fa-f]{6}|good|warning|danger", attachment.get("color", "good")), "a colour")
        check_blocks(attachment.get("blocks", []))


class Slack(Service):
    """docs.slack.dev: sending messages using incoming webhooks."""

    kind = "slack"

    def take(self, call):
        check_slack(call.json)
        self.kept.append(call.json)
        return 200, {"Content-Type": "text/html"}, b"ok"


class SlackBot(Service):
    """docs.slack.dev: chat.postMessage, chat.update, files.getUploadURLExternal, files.completeUploadExternal."""

    kind = "slack_bot"
    more = ", channel: C024BE91L, token_file: slack-token"

    def __init__(self):
        self.posts, self.files, self.threads = {}, {}, {}
        super().__init__()

    def take(self, call):
        def answer(**keys):
            return 200, {"Content-Type": "application/json"}, json.dumps(keys).replace("/", "\\/").encode()

        if call.path.startswith("/upload/"):
            return self.upload(call)
        if call.headers["Authorization"] != "Bearer xoxb-secret-42":
            return answer(ok=False, error="invalid_auth")
        method = call.path.rsplit("/", 1)[1]
        if method.startswith("files."):
            return answer(**self.file(method, call))
        message = call.json
        need(message["channel"] == "C024BE91L", "channel_not_found")
        check_slack(message)
        self.steps.append(method)
        if method == "chat.update":
            if message["ts"] not in self.posts:
                return answer(ok=False, error="message_not_found")
            stamp = message["ts"]
        else:
            need(method == "chat.postMessage" and "ts" not in message, f"unknown_method {method}")
            stamp = f"17730{next(COUNT):05}.000100"
        self.posts[stamp] = message
        self.kept.append(message)
        return answer(ok=True, channel="C024BE91L", ts=stamp, message={"ts": "0.0", "text": message["text"]})


    def file(self, method, call):
        if method == "files.getUploadURLExternal":
            need(call.headers["Content-Type"] == "application/x-www-form-urlencoded", "JSON is not taken here")
            asked = dict(urllib.parse.parse_qsl(call.body.decode()))
            name = f"F{next(COUNT):08}"
            self.files[name] = {"name": asked["filename"], "length": int(asked["length"]), "bytes": None}
            return {"ok": True, "upload_url": f"http://127.0.0.1:{self.port}/upload/v1/{name}", "file_id": name}
        need(method == "files.completeUploadExternal", f"unknown_method {method}")
        said = call.json
        need(said["channel_id"] == "C024BE91L" and said["thread_ts"] in self.posts, "thread_not_found")
        for file in said["files"]:
            need(self.files[file["id"]]["bytes"], "the file was not uploaded")
            text(file["title"], 255, "a title")
            self.threads.setdefault(said["thread_ts"], []).append(self.files[file["id"]])
        return {"ok": True, "files": said["files"]}

    def upload(self, call):
        need("Authorization" not in call.headers, "the token goes to nobody else")
        file = self.files[call.path.rsplit("/", 1)[1]]
        need(len(call.body) == file["length"] and call.body.startswith(PNG), "not the file that was announced")
        file["bytes"] = call.body
        return 200, {"Content-Type": "text/plain"}, b"OK - %d" % len(call.body)


class Mattermost(Service):
    """developers.mattermost.com: incoming webhooks; message attachments."""

    kind = "mattermost"

    def take(self, call):
        message = call.json
        need(message.get("text") or message.get("attachments"), "No text specified")
        need(len(message.get("text", "")) <= 16383, "the text is too long")
        for word in ("@channel", "@all", "@here"):
            need(word not in json.dumps(message), f"{word} calls people")
        for attachment in message.get("attachments", []):
            for field in attachment.get("fields", []):
                need({"title", "value"} <= field.keys(), "a field has a title and a value")
        self.kept.append(message)
        return 200, {}, b"ok"


class Teams(Service):
    """learn.microsoft.com: create incoming webhooks with Workflows; adaptivecards.io, version 1.5."""

    kind = "teams"
    elements = {"TextBlock", "FactSet", "Image", "ColumnSet", "Container"}

    def take(self, call):
        need(len(call.body) <= 20000, "more than what comes through")
        message = call.json
        need(message["type"] == "message" and len(message["attachments"]) == 1, "one card in a message")
        attachment = message["attachments"][0]
        need(attachment["contentType"] == "application/vnd.microsoft.card.adaptive", "the type of a card")
        card = attachment["content"]
        need(card["type"] == "AdaptiveCard" and card["version"] in ("1.2", "1.3", "1.4", "1.5"), "a version")
        need(card["body"], "an empty card")
        for element in card["body"]:
            need(element["type"] in self.elements, f"an element of type {element['type']}")
            if element["type"] == "TextBlock":
                text(element["text"], 10000, "a text")
            for fact in element.get("facts", []):
                need(isinstance(fact["title"], str) and isinstance(fact["value"], str), "facts are texts")
        for action in card.get("actions", []):
            need(action["type"] == "Action.OpenUrl" and action["url"].startswith("http"), "an action that opens")
        need("<at>" not in json.dumps(card), "somebody is called")
        self.kept.append(message)
        return 202, {}, b""


class Discord(Service):
    """discord-api-docs: resources Webhook and Message."""

    kind = "discord"

    def __init__(self):
        self.posts = {}
        super().__init__()

    def take(self, call):
        if call.headers["Content-Type"].startswith("multipart/form-data"):
            fields = call.form()
            message = json.loads(fields["payload_json"][1])
            files = {name: data for key, (name, data) in fields.items() if key.startswith("files[")}
            for data in files.values():
                need(data.startswith(PNG), "a picture is a PNG")
        else:
            message, files = call.json, {}
        need(message.get("content") or message.get("embeds"), "Cannot send an empty message")
        need(len(message.get("content", "")) <= 2000, "content is too long")
        need(message["allowed_mentions"] == {"parse": []}, "nobody is called")
        self.check_embeds(message.get("embeds", []), files)
        named = {a["filename"] for a in message.get("attachments", []) if "filename" in a}
        need(named <= files.keys(), f"attachments {named} that are not sent")
        return self.keep(call, message, files)

    def check_embeds(self, embeds, files):
        need(len(embeds) <= 10, "more than 10 embeds")
        total = 0
        for embed in embeds:
            total += len(embed.get("title", "")) + len(embed.get("description", ""))
            total += len(embed.get("footer", {}).get("text", ""))
            need(len(embed.get("title", "")) <= 256 and len(embed.get("description", "")) <= 4096, "too long")
            need(isinstance(embed.get("color", 0), int), "a colour is a number")
            need(len(embed.get("fields", [])) <= 25, "more than 25 fields")
            for field in embed.get("fields", []):
                total += len(text(field["name"], 256, "a name")) + len(text(field["value"], 1024, "a value"))
            url = embed.get("image", {}).get("url", "")
            if url.startswith("attachment://"):
                need(url.removeprefix("attachment://") in files, f"{url} is not sent")
        need(total <= 6000, "more than 6000 characters in all")

    def keep(self, call, message, files):
        edited = re.fullmatch(r"/discord/messages/(\d+)", call.path)
        if edited:
            need(call.method == "PATCH", "a message is edited by PATCH")
            if edited[1] not in self.posts:
                body = {"message": "Unknown Message", "code": 10008}
                return 404, {"Content-Type": "application/json"}, json.dumps(body).encode()
            self.steps.append("edit")
            number = edited[1]
        else:
            need(call.method == "POST" and call.path == "/discord", f"{call.method} {call.path}")
            need("wait=true" in call.query, "without `wait` there is no answer")
            self.steps.append("post")
            number = str(1300000000000000000 + next(COUNT))
        self.posts[number] = (message, files)
        self.kept.append(message)
        answer = {"type": 0, "content": message.get("content", ""), "embeds": message.get("embeds", []), "id": number}
        return 200, {"Content-Type": "application/json"}, json.dumps(answer).encode()


class GoogleChat(Service):
    """developers.google.com/workspace/chat: spaces.messages.create; cards v2."""

    kind = "googlechat"
    widgets = {"textParagraph", "decoratedText", "image", "buttonList", "divider", "columns"}

    def take(self, call):
        need(len(call.body) <= 32000, "more than 32,000 bytes")
        message = call.json
        need(message.get("text") or message.get("cardsV2"), "an empty message")
        need("<users/all>" not in json.dumps(message), "everybody is called")
        for card in message.get("cardsV2", []):
            need(card["cardId"], "a card has an id")
            for section in card["card"]["sections"]:
                for widget in section["widgets"]:
                    need(len(widget) == 1 and widget.keys() <= self.widgets, f"a widget {list(widget)}")
                    for button in widget.get("buttonList", {}).get("buttons", []):
                        need(button["onClick"]["openLink"]["url"].startswith("http"), "a button opens")
        self.kept.append(message)
        answer = {"name": f"spaces/A/messages/{next(COUNT)}", "thread": {"name": "spaces/A/threads/1"}}
        return 200, {"Content-Type": "application/json"}, json.dumps(answer).encode()


class PagerDuty(Service):
    """developer.pagerduty.com: Events API v2."""

    kind = "pagerduty"
    more = ", token_file: routing-key"

    def __init__(self):
        self.firing = set()
        super().__init__()

    def take(self, call):
        event = call.json
        need(len(call.body) <= 512 << 10, "more than 512 KB")
        need(event["routing_key"] == "R0UT1NGKEY0123456789012345678901", "Invalid routing key")
        action = event["event_action"]
        need(action in ("trigger", "acknowledge", "resolve"), f"event_action {action}")
        key = text(event["dedup_key"], 255, "dedup_key")
        if action == "trigger":
            payload = event["payload"]
            text(payload["summary"], 1024, "summary")
            text(payload["source"], 1024, "source")
            need(payload["severity"] in ("critical", "error", "warning", "info"), "severity")
            self.firing.add(key)
        elif action == "resolve":
            self.firing.discard(key)
        for link in event.get("links", []):
            need(link["href"].startswith("http"), "a link leads somewhere")
        for image in event.get("images", []):
            need(image["src"].startswith("https://"), "a picture is had by https")
        self.steps.append(action)
        self.kept.append(event)
        answer = {"status": "success", "message": "Event processed", "dedup_key": key}
        return 202, {"Content-Type": "application/json"}, json.dumps(answer).encode()


class Alertmanager(Service):
    """prometheus.io/docs/alerting/latest/configuration: webhook_config, version 4."""

    kind = "alertmanager"
    stamp = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")

    def take(self, call):
        message = call.json
        need(message["version"] == "4" and isinstance(message["truncatedAlerts"], int), "the version")
        need(message["status"] in ("firing", "resolved"), f"status {message['status']}")
        need(message["receiver"] == "alertmanager", f"the receiver is {message['receiver']}")
        for key in ("groupLabels", "commonLabels", "commonAnnotations"):
            need(all(isinstance(v, str) for v in message[key].values()), f"{key} are texts")
        need(isinstance(message["groupKey"], str) and isinstance(message["externalURL"], str), "texts")
        need(message["alerts"], "no alerts")
        for alert in message["alerts"]:
            need(alert["status"] in ("firing", "resolved"), "a status")
            need(alert["labels"]["alertname"], "an alert has a name")
            need(all(self.stamp.fullmatch(alert[k]) for k in ("startsAt", "endsAt")), "times")
            is_over = alert["endsAt"] != "0001-01-01T00:00:00Z"
            need(is_over == (alert["status"] == "resolved"), "an end where it is over")
            need(re.fullmatch(r"[0-9a-f]+", alert["fingerprint"]), f"a fingerprint {alert['fingerprint']}")
            need({"annotations", "generatorURL"} <= alert.keys(), "all keys")
        self.steps.append(message["status"])
        self.kept.append(message)
        return 200, {}, b""


class Ntfy(Service):
    """docs.ntfy.sh/publish: publish as JSON."""

    kind = "ntfy"
    more = ", topic: vigie-ops, token_file: ntfy-token"

    def take(self, call):
        need(call.headers["Authorization"] == "Bearer tk_secret_42", "unauthorized")
        need(call.path.rstrip("/") in ("", "/ntfy"), f"JSON goes to the root, not to {call.path}")
        message = call.json
        need(re.fullmatch(r"[-_A-Za-z0-9]{1,64}", message["topic"]), "a topic")
        need(len(message["message"].encode()) <= 4096, "a message is cut at 4,096 bytes")
        need(message.get("priority", 3) in range(1, 6), "a priority")
        need(all(isinstance(t, str) for t in message.get("tags", [])), "tags are texts")
        need(len(message.get("actions", [])) <= 3, "more than three actions")
        for action in message.get("actions", []):
            need(action["action"] in ("view", "http", "broadcast", "copy") and action["label"], "an action")
        self.kept.append(message)
        return 200, {"Content-Type": "application/json"}, json.dumps({"id": f"m{next(COUNT)}"}).encode()


class Webhook(Service):
    """deploy/webhook.md."""

    kind = "webhook"

    def take(self, call):
        message = call.json
        need(message["version"] == 1, "the version")
        for key in ("incident", "alert", "kind", "state", "summary", "opened_at", "at"):
            text(message[key], 10000, key)
        self.steps.append(message["kind"])
        self.kept.append(message)
        return 204, {}, b""


ALL = [Slack, SlackBot, Mattermost, Teams, Discord, GoogleChat, PagerDuty, Alertmanager, Ntfy, Webhook]
