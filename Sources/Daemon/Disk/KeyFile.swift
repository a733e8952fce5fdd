import Foundation
import Host
import Model

/// A key that a state folder keeps: made once, by chance, and the same from then on.
struct KeyFile {
    /// Random bytes in a new one.
    private static let length = 32

    private let name: String
    private let folder: String

    init(_ name: String, in folder: String) {
        self.name = name
        self.folder = folder
    }

    /// - Parameter purpose: what is done by it, as in "cannot read x.key, by which …".
    func bytes(by purpose: String) throws(DiskError) -> [UInt8] {
        let path = folder + "/" + name
        if let known = FileManager.default.contents(atPath: path), !known.isEmpty {
            return Array(known)
        }
        guard
            !FileManager.default.fileExists(atPath: path)
                || FileManager.default.isReadableFile(atPath: path)
        else { throw DiskError(.other, "cannot read \(path), by which \(purpose)") }
        var source = SystemRandomNumberGenerator()
        let made = (0..<Self.length).map { _ in UInt8.random(in: 0...255, using: &source) }
        try WholeFile(name, in: folder).write(made)
        return made
    }
}
