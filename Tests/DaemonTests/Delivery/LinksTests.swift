import Foundation
import Model
import Testing

@testable import Daemon

/// Who holds a link may do what it says, until it ends, and nothing else.
@Suite struct LinksTests {
    private let links = Links(base: "https://vigie.example/", key: Array("a key".utf8))
    private let sent = Timestamp(nanoseconds: 1_773_000_000_500_000_000)

    @Test func anAcknowledgement() throws {
        let token = try token(of: links.acknowledge("4f0c", contact: "on-call.fr", sent: sent))
        #expect(
            links.acknowledgement(by: token, at: sent)
                == Links.Acknowledgement(incident: "4f0c", contact: "on-call.fr"))
        #expect(links.acknowledgement(by: token, at: sent + .days(7)) != nil)
        #expect(links.acknowledgement(by: token, at: sent + .days(7) + .seconds(2)) == nil)
    }

    @Test func aPicture() throws {
        let link = links.picture("4f0c", sent: sent)
        #expect(link.hasPrefix("https://vigie.example/pictures/4f0c.png?token="))
        let token = try token(of: link)
        #expect(links.showsPicture(of: "4f0c", by: token, at: sent))
        #expect(!links.showsPicture(of: "4f0d", by: token, at: sent))
        #expect(!links.showsPicture(of: "4f0c", by: token, at: sent + .days(31)))
    }

    @Test func aPage() throws {
        let link = links.incident("4f0c", sent: sent)
        #expect(link.hasPrefix("https://vigie.example/incidents/4f0c?token="))
        let token = try token(of: link)
        #expect(links.showsPage(of: "4f0c", by: token, at: sent + .days(30)))
        #expect(!links.showsPage(of: "4f0d", by: token, at: sent))
        #expect(!links.showsPage(of: "4f0c", by: token, at: sent + .days(31)))
    }

    /// To see is not to acknowledge, and a picture is not the whole page.
    @Test func oneIsNotTheOther() throws {
        let seeing = try token(of: links.picture("4f0c", sent: sent))
        let reading = try token(of: links.incident("4f0c", sent: sent))
        let pressing = try token(of: links.acknowledge("4f0c", contact: "a", sent: sent))
        #expect(links.acknowledgement(by: seeing, at: sent) == nil)
        #expect(links.acknowledgement(by: reading, at: sent) == nil)
        #expect(!links.showsPage(of: "4f0c", by: seeing, at: sent))
        for token in [reading, pressing] {
            #expect(links.showsPage(of: "4f0c", by: token, at: sent))
            #expect(links.showsPicture(of: "4f0c", by: token, at: sent))
            #expect(!links.showsPicture(of: "4f0d", by: token, at: sent))
        }
    }

    @Test func aChangedTokenIsNone() throws {
        let token = try token(of: links.acknowledge("4f0c", contact: "ops", sent: sent))
        for place in token.indices {
            for letter in "AZaz09-_.+" where letter != token[place] {
                var changed = token
                changed.replaceSubrange(place...place, with: [letter])
                #expect(links.acknowledgement(by: changed, at: sent) == nil, "\(changed)")
            }
        }
        for text in ["", ".", "..", "a.b.c", String(token.dropLast()), token + "A"] {
            #expect(links.acknowledgement(by: text, at: sent) == nil, "\(text)")
        }
        let others = Links(base: "https://vigie.example", key: Array("another".utf8))
        #expect(others.acknowledgement(by: token, at: sent) == nil)
    }

    @Test func theSameMessageHasTheSameLink() {
        #expect(
            links.acknowledge("i", contact: "c", sent: sent)
                == links.acknowledge("i", contact: "c", sent: sent))
        #expect(links.incident("a/b?c é") == "https://vigie.example/incidents/a%2Fb%3Fc%20%C3%A9")
    }

    @Test func theKeyIsKept() throws {
        let folder = try ScratchFolder()
        var settings = Settings()
        settings.state = folder.path
        #expect(try Links(settings) == nil)
        settings.publicURL = "http://h:1"
        let link = try #require(try Links(settings)).picture("i", sent: sent)
        #expect(try Links(settings)?.picture("i", sent: sent) == link)
        let path = folder.path + "/" + Links.file
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
        #expect(mode as? Int == 0o600)
    }

    private func token(of link: String) throws -> String {
        String(try #require(link.split(separator: "token=").last))
    }
}
