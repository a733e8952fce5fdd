internal import Model
internal import PluginKit

/// A mail's HTML: readable on a phone, and with its looks in each element, since programs for mail
/// leave style sheets out.
struct EmailPage {
    let story: Story
    let showsPicture: Bool

    private static let font = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,sans-serif"

    var html: String {
        let parts = [title, lines, picture, facts, buttons, colophon]
        return """
            <!DOCTYPE html><html lang="\(story.notification.tongue.code)"><head>\
            <meta charset="utf-8">\
            <meta name="viewport" content="width=device-width,initial-scale=1"></head>\
            <body style="margin:0;padding:12px;background:#f4f5f7;\(Self.font)">\
            <div style="max-width:600px;margin:0 auto;padding:16px;background:#ffffff;\
            border-left:6px solid \(story.mood.hexadecimal)">\(parts.joined())</div></body></html>
            """
    }

    private var title: String {
        let text = Dialect.html.line(story.title, to: Email.Limit.value)
        return "<h1 style=\"margin:0 0 12px;font-size:18px;line-height:1.35\">\(text)</h1>"
    }

    private var lines: String {
        let broken = Dialect.html.brokenLines(
            story.lines(showsTrail: !showsPicture), to: Email.Limit.body)
        return broken.isEmpty
            ? "" : "<p style=\"margin:0 0 12px;font-size:15px;line-height:1.5\">\(broken)</p>"
    }

    private var picture: String {
        guard showsPicture else { return "" }
        let text = Dialect.html.line(story.plainTitle, to: Email.Limit.value)
        return "<img src=\"cid:\(Email.picture)\" alt=\"\(text)\""
            + " style=\"display:block;width:100%;max-width:568px;margin:0 0 12px\">"
    }

    private var facts: String {
        let rows = story.facts.map { fact in
            let name = Dialect.html.line(fact.name, to: Email.Limit.value)
            let value = Dialect.html.line(fact.value, to: Email.Limit.value)
            return "<tr><td style=\"padding:3px 16px 3px 0;color:#5e6c84;vertical-align:top\">"
                + "\(name)</td><td style=\"padding:3px 0\">\(value)</td></tr>"
        }
        return "<table style=\"margin:0 0 12px;font-size:14px;border-collapse:collapse\">"
            + rows.joined() + "</table>"
    }

    private var buttons: String {
        let buttons = story.links(upTo: Email.Limit.link).map { link in
            let looks =
                link.purpose == .acknowledge
                ? "background:#0052cc;color:#ffffff" : "background:#ebecf0;color:#172b4d"
            // A link may hold no quote; `&` is the one sign that HTML would read.
            let url = Dialect.html.cut(link.url, to: .max)
            return "<a href=\"\(url)\" style=\"display:inline-block;margin:0 8px 8px 0;"
                + "padding:10px 16px;border-radius:4px;text-decoration:none;font-size:15px;"
                + "\(looks)\">\(link.name)</a>"
        }
        return buttons.isEmpty ? "" : "<p style=\"margin:0 0 8px\">\(buttons.joined())</p>"
    }

    private var colophon: String {
        let text = Dialect.html.line(
            story.colophon.joined(separator: " · "), to: Email.Limit.value)
        return text.isEmpty
            ? "" : "<p style=\"margin:0;color:#5e6c84;font-size:12px\">\(text)</p>"
    }
}
