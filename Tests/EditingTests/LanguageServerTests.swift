import Model
import Testing

@testable import Editing

private let streams = """
    stream contact {
      tag   channel in ["phone", "chat"], team
      field wait_s duration(s)
      field id     text id
    }
    param limit = 5m

    """

private let kpis = """
    kpi waiting "Waiting time" {
      from  contact where channel == "chat"
      value mean(wait_s)
      by    channel
      over  1h
    }
    alert slow on waiting {
      owner   "x"
      warning when value > limit
      notify  "ops"
      summary "é {channel} waits {value}"
    }

    """

/// What an editor hears of rules that are being written.
@Suite struct LanguageServerTests {
    private func conversation() -> Conversation {
        Conversation(
            files: ["/rules/a.vigie": streams, "/rules/b.vigie": kpis], contacts: ["ops", "night"])
    }

    @Test func aFolderIsOneProgram() {
        var editor = conversation()
        #expect(editor.published().isEmpty)
        // The buffer counts more than the disk.
        editor.open("/rules/a.vigie", streams.replacing("param limit", with: "param limits"))
        #expect(editor.published() == ["file:///rules/b.vigie 8:23-8:28 V303"])
        editor.change("/rules/a.vigie", (5, 6, 5, 12), to: "limit")
        #expect(editor.published() == ["file:///rules/b.vigie is well"])
        #expect(editor.published().isEmpty)
    }

    @Test func closingTakesTheDiskAgain() {
        var editor = conversation()
        editor.open("/rules/b.vigie", "kpi")
        #expect(editor.published() == ["file:///rules/b.vigie 0:3-0:3 V200"])
        editor.tell(
            "textDocument/didClose", ["textDocument": ["uri": "file:///rules/b.vigie"]])
        #expect(editor.published() == ["file:///rules/b.vigie is well"])
    }

    @Test func aFileElsewhereIsAlone() {
        var editor = conversation()
        editor.open("/tmp/c.vigie", "param limit = 5m\nparam b 6")
        #expect(editor.published() == ["file:///tmp/c.vigie 1:8-1:9 V200"])
    }

    /// Signs beyond the basic plane are two units wide, and two bytes are one.
    @Test func positionsAreInUTF16() {
        var editor = Conversation()
        editor.open("/rules/a.vigie", "# é😀\nparam a = \"é😀\" x\n")
        #expect(editor.published() == ["file:///rules/a.vigie 1:16-1:17 V200"])
        editor.change("/rules/a.vigie", (1, 13, 1, 17), to: "\"")
        #expect(editor.published() == ["file:///rules/a.vigie is well"])
    }

    @Test func definitionAndReferences() {
        var editor = conversation()
        let found = editor.at("definition", "/rules/b.vigie", 8, 24)["result"]?.list
        #expect(found?.first?["uri"]?.text == "file:///rules/a.vigie")
        #expect(span(found?.first?["range"]) == "5:6-5:11")
        let uses = editor.at("references", "/rules/a.vigie", 1, 9)["result"]?.list ?? []
        #expect(
            uses.map { span($0["range"]) } == [
                "1:8-1:15", "1:22-1:29", "3:8-3:15", "10:14-10:21",
            ])
    }

    @Test func renameReachesAllFilesAndTexts() {
        var editor = conversation()
        let answer = editor.at(
            "rename", "/rules/b.vigie", 3, 9, [("newName", "medium")])
        let changes = answer["result"]?["changes"]
        #expect(changes?["file:///rules/a.vigie"]?.list?.count == 1)
        #expect(changes?["file:///rules/b.vigie"]?.list?.count == 3)
        #expect(span(editor.at("prepareRename", "/rules/b.vigie", 3, 9)["result"]) == "3:8-3:15")
    }

    @Test(arguments: ["", "9a", "a b", "and", "é", "team", "true"])
    func renameRefuses(_ name: String) {
        var editor = conversation()
        let answer = editor.at(
            "rename", "/rules/b.vigie", 3, 9, [("newName", .text(name))])
        #expect(answer["error"]?["code"]?.whole == -32803, "\(answer.line)")
    }

    @Test func hoverTellsTypeAndMeaning() {
        var editor = conversation()
        let kpi = editor.at("hover", "/rules/b.vigie", 6, 15)["result"]?["contents"]?["value"]
        #expect(kpi?.text?.contains("unit: duration") == true, "\(kpi?.text ?? "")")
        let function = editor.at("hover", "/rules/b.vigie", 2, 9)["result"]?["contents"]?["value"]
        #expect(function?.text?.contains("`mean(FIELD)`") == true)
        let field = editor.at("hover", "/rules/b.vigie", 2, 14)["result"]?["contents"]?["value"]
        #expect(field?.text?.contains("duration(s)") == true)
        editor.open("/rules/a.vigie", "param x = 5 5")
        let mistake = editor.at("hover", "/rules/a.vigie", 0, 12)["result"]?["contents"]?["value"]
        #expect(mistake?.text?.contains("V200") == true)
    }

    @Test func symbolsAreATree() {
        var editor = conversation()
        let answer = editor.ask(
            "textDocument/documentSymbol", ["textDocument": ["uri": "file:///rules/a.vigie"]])
        let list = answer["result"]?.list ?? []
        #expect(list.map { $0["name"]?.text ?? "" } == ["contact", "limit"])
        #expect(list.first?["children"]?.list?.count == 4)
        #expect(span(list.first?["range"]) == "0:0-4:1")
    }

    @Test func formatting() {
        var editor = Conversation()
        editor.open("/rules/a.vigie", "param a=5")
        let about: JSON = ["textDocument": ["uri": "file:///rules/a.vigie"]]
        let edits = editor.ask("textDocument/formatting", about)["result"]?.list
        #expect(edits?.first?["newText"]?.text == "param a = 5\n")
        editor.change("/rules/a.vigie", nil, to: "param a = 5\n")
        #expect(editor.ask("textDocument/formatting", about)["result"]?.list?.isEmpty == true)
        editor.change("/rules/a.vigie", nil, to: "kpi k { value (\n")
        #expect(editor.ask("textDocument/formatting", about)["error"] != nil)
    }

    // MARK: - Bad manners

    @Test func orderIsKept() {
        var editor = Conversation(isStarted: false)
        #expect(editor.ask("textDocument/hover", .null)["error"]?["code"]?.whole == -32002)
        _ = editor.ask("initialize", ["rootUri": .null])
        #expect(editor.ask("initialize", .null)["error"]?["code"]?.whole == -32600)
        #expect(editor.ask("textDocument/nonsense", .null)["error"]?["code"]?.whole == -32601)
        #expect(editor.ask("textDocument/hover", .null)["error"]?["code"]?.whole == -32602)
        editor.tell("$/nonsense", .null)
        #expect(editor.ask("shutdown", .null)["error"] == nil)
        #expect(editor.ask("textDocument/hover", .null)["error"]?["code"]?.whole == -32600)
        editor.tell("exit", .null)
        #expect(editor.server.exit == 0)
    }

    @Test(arguments: ["", "{", "[]", "5", "{}", "{\"id\":1}", "{\"method\":5}", "\u{0}"])
    func nonsenseIsAnswered(_ text: String) {
        var editor = Conversation()
        #expect(editor.send(text).allSatisfy { $0["error"]?["code"]?.whole ?? 0 <= -32600 })
        #expect(editor.ask("shutdown", .null)["error"] == nil)
    }
}
