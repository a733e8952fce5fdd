public import PluginKit

/// Every built-in notifier, in the order of their names.
///
/// To add one: write its file beside this one and add its line here. The notifier laws and the
/// golden envelopes then cover it.
public let builtinNotifiers: [any Notifier.Type] = [
    Alertmanager.self,
    Discord.self,
    Email.self,
    GoogleChat.self,
    Mattermost.self,
    Ntfy.self,
    PagerDuty.self,
    Slack.self,
    SlackBot.self,
    Teams.self,
    Webhook.self,
]
