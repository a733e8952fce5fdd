import Model
import Plans

/// What one source declares, in its order.
struct Declarations: Sendable {
    var streams: [StreamDeclaration] = []
    var kpis: [KPIDeclaration] = []
    var alerts: [AlertDeclaration] = []
    var watches: [WatchDeclaration] = []
    var calendars: [CalendarDeclaration] = []
    var tables: [TableDeclaration] = []
    var tests: [TestDeclaration] = []
    var params: [Assignment] = []
    var sets: [Assignment] = []
    var stages: [StageDeclaration] = []
    var benchmarks: [BenchmarkDeclaration] = []
    /// Names of declarations that could not be read at all, or not yet by this version: known, so
    /// that their uses raise no second complaint.
    var lost: [Name] = []
    /// What the alerts of this source speak.
    var language: LanguageDeclaration?
    var lastAlertIsWatch = false

    /// Notes that what was declared last, by that word, may lack some of its clauses.
    mutating func damageLast(_ word: String) {
        switch word {
        case "stream": streams[streams.count - 1].isDamaged = true
        case "kpi": kpis[kpis.count - 1].isDamaged = true
        case "alert" where lastAlertIsWatch: watches[watches.count - 1].isDamaged = true
        case "alert": alerts[alerts.count - 1].isDamaged = true
        case "calendar": calendars[calendars.count - 1].isDamaged = true
        case "table": tables[tables.count - 1].isDamaged = true
        case "test": tests[tests.count - 1].isDamaged = true
        default: break
        }
    }
}

struct LanguageDeclaration: Sendable {
    var tongue: Tongue
    var range: SourceRange
}

/// `isDamaged`, here and below: a clause of it could not be read. That was reported; what is
/// missing is not.
struct StreamDeclaration: Sendable {
    struct Tag: Sendable {
        var name: Name
        var values: [Text]
    }

    struct Field: Sendable {
        var name: Name
        var type: TypeName
        /// Where it says `id`.
        var id: SourceRange?
        /// Where it says `weight`.
        var weight: SourceRange?
        var isShown = false
    }

    var name: Name
    var tags: [Tag] = []
    var fields: [Field] = []
    var late: Span?
    /// What is refused.
    var refuse: Expression?
    var isDamaged = false
}

/// `duration(ms)`, `percent(100)`, `score(0..10)`, `text`.
struct TypeName: Sendable {
    enum Detail: Sendable {
        case word(String)
        case number(Double)
        case bounds(Double, Double)
    }

    var name: Name
    var detail: Detail?
    var range: SourceRange
}

/// A length of time in a clause.
struct Span: Sendable {
    var interval: Interval
    var range: SourceRange
}

/// A whole number in a clause.
struct Whole: Sendable {
    var value: Int
    var range: SourceRange
}

struct KPIDeclaration: Sendable {
    var name: Name
    var title: Text?
    var selection = Selection()
    var value: Expression?
    var by: [Name] = []
    var over: Span?
    var period: CalendarWindow?
    var every: Span?
    var settle: Span?
    var needs: Whole?
    var better: (side: KPIPlan.Better, range: SourceRange)?
    var anonymousBelow: Whole?
    var stage: Name?
    var kano: Kano?
    var goal: Goal?
    var groupLimit: Whole?
    /// Where it says that no alert is wanted.
    var isUnwatched = false
    var also: [KPIPlan.Name] = []
    var isDamaged = false
}

/// `goal 50 points by 2026-12-31`.
struct Goal: Sendable {
    var value: Expression
    /// Days since 1970-01-01.
    var by: Int?
}

/// `stage purchase moment of truth`.
struct StageDeclaration: Sendable {
    var name: Name
    var isMomentOfTruth: Bool
}

/// `benchmark nps_retail = 46 points from "..." in 2024`.
struct BenchmarkDeclaration: Sendable {
    var name: Name
    /// nil where it could not be read.
    var value: Literal?
    /// Of an effort score.
    var scale: Scale?
    var source = ""
    var year = 0

    struct Scale: Sendable {
        var plan: EffortScale
        var range: SourceRange
    }
}

/// `per closed month in "Europe/Paris"`.
struct CalendarWindow: Sendable {
    var unit: Name
    var isClosedOnly: Bool
    var zone: Text?
    var range: SourceRange
}

struct AlertDeclaration: Sendable {
    /// A condition and how long it must hold.
    struct Held: Sendable {
        /// Where its first word stands.
        var word: SourceRange
        var condition: Expression
        var lasting: Span?
    }

    struct Rung: Sendable {
        var severity: Severity
        var when: Held
    }

    /// What it watches.
    enum Subject: Sendable {
        case kpi(Name)
        /// That a stream goes on: `on stream survey by kind`.
        case stream(Selection, by: [Name])
    }

    var name: Name
    var subject: Subject
    var rungs: [Rung] = []
    var recover: Held?
    var noData: NoData?
    /// Where the clause stands.
    var noDataRange: SourceRange?
    var repeatEvery: Span?
    var explainBy: [Name] = []
    var quote: Name?
    var message = Message()
    var isDamaged = false
}

/// What alerts of every kind say, and to whom.
struct Message: Sendable {
    var notify: [Text] = []
    var summary: Text?
    var detail: Text?
    var owner: Text?
    var runbook: Text?
    var labels: [(name: Name, value: Text)] = []
    /// The calendar in whose open hours it is judged.
    var during: Name?
    /// The calendar whose days and hours it learns by.
    var season: Name?
    /// Alerts that keep it quiet.
    var unless: [Name] = []
    var isShadow = false
    var bundle: Bundle?

    /// `bundle by TAGS within D`.
    struct Bundle: Sendable {
        var by: [Name]
        var within: Span
    }
    /// Known once the whole source is.
    var tongue = Tongue.english
}

/// An alert on each event of a stream.
struct WatchDeclaration: Sendable {
    struct Once: Sendable {
        var column: Name
        var within: Span
    }

    var name: Name
    var stream: Name
    var rungs: [AlertDeclaration.Rung] = []
    var once: Once?
    var message = Message()
    var isDamaged = false
}

/// When a business is open.
struct CalendarDeclaration: Sendable {
    /// `mon..fri 08:00..12:00`, or one date with hours of its own.
    struct Opening: Sendable {
        enum Days: Sendable {
            /// 0 is Monday.
            case weekdays([Int])
            case dates(ClosedRange<Int>)
        }

        var days: Days
        /// In minutes since midnight; where the second is not after the first, it is of the next
        /// day.
        var from: Int
        var to: Int
        var label: Text?
        var range: SourceRange
    }

    /// Days since 1970-01-01.
    struct Closing: Sendable {
        var days: ClosedRange<Int>
        var label: Text?
        var range: SourceRange
    }

    var name: Name
    var zone: Text?
    var open: [Opening] = []
    var closed: [Closing] = []
    /// Files of holidays.
    var holidays: [Text] = []
    var isDamaged = false
}

/// A number that differs by the values of tags.
struct TableDeclaration: Sendable {
    struct Row: Sendable {
        /// Empty: for all others.
        var keys: [Text]
        var value: Literal
        var range: SourceRange
    }

    var name: Name
    var by: [Name] = []
    var rows: [Row] = []
    var isDamaged = false
}

/// `param NAME = LITERAL` or `set NAME = LITERAL`.
struct Assignment: Sendable {
    var name: Name
    /// nil where it could not be read.
    var value: Literal?
}
