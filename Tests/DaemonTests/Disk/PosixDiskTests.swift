import Foundation
import Host
import Testing

@testable import Daemon

/// A folder of files on the file system of this machine.
@Suite struct PosixDiskTests {
    private let folder: ScratchFolder
    private var disk: PosixDisk

    init() throws {
        folder = try ScratchFolder()
        disk = try PosixDisk(folder: folder.path)
    }

    @Test mutating func whatIsAppendedIsRead() throws {
        try disk.append(["one ", "", "two "], to: "journal")
        try disk.append("three", to: "journal")
        #expect(try disk.text("journal") == "one two three")
        #expect(try disk.list() == ["journal"])
    }

    /// More pieces than the system takes in one call.
    @Test mutating func manyPieces() throws {
        let pieces = (0..<3_000).map { "\($0) " }
        try disk.append(pieces, to: "journal")
        #expect(try disk.text("journal") == pieces.joined())
    }

    @Test mutating func appendingGoesOnWhereItWasCut() throws {
        try disk.append("one two", to: "journal")
        try disk.truncate("journal", to: 4)
        try disk.append("three", to: "journal")
        #expect(try disk.text("journal") == "one three")
    }

    @Test mutating func severalFilesInTurn() throws {
        for word in ["a", "b", "a", "b"] { try disk.append(word, to: "journal-\(word)") }
        #expect(try disk.list() == ["journal-a", "journal-b"])
        #expect(try disk.text("journal-a") == "aa")
        #expect(try disk.text("journal-b") == "bb")
    }

    @Test mutating func aFileIsReplacedAsAWhole() throws {
        try disk.replace("checkpoint", with: Array("old and long".utf8))
        try disk.replace("checkpoint", with: Array("new".utf8))
        #expect(try disk.text("checkpoint") == "new")
        #expect(try disk.list() == ["checkpoint"])
    }

    /// What is appended after a file was replaced or removed goes to the file that has the name
    /// now.
    @Test mutating func appendingFollowsTheName() throws {
        try disk.append("old", to: "journal")
        try disk.replace("journal", with: Array("new".utf8))
        try disk.append("er", to: "journal")
        #expect(try disk.text("journal") == "newer")
        try disk.remove("journal")
        try disk.append("newest", to: "journal")
        #expect(try disk.text("journal") == "newest")
    }

    @Test mutating func syncing() throws {
        try disk.append("one", to: "journal")
        try disk.sync("journal", wait: false)
        try disk.append("two", to: "journal")
        try disk.sync("journal", wait: true)
        #expect(try disk.text("journal") == "onetwo")
    }

    @Test mutating func aMissingFileIsMissing() {
        let expected = DiskError(.missing, "cannot read journal: No such file or directory")
        #expect(throws: expected) { try disk.read("journal") }
        #expect(throws: DiskError.self) { try disk.truncate("journal", to: 0) }
        #expect(throws: DiskError.self) { try disk.sync("journal", wait: true) }
        #expect(throws: DiskError.self) { try disk.remove("journal") }
        #expect(try! disk.list() == [])
    }

    @Test mutating func whatACrashLeftHalfWrittenIsClearedAway() throws {
        try folder.write("half", to: "checkpoint.new")
        try folder.write("whole", to: "checkpoint")
        disk = try PosixDisk(folder: folder.path)
        #expect(try disk.list() == ["checkpoint"])
    }

    @Test func thereIsRoom() throws { #expect(try #require(disk.freeBytes) > 0) }
}

extension PosixDisk {
    func text(_ name: String) throws -> String { String(decoding: try read(name), as: UTF8.self) }

    mutating func append(_ text: String, to name: String) throws { try append([text], to: name) }

    mutating func append(_ texts: [String], to name: String) throws {
        let copies = texts.map { text in
            let copy = UnsafeMutableRawBufferPointer.allocate(
                byteCount: text.utf8.count, alignment: 1)
            copy.copyBytes(from: text.utf8)
            return copy
        }
        defer { for copy in copies { copy.deallocate() } }
        try append(copies.map { UnsafeRawBufferPointer($0) }, to: name)
    }
}
