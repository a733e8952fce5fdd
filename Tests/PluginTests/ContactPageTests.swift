import Foundation
import PluginKit
import Testing

/// `deploy/contacts.md` has three rows for each type, names what it cannot do without, and has no
/// row for another.
@Suite struct ContactPageTests {
    private var rows: [Substring] {
        get throws {
            let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
                .appendingPathComponent("../../deploy/contacts.md")
            return try String(contentsOf: page, encoding: .utf8).split(separator: "\n")
                .filter { $0.hasPrefix("| `") }
        }
    }

    @Test(arguments: notifierNames)
    func saysWhatATypeAsksFor(_ name: String) throws {
        let own = try rows.filter { $0.hasPrefix("| `\(name)` |") }
        #expect(own.count == 3)
        for option in type(of: notifier(name)).terms.options {
            #expect(own.contains { $0.contains("`\(option.name)`") }, "\(option.name) of \(name)")
        }
    }

    @Test func knowsNoOthers() throws {
        #expect(try rows.count == 3 * notifierNames.count)
    }
}
