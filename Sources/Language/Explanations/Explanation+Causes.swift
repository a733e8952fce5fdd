extension Code {
    /// Of what moved a KPI.
    var causeExplanation: Explanation {
        switch self {
        case .explainsNothing: Self.explainsNothingAnswer
        case .tooManyTags: Self.tooManyTagsAnswer
        default: preconditionFailure("`\(rawValue)` has its answer elsewhere")
        }
    }

    private static let explainsNothingAnswer = Explanation(
        #"""
        `explain by` says how much of a change each segment makes, and the parts add up to the
        whole. That can be told of counts, sums, shares, means, CSAT and NPS, of one sum divided by
        another, and of what is computed from them with plain numbers; of a quantile, a greatest
        and a least it is told how many events lie beyond the limit. What is distinct, a deviation
        or the difference of two means does not split so. A tag of the KPI's own `by` has one value
        in         each group, and explains nothing either. The alert works without.
        """#,
        wrong: #"""
            kpi uneven {
              from  contact
              value stddev(wait_s)
              over  1h
            }

            alert a on uneven {
              owner   "support"
              warning when value > 5m
              explain by team
            }
            """#,
        right: #"""
            kpi long_wait {
              from  contact
              value p90(wait_s)
              over  1h
            }

            alert a on long_wait {
              owner   "support"
              warning when value > 5m
              explain by team
            }
            """#)

    private static let tooManyTagsAnswer = Explanation(
        #"""
        Each tag doubles the segments that are looked at, and where there are many, chance makes
        some of them look guilty. The tags to name are those that somebody can act on.
        """#,
        wrong: #"""
            stream visit {
              tag a, b, c, d, e, f
            }

            kpi visits {
              from  visit
              value count()
              over  1h
            }

            alert few on visits {
              owner   "web"
              warning when value < 10
              explain by a, b, c, d, e, f
            }
            """#,
        right: #"""
            stream visit {
              tag a, b, c, d, e, f
            }

            kpi visits {
              from  visit
              value count()
              over  1h
            }

            alert few on visits {
              owner   "web"
              warning when value < 10
              explain by a, b
            }
            """#)
}
