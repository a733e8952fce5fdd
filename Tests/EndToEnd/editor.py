#!/usr/bin/env python3
"""`vigie lsp` serves an editor: a whole session over its standard input and output, and bad frames.

With pygls installed (pip install pygls) the session is held once more by the client that others write.
"""

import asyncio
import json
import os
import pathlib
import select
import subprocess

from rig import expect, expect_in, expect_true, run, say

STREAM = """stream visit {
  tag   shop in ["paris", "lyon"]
  field total number
}
param limit = 5
"""
KPI = """kpi visits "Visits" {
  from  visit where shop == "paris"
  value count()
  over  1h
}
alert many on visits {
  owner   "x"
  warning when value > limit
}
"""


class Editor:
    def __init__(self):
        command = [os.environ["VIGIE"], "lsp"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)
        self.number = 0
        self.noticed = []

    def write(self, data):
        self.process.stdin.write(data)

    def send(self, method, params, **more):
        body = json.dumps({"jsonrpc": "2.0", "method": method, "params": params, **more}).encode()
        self.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)

    def read(self, count):
        data = b""
        while len(data) < count:
            ready, _, _ = select.select([self.process.stdout], [], [], 30)
            expect_true(ready, "the server says nothing for 30 s")
            more = os.read(self.process.stdout.fileno(), count - len(data))
            expect_true(more, "the server is gone")
            data += more
        return data

    def next(self):
        header = b""
        while not header.endswith(b"\r\n\r\n"):
            header += self.read(1)
        return json.loads(self.read(int(header.split(b":")[1])))

    def ask(self, method, params):
        self.number += 1
        self.send(method, params, id=self.number)
        while True:
            message = self.next()
            if message.get("id") == self.number:
                return message
            self.noticed.append(message)

    def diagnostics(self, uri):
        """What is published next for a file."""
        while True:
            for message in self.noticed:
                if message.get("params", {}).get("uri") == uri:
                    self.noticed.remove(message)
                    return message["params"]["diagnostics"]
            self.noticed.append(self.next())


def session(folder):
    a, b = ((folder / name).as_uri() for name in ["a.vigie", "b.vigie"])
    editor = Editor()
    answer = editor.ask("initialize", {"rootUri": folder.as_uri(), "capabilities": {}})
    expect_in("hoverProvider", answer["result"]["capabilities"], "what the server can do")
    editor.send("initialized", {})
    editor.send("textDocument/didOpen", {"textDocument": {"uri": b, "languageId": "vigie", "version": 1, "text": KPI.replace("limit", "limt")}})
    found = editor.diagnostics(b)
    expect([(d["code"], d["range"]["start"]["line"]) for d in found], [("V303", 7)], "a mistake as it is typed")
    change = {"range": {"start": {"line": 7, "character": 23}, "end": {"line": 7, "character": 27}}, "text": "limit"}
    editor.send("textDocument/didChange", {"textDocument": {"uri": b, "version": 2}, "contentChanges": [change]})
    expect(editor.diagnostics(b), [], "once it is mended")
    say("mistakes come and go")

    def at(method, uri, line, character, **more):
        place = {"textDocument": {"uri": uri}, "position": {"line": line, "character": character}}
        return editor.ask("textDocument/" + method, {**place, **more})["result"]

    expect([(d["uri"], d["range"]["start"]["line"]) for d in at("definition", b, 7, 24)], [(a, 4)], "the definition")
    expect(len(at("references", a, 1, 9, context={"includeDeclaration": True})), 2, "references")
    expect_in("unit: count", at("hover", b, 5, 16)["contents"]["value"], "what hovering says")
    labels = [item["label"] for item in at("completion", b, 2, 8)["items"]]
    expect_true({"mean", "count", "total"} <= set(labels), f"completion offers {labels}")
    edits = at("rename", a, 4, 7, newName="ceiling")["changes"]
    expect({uri: len(list_) for uri, list_ in edits.items()}, {a: 1, b: 1}, "a rename over two files")
    expect(at("formatting", b, 0, 0), [], "formatting of what is laid out")
    expect([s["name"] for s in at("documentSymbol", b, 0, 0)], ["visits", "many"], "the outline")
    say("definition, references, hover, completion, rename, formatting, outline")

    expect(editor.ask("textDocument/nonsense", {})["error"]["code"], -32601, "an unknown request")
    editor.send("$/nonsense", {})
    editor.write(b"Content-Length: 3\r\n\r\n{x}Nonsense: 1\r\n\r\nContent-Length: 2\r\n\r\n[]")
    expect([editor.next()["error"]["code"] for _ in range(2)], [-32700, -32600], "bad messages")
    expect(editor.ask("shutdown", None)["result"], None, "shutdown")
    editor.send("exit", None)
    expect(editor.process.wait(10), 0, "the exit status")
    say("bad messages are got over, and it ends when it is told to")


def orphan():
    editor = Editor()
    editor.process.stdin.close()
    expect(editor.process.wait(10), 1, "the exit status when the editor is gone")
    say("it does not outlive its editor")


def foreign_client(folder):
    try:
        from lsprotocol import types
        from pygls.lsp.client import LanguageClient
    except ImportError:
        say("pygls is not installed: its client is left out")
        return

    async def talk():
        client = LanguageClient("test", "1")
        published = {}
        heard = asyncio.Event()

        @client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def _(params):
            published[params.uri] = params.diagnostics
            heard.set()

        await client.start_io(os.environ["VIGIE"], "lsp")
        root = types.WorkspaceFolder(uri=folder.as_uri(), name="rules")
        await client.initialize_async(
            types.InitializeParams(capabilities=types.ClientCapabilities(), workspace_folders=[root])
        )
        client.initialized(types.InitializedParams())
        uri = (folder / "b.vigie").as_uri()
        item = types.TextDocumentItem(uri=uri, language_id="vigie", version=1, text=KPI.replace("count", "cuont"))
        client.text_document_did_open(types.DidOpenTextDocumentParams(text_document=item))
        await asyncio.wait_for(heard.wait(), 30)
        expect([d.code for d in published[uri]], ["V300"], "what pygls is told")
        place = dict(text_document=types.TextDocumentIdentifier(uri=uri), position=types.Position(5, 16))
        hover = await client.text_document_hover_async(types.HoverParams(**place))
        expect_in("visits", hover.contents.value, "what pygls hears of a KPI")
        symbols = await client.text_document_document_symbol_async(
            types.DocumentSymbolParams(text_document=place["text_document"])
        )
        expect([s.name for s in symbols], ["visits", "many"], "the outline in pygls")
        await client.shutdown_async(None)
        client.exit(None)
        await client.stop()

    asyncio.run(asyncio.wait_for(talk(), 120))
    say("the client of pygls understands all of it")


def test():
    folder = pathlib.Path("rules").resolve()
    folder.mkdir()
    (folder / "a.vigie").write_text(STREAM)
    (folder / "b.vigie").write_text(KPI)
    session(folder)
    orphan()
    foreign_client(folder)


run(test)
