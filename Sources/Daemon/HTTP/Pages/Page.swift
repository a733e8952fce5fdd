import HTTPTypes
import Hummingbird
import NIOCore

/// A page for people: HTML without scripts, readable on a phone, in light and dark.
struct Page {
    var title: String
    var language = "en"
    /// The way from the page to the root, for what it needs: empty or `../`.
    var root = ""
    /// To whom a browser tells the address of the page, which may hold a token.
    var referrer = "no-referrer"
    /// HTML.
    var body: String

    var text: String {
        """
        <!doctype html>
        <html lang="\(language)">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="robots" content="noindex">
        <title>\(escaped(title))</title>
        <link rel="stylesheet" href="\(root)style.css">
        </head>
        <body>
        <main>
        \(body)
        </main>
        </body>
        </html>

        """
    }

    /// What a browser may load for it, and to where it may send: nothing but our own.
    func response(_ status: HTTPResponse.Status = .ok) -> Response {
        .text(
            text, status, type: "text/html; charset=utf-8",
            headers: [
                .contentSecurityPolicy: """
                default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; \
                base-uri 'none'; frame-ancestors 'none'
                """,
                .referrerPolicy: referrer, .cacheControl: "no-store",
            ])
    }

    static let style = """
        :root { color-scheme: light dark; }
        body { margin: 0; font: 1.05rem/1.5 system-ui, sans-serif; }
        main { max-width: 44rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
        h1 { font-size: 1.4rem; line-height: 1.25; margin: 0 0 .5rem; }
        h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
        p { margin: .5rem 0; }
        .critical, .nodata { border-left: .4rem solid #c62828; padding-left: .8rem; }
        .warning { border-left: .4rem solid #e68a00; padding-left: .8rem; }
        .info, .ok { border-left: .4rem solid #2e7d32; padding-left: .8rem; }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; }
        dt { opacity: .7; }
        dd { margin: 0; overflow-wrap: anywhere; }
        label { display: block; margin: 1rem 0 .25rem; }
        input { font: inherit; width: 100%; box-sizing: border-box; padding: .6rem; }
        button { font: inherit; font-weight: 600; width: 100%; margin-top: 1.25rem; padding: .9rem;
          border: 0; border-radius: .4rem; background: #1565c0; color: #fff; }
        pre, .wide { overflow-x: auto; }
        pre { font-size: .85rem; }
        table { border-collapse: collapse; width: 100%; }
        td, th { text-align: left; vertical-align: top; padding: .3rem .8rem .3rem 0;
          border-bottom: 1px solid #8886; }
        img { max-width: 100%; height: auto; }

        """
}

/// A text as it may stand in HTML, between tags or between quotation marks.
func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "&": escaped += "&amp;"
        case "<": escaped += "&lt;"
        case ">": escaped += "&gt;"
        case "\"": escaped += "&quot;"
        case "'": escaped += "&#39;"
        default: escaped.unicodeScalars.append(scalar)
        }
    }
    return escaped
}

extension HTTPField.Name {
    static let referrerPolicy = HTTPField.Name("Referrer-Policy")!
}
