import Expressions
import ShardedArrays
import Stages
import Testing

/// What is said of stages: as they were asked for, and where they do not fit the records.
@Suite struct StageTextTests {
  private static let layout = RecordLayout(
    fields: [Field("t", .int64), Field("p", .float64, shape: [3], offset: 8)], widths: [32])

  private func text(_ request: StageRequest) throws -> String {
    try Stage(request, layout: RecordLayout(elements: .float32), records: 1000, nan: .refuse).text
  }

  @Test("as typed, with the options in words")
  func texts() throws {
    let half = try #require(TypedNumber("0.50"))
    let percent = try #require(Decimal("12.50"))
    #expect(try text(.filter(.drop, "x > 4")) == "drop x > 4")
    #expect(
      try text(.selection(.init(.top, .percent(percent), by: "abs(x)"))) == "top 12.5% by abs(x)")
    #expect(try text(.quantile(.init(.below, half))) == "below-quantile 0.50")
    var unique = StageRequest.Unique()
    unique.by = ["x"]
    unique.last = true
    #expect(try text(.unique(unique)) == "unique by x keep last")
    #expect(try text(.unique(.init())) == "unique")
    var outliers = StageRequest.Outliers(.iqr, half)
    outliers.only = true
    #expect(try text(.outliers(outliers)) == "outliers iqr:0.50 only")
    var sample = StageRequest.Sample(.count(3))
    sample.seed = .max
    #expect(try text(.sample(sample)) == "sample 3 seed 18446744073709551615")
    #expect(try text(.every(.init(7))) == "every 7")
    var deadband = StageRequest.Deadband(half)
    (deadband.time, deadband.maxGap, deadband.keepPrevious) = ("i", half, true)
    #expect(try text(.deadband(deadband)) == "deadband 0.50 time i max gap 0.50 keep previous")
    #expect(try text(.swing(.init(half))) == "swing 0.50")
    #expect(try text(.nonfinite) == "nonfinite drop")
    #expect(try text(.budget(.init(.bytes(400)))) == "budget 400 bytes")
    #expect(try text(.keepMass(.init(percent))) == "keep-mass 12.5%")
  }

  private func problem(_ request: StageRequest) -> String? {
    do {
      _ = try Stage(request, layout: Self.layout, records: 10, nan: .refuse)
      return nil
    } catch {
      switch error {
      case .expression(let error): return error.description
      case .request(let error): return error.description
      }
    }
  }

  @Test("what the records do not have")
  func problems() {
    #expect(
      problem(.selection(.init(.top, .count(1))))
        == """
        top 1: a record has more than one number (t, p), and none is named
        try: --by t
        """)
    var unique = StageRequest.Unique()
    unique.by = ["q"]
    #expect(
      problem(.unique(unique)) == "unique by q: no field is called 'q'\ntry: one of t, p")
    #expect(problem(.selection(.init(.top, .count(1), by: "p")))?.contains("row") == true)
    #expect(problem(.selection(.init(.top, .count(1), by: "max(p)"))) == nil)
    var budget = StageRequest.Budget(.ranks(2))
    budget.by = "t"
    #expect(
      problem(.budget(budget))
        == "budget 2 ranks by t: how much one rank holds is not said\ntry: --rank-memory 2GiB")
    budget.limit = .bytes(31)
    #expect(
      problem(.budget(budget))
        == "budget 31 bytes by t: a record has 32 bytes, 31 hold none\ntry: at least 32")
  }

  @Test("what keys are not")
  func keys() {
    #expect(
      StageError.nanKeys(stage: "top 5", key: "x", count: 1).description
        == """
        top 5: 'x' is NaN for 1 record, and NaN has no place in an order
        try: --nan drop, or --nan keep
        """)
    #expect(
      StageError.negativeKeys(stage: "keep-mass 5%", key: "x", count: 2).description
        == """
        keep-mass 5%: 'x' is negative for 2 records, and a part of a sum is defined for keys of 0 \
        or more
        try: --by 'abs(x)'
        """)
    #expect(
      StageError.infiniteKeys(stage: "outliers zscore:3", key: "x", count: 3).description
        == """
        outliers zscore:3: 'x' is infinite for 3 records, so that its sum or mean is not a number
        try: --nonfinite drop before it
        """)
  }
}
