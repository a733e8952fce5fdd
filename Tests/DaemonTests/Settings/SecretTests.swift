import Foundation
import Testing

@testable import Daemon

/// Secrets come from files and go nowhere but to the wire.
@Suite struct SecretTests {
    @Test func aSecretIsNotShown() {
        let address = ContactAddress(
            type: "slack", url: Secret("https://h/T0KEN"), signing: [Secret("k3y")])
        var dumped = ""
        dump(address, to: &dumped)
        for text in ["\(address)", String(reflecting: address), dumped] {
            #expect(!text.contains("T0KEN"))
            #expect(!text.contains("k3y"))
            #expect(text.contains("(secret)") || text == dumped)
        }
    }

    @Test func theNewlineAtTheEndIsNotPartOfIt() throws {
        let folder = try ScratchFolder()
        try folder.write("two words\r\n", to: "key")
        #expect(try SecretShelf(folder: folder.path).secret("key") == Secret("two words"))
    }

    /// One of systemd's credentials goes before a file beside the settings; a full path before
    /// both.
    @Test func whereItIsLookedFor() throws {
        let folder = try ScratchFolder()
        try folder.write("beside", to: "etc/key")
        try folder.write("other", to: "etc/other")
        let full = try folder.write("credential", to: "run/key")
        let shelf = SecretShelf(
            folder: folder.path + "/etc", credentials: folder.path + "/run")
        #expect(try shelf.secret("key") == Secret("credential"))
        #expect(try shelf.secret("other") == Secret("other"))
        #expect(
            try SecretShelf(folder: folder.path + "/etc").secret("key") == Secret("beside"))
        #expect(try SecretShelf(folder: "/nowhere").secret(full) == Secret("credential"))
    }

    @Test func aFileThatHoldsNoneIsAFault() throws {
        let folder = try ScratchFolder()
        let empty = try folder.write("\n", to: "empty")
        let long = try folder.write(String(repeating: "x", count: 70_000), to: "long")
        let shelf = SecretShelf(folder: folder.path)
        #expect(throws: SecretFault.empty(empty)) { try shelf.secret("empty") }
        #expect(throws: SecretFault.tooLong(long)) { try shelf.secret("long") }
        #expect(throws: SecretFault.unreadable(folder.path + "/none")) { try shelf.secret("none") }
    }
}
