import Foundation
import Glibc
import Host

/// The folder in which vigie remembers.
enum StateFolder {
    /// That it is there and may be written to; the error says what to do.
    static func check(_ folder: String) throws(DiskError) {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder) else {
            _ = access(folder, F_OK)
            let error = DiskError.system("use the state folder", folder)
            throw DiskError(
                error.kind,
                "\(error.reason); make it with `install -d -m 0700 -o USER \(folder)`, or name"
                    + " another by `state:` in vigie.yaml or `--state`")
        }
        guard isFolder.boolValue else {
            throw DiskError(.other, "cannot use the state folder \(folder): it is not a folder")
        }
        guard access(folder, R_OK | W_OK | X_OK) == 0 else {
            let error = DiskError.system("write in the state folder", folder)
            throw DiskError(
                error.kind,
                "\(error.reason); it must belong to the user that runs vigie:"
                    + " `chown \(geteuid()) \(folder)`")
        }
    }

    /// Removes files, and gives what could not be removed.
    static func remove(_ names: [String], from folder: String) -> [DiskError] {
        var failures: [DiskError] = []
        for name in names where unlink(folder + "/" + name) != 0 {
            failures.append(.system("remove \(name)"))
        }
        if !names.isEmpty {
            do throws(DiskError) { try sync(folder) } catch { failures.append(error) }
        }
        return failures
    }

    /// Makes new, renamed and removed names of the folder last.
    static func sync(_ folder: String) throws(DiskError) {
        let file = try FileDescriptor(folder, O_RDONLY | O_DIRECTORY, "sync \(folder)")
        guard retrying({ Int(fsync(file.number)) }) == 0 else { throw .system("sync", folder) }
    }
}
