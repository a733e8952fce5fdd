internal import Model
internal import PluginKit

/// The three calls that put a picture into the thread of a message.
///
///     files.getUploadURLExternal      where to, and by what it will be known
///     the address that was told       the picture
///     files.completeUploadExternal    into which thread
struct SlackUpload {
    let story: Story
    let bytes: Int

    private static let name = "kpi.png"
    private static let titleLength = 200

    /// - Parameter replies: to the message, and to the calls so far.
    func step(after replies: [Reply]) -> FollowUp? {
        let answers = replies.compactMap(\.goodBody)
        guard answers.count == replies.count, let first = answers.first,
            let message = SlackBot.Place(AnswerGlance(first))
        else { return nil }
        switch answers.count {
        case 1: return FollowUp(.path("/files.getUploadURLExternal"), question)
        case 2:
            guard let place = AnswerGlance(answers[1])["upload_url"] else { return nil }
            return FollowUp(.elsewhere(place), .picture)
        case 3:
            guard let file = AnswerGlance(answers[1])["file_id"] else { return nil }
            return FollowUp(
                .path("/files.completeUploadExternal"), conclusion(file, under: message))
        default: return nil
        }
    }

    private var question: FollowUp.Content {
        .text(
            "filename=\(Self.name)&length=\(bytes)",
            type: "application/x-www-form-urlencoded")
    }

    private func conclusion(_ file: String, under message: SlackBot.Place) -> FollowUp.Content {
        let title = Dialect.plain.line(story.title, to: Self.titleLength)
        let json: JSON = [
            "files": [["id": .text(file), "title": .text(title)]],
            "channel_id": .text(message.channel), "thread_ts": .text(message.time),
        ]
        return .text(json.line, type: "application/json; charset=utf-8")
    }
}

extension Reply {
    fileprivate var goodBody: String? {
        if case .answer(200, let body, _) = self { body } else { nil }
    }
}
