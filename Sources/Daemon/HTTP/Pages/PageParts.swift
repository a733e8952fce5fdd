import Core
import Model
import PluginKit

// What more than one page has.

/// The fields and the button by which somebody takes an incident.
///
/// - Parameter action: to where it goes; nil: to where the page came from.
func takingForm(_ words: PageWords, to action: String? = nil) -> String {
    """
    <form method="post"\(action.map { " action=\"\(escaped($0))\"" } ?? "")>
    <label for="name">\(escaped(words.name))</label>
    <input id="name" name="name" autocomplete="name" maxlength="200">
    <label for="comment">\(escaped(words.comment))</label>
    <input id="comment" name="comment" maxlength="1000">
    <button>\(escaped(words.takeIt))</button>
    </form>
    """
}

/// A link only where it leads to a page.
func runbookLine(_ address: String) -> String {
    guard address.hasPrefix("https://") || address.hasPrefix("http://") else {
        return address.isEmpty ? "" : "<p>Runbook: \(escaped(address))</p>"
    }
    return "<p><a href=\"\(escaped(address))\" rel=\"noreferrer\">Runbook</a></p>"
}

extension IncidentRecord {
    /// HTML; empty: there is no picture.
    ///
    /// - Parameters:
    ///   - root: the way from the page to the root.
    ///   - token: of the link by which the page is seen; empty: there was none.
    func pictureLine(from root: String, by token: String) -> String {
        guard notification.trail != nil else { return "" }
        let address = "\(root)pictures/\(notification.incident).png" + Links.query(token)
        return """
            <p><img src="\(escaped(address))" alt="\(escaped(notification.title))"></p>
            """
    }
}
