import Core
import Model

/// What the pages behind a link say, in the language of the alert.
struct PageWords {
    let tongue: Tongue

    private func say(_ english: String, _ french: String) -> String {
        tongue == .french ? french : english
    }

    var code: String { say("en", "fr") }
    var takeIt: String { say("I have it in hand", "Je m’en occupe") }
    var name: String { say("Your name", "Votre nom") }
    var comment: String { say("A comment, if you like", "Un commentaire, si vous voulez") }
    var since: String { say("since", "depuis") }
    var value: String { say("value", "valeur") }
    var limit: String { say("limit", "limite") }
    var group: String { say("group", "groupe") }
    var state: String { say("state", "état") }

    var story: String { say("The whole story", "Toute l’histoire") }

    func taken(by name: String) -> String {
        name.isEmpty
            ? say("Somebody has it in hand.", "Quelqu’un s’en occupe.")
            : say("\(name) has it in hand.", "\(name) s’en occupe.")
    }
    var takenNow: String {
        say(
            "Noted: nobody is reminded any more of it, or of what the same message told, and those "
                + "who were told hear of it.",
            "C’est noté : plus aucun rappel ne part, ni de cet incident ni de ceux du même message,"
                + " et les personnes averties l’apprennent.")
    }
    var isOver: String { say("It is over.", "C’est terminé.") }
    var wasUsed: String {
        say(
            "This link was used before. Each counts once.",
            "Ce lien a déjà servi. Chacun ne compte qu’une fois.")
    }
    var isUnknown: String {
        say(
            "This incident is not known any more.", "Cet incident n’est plus connu.")
    }
    var tryAgain: String {
        say(
            "That did not work just now. Try again in a moment.",
            "Cela n’a pas fonctionné. Réessayez dans un instant.")
    }
}
