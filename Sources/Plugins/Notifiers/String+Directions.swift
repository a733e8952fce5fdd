// What says in which direction a text is read. Right-to-left letters need none of it: they say so
// themselves. With it, a customer's name turns a title round, or shows an address as another.

extension Unicode.Scalar {
    /// - Source: Unicode Standard Annex 9, "Unicode Bidirectional Algorithm", 2.
    var isDirection: Bool {
        switch value {
        case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}

extension String {
    /// - Complexity: O(length), without a copy where there is none.
    var withoutDirections: String {
        guard unicodeScalars.contains(where: \.isDirection) else { return self }
        return String(UnicodeScalarView(unicodeScalars.filter { !$0.isDirection }))
    }
}
