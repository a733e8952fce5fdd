import Model

extension Limits {
    /// Bytes of a vigie.yaml. Beyond: it is refused unread.
    static let settingsBytes = 1 << 20
    /// Bytes of a secret file. Beyond: it is refused; somebody named the wrong file.
    static let secretBytes = 64 << 10
}
