import Model

/// The number by which Prometheus and Alertmanager know a set of labels.
///
/// - Source: prometheus/common, `model/signature.go`: FNV-1a of 64 bits over names and values in
///   the order of the names, the byte 255 after each; 16 hexadecimal digits.
func fingerprint(of labels: Labels) -> String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    func combine(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    for pair in labels.pairs.sorted(by: { $0.name < $1.name }) {
        for text in [pair.name, pair.value] {
            text.utf8.forEach(combine)
            combine(255)
        }
    }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
}
