import Model
import PluginKit

/// An envelope as people review it: what of it is not plain, then its body.
struct EnvelopeText {
    private let envelope: Envelope

    init(_ envelope: Envelope) { self.envelope = envelope }

    var text: String {
        var lines: [String] = []
        let query = envelope.query.pairs.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
        let path = envelope.path + (query.isEmpty ? "" : "?" + query)
        if envelope.method != .post || !path.isEmpty {
            lines.append("\(envelope.method.rawValue) \(path)")
        }
        lines += envelope.headers.pairs.map { "\($0.name): \($0.value)" }
        switch envelope.enclosure {
        case .form(let body, let picture, let name)?:
            lines.append("form: \(body), \(picture) = \(name)")
        case .inline(let name)?: lines.append("inline: \(name)")
        case nil: break
        }
        let isJSON = envelope.contentType.hasPrefix("application/json")
        let body = isJSON ? JSONText(envelope.body).text : envelope.body
        if !isJSON { lines.append(envelope.contentType) }
        lines.append(body)
        if !envelope.html.isEmpty {
            lines.append("--- html")
            lines.append(envelope.html.split(separator: "><").joined(separator: ">\n<"))
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

/// The same JSON, what fits a line on one, keys in their order.
private struct JSONText {
    private let json: [Character]

    init(_ json: String) { self.json = Array(json) }

    var text: String {
        var place = 0
        return written(&place, indent: 0)
    }

    /// The value at a place, which goes behind it.
    private func written(_ place: inout Int, indent: Int) -> String {
        guard json[place] == "{" || json[place] == "[" else { return plain(&place) }
        let (start, open) = (place, json[place])
        var parts: [String] = []
        place += 1
        while json[place] != "}", json[place] != "]" {
            var part = ""
            if open == "{" {
                part = plain(&place) + ": "
                place += 1
            }
            parts.append(part + written(&place, indent: indent + 2))
            if json[place] == "," { place += 1 }
        }
        place += 1
        let line = String(json[start..<place])
        if line.count + indent <= 100 { return line }
        let margin = "\n" + String(repeating: " ", count: indent + 2)
        let close = open == "{" ? "}" : "]"
        return "\(open)\(margin)" + parts.joined(separator: ",\(margin)")
            + "\n" + String(repeating: " ", count: indent) + close
    }

    private func plain(_ place: inout Int) -> String {
        let start = place
        if json[place] == "\"" {
            place += 1
            while json[place] != "\"" { place += json[place] == "\\" ? 2 : 1 }
            place += 1
        } else {
            while place < json.count, !",:}]".contains(json[place]) { place += 1 }
        }
        return String(json[start..<place])
    }
}
