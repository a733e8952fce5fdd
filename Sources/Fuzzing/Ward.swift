import Core
import Language
import Model
import Plans
import PluginKit

/// The fixed rules by which fuzzed engines live: small rings, low limits, and every kind of store,
/// clause and reference.
enum Ward {
    static let start = Timestamp(nanoseconds: 1_773_043_200_000_000_000)

    /// Journals and checkpoints name the rules by one letter instead of holding them: so that the
    /// fuzzer spends its bytes on the rest.
    static let linker: Linker = { rules in
        switch rules.files.first?.text {
        case "1": Program(firstPlan, from: rules, with: RuleTrial.registry)
        case "2": Program(secondPlan, from: rules, with: RuleTrial.registry)
        default: nil
        }
    }

    static func rules(_ name: String) -> RuleSet {
        var bounds = Bounds()
        bounds.series = 20
        bounds.groupsPerKPI = 5
        let fast = DeliveryRate(burst: 3, interval: .milliseconds(50))
        let book = ContactBook(
            contacts: [
                ContactPlan("room", type: "slack", rate: fast),
                ContactPlan("hook", type: "webhook", rate: fast),
            ], routes: [RoutePlan(match: Labels(), notify: ["hook"])])
        return RuleSet(files: [.init(path: "a", text: name)], book: book, bounds: bounds)
    }

    private static let firstPlan = plan(first)
    private static let secondPlan = plan(second)

    private static func plan(_ text: String) -> Plan {
        let sources = [SourceText(path: "ward.vigie", text: text)]
        let compilation = compile(sources, with: RuleTrial.registry)
        guard let plan = compilation.plan else {
            preconditionFailure(render(compilation.diagnostics, sources: sources))
        }
        return plan
    }

    private static let streams = """
        stream c {
          tag   k in ["", "a", "b", "c"], t
          field w duration(s)
          field m score(0..10)
          field i text id
          field b bool
          late  2m
        }
        stream o {
          tag   k
          field e money(EUR)
          late  1m
        }

        """

    static let first =
        streams + """
            param most = 30s
            kpi wait "Waiting" {
              from   c where k != "c"
              value  mean(w)
              by     k
              over   3m every 1m
              needs  2
            }
            kpi parts {
              value  share(b from c) + count(k == "a" from c) / count(from c)
              over   4m every 2m
            }
            kpi tail {
              from   c
              value  p90(w) - min(w)
              by     k, t
              over   2m every 30s
              limit  4 groups
            }
            kpi minds {
              from   c
              value  nps(m)
              by     t
              over   5m every 1m
            }
            kpi spent {
              from   o
              value  sum(e)
              over   10m every 5m
            }
            kpi gap {
              value  max(w from c) - wait
              by     k
              over   3m every 1m
            }
            alert slow on wait {
              owner    "x"
              warning  when value > most for 1m
              critical when value > 2 * most
              recover  when value < 20s for 1m
              no data  warning after 5m
              notify   "room", "hook"
              repeat   every 10m
              summary  "{k} is {value}, not {limit}, since {since}"
            }
            alert odd on tail {
              owner    "x"
              info     when value > 5s and samples > 1
            }
            alert wide on gap {
              owner    "x"
              warning  when value > wait for 2m
              no data  ok
              notify   "room"
            }

            """

    static let second =
        streams + """
            kpi people {
              from   c
              value  distinct(i)
              by     t
              over   5m every 1m
            }
            kpi wait {
              from   c where k != "c"
              value  mean(w)
              by     k
              over   3m every 1m
              needs  2
            }
            kpi spread {
              from   c
              value  stddev(w) + first(w) - last(w)
              by     k
              over   2m every 1m
            }
            kpi glad {
              from   c
              value  csat(m)
              over   4m every 1m
            }
            alert slow on wait {
              owner    "x"
              warning  when value > 40s
              notify   "hook"
            }
            alert crowd on people {
              owner    "x"
              info     when value > 3
              no data  info after 2m
            }

            """
}
