import Core
import Daemon
import Foundation
import Locks
import Model
import Notifiers
import Plans
import PluginKit

// Every message of every alert, as people will read it.
extension Check {
    func showTexts(of plan: Plan) throws {
        let now = Timestamp.wallClock.aligned(to: .minutes(1))
        let sender = try chosenNotifier()
        for alert in plan.alerts {
            let samples = SampleMessages(of: alert, in: plan, opened: now)
            show(samples.notifications, of: alert.name, sender)
        }
        for watch in plan.watches {
            let samples = SampleOccurrences(of: watch, in: plan, at: now)
            show(samples.notifications, of: watch.name, sender)
        }
    }

    /// In which words the bodies are; nil: none are asked for.
    private func chosenNotifier() throws -> (any Notifier)? {
        guard let notifier else { return nil }
        if let type = builtins.notifier(notifier) { return type.init() }
        let names = builtins.notifiers.map { $0.manifest.name }.joined(separator: ", ")
        throw refuse("no notifier is called `\(notifier)`; there are \(names)")
    }

    private func show(
        _ notifications: [PluginKit.Notification], of alert: String, _ sender: (any Notifier)?
    ) {
        print("\nalert \(alert)")
        for notification in notifications {
            let change = "\(notification.previous.name) to \(notification.state.name)"
            print("\n  \(notification.kind.name), \(change)")
            if let sender {
                print("    " + sender.envelope(for: notification).body)
                continue
            }
            let lines =
                [Headline(notification).text, notification.summary, notification.detail]
                + notification.causeLines
            for text in lines where !text.isEmpty {
                print(text.split(separator: "\n").map { "    " + $0 }.joined(separator: "\n"))
            }
        }
    }
}
