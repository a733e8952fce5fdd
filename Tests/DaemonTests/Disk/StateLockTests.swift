import Glibc
import Host
import Testing

@testable import Daemon

/// A state folder has one daemon, and it has to be there.
@Suite struct StateLockTests {
    @Test func aSecondDaemonIsRefused() throws {
        let folder = try ScratchFolder()
        let lock = try StateLock(folder: folder.path)
        let expected = DiskError(
            .other, "another vigie (process \(getpid())) uses \(folder.path)")
        #expect(throws: expected) { try StateLock(folder: folder.path) }
        withExtendedLifetime(lock) {}
    }

    @Test func theLockEndsWithItsHolder() throws {
        let folder = try ScratchFolder()
        _ = try StateLock(folder: folder.path)
        _ = try StateLock(folder: folder.path)
    }

    @Test func aMissingFolderIsToldWithWhatToDo() {
        let error = #expect(throws: DiskError.self) { try StateLock(folder: "/no/such/folder") }
        #expect(
            error
                == DiskError(
                    .missing,
                    """
                    cannot use the state folder /no/such/folder: No such file or directory; \
                    make it with `install -d -m 0700 -o USER /no/such/folder`, or name another by \
                    `state:` in vigie.yaml or `--state`
                    """))
    }

    @Test func aFileIsNoFolder() throws {
        let folder = try ScratchFolder()
        let file = try folder.write("", to: "file")
        #expect(throws: DiskError.self) { try StateLock(folder: file) }
    }

    @Test(.enabled(if: geteuid() != 0, "the superuser may write anywhere"))
    func anUnwritableFolderIsToldWithWhatToDo() throws {
        let folder = try ScratchFolder()
        chmod(folder.path, 0o500)
        let error = #expect(throws: DiskError.self) { try StateLock(folder: folder.path) }
        #expect(error?.reason.contains("must belong to the user that runs vigie") == true)
    }
}
