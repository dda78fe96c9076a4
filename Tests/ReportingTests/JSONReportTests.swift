import Foundation
import Reporting
import Testing

@Suite struct JSONReportTests {
  func object(_ bytes: [UInt8]) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
  }

  @Test func keys() throws {
    let root = try object(MadeUpReport.skewed.report().encoded())
    func keys(_ name: String) -> [String] {
      ((root[name] as? [String: Any]) ?? [:]).keys.sorted()
    }
    #expect(
      Set(root.keys)
        == Set(
          """
          version command ranks hosts input records stages phases effect imbalance balance memory \
          communication output
          """.split(separator: " ").map(String.init)))
    #expect(keys("records") == ["dropped", "read", "survived"])
    #expect(keys("imbalance") == ["balanced", "before", "pruned"])
    #expect(
      keys("effect") == ["P", "P0", "P1", "after", "before", "measured", "perRank", "pruningAlone"])
    #expect(keys("memory") == ["peak", "predictedPeak", "shardAfter", "shardBefore"])
    #expect(keys("output") == ["digest", "files"])
    #expect(
      keys("balance") == [
        "bandwidth", "decision", "moveSeconds", "movedBytes", "movedRecords", "policy",
        "predictedGainSeconds", "predictedMoveSeconds", "reuse", "secondsPerRecord",
        "surplusBytes", "surplusRecords",
      ])
  }

  @Test("what is written is read back", arguments: [1, 2, 3])
  func roundTrip(times: Int) throws {
    for made in [MadeUpReport.skewed, .oneRank, .hundred, .noSurvivors, .nothingRead] {
      var bytes = Array(made.json.utf8)
      for _ in 0..<times {
        bytes = try JSONReport(decoding: bytes, path: "r.json").encoded()
      }
      #expect(
        try NSDictionary(dictionary: object(bytes)) == object(Array(made.json.utf8)) as NSObject)
    }
  }

  @Test func nothingIsLeftOut() throws {
    let text = String(decoding: try MadeUpReport.noSurvivors.report().encoded(), as: UTF8.self)
    for key in ["P", "P0", "P1", "pruningAlone", "secondsBefore", "secondsAfter"] {
      #expect(text.contains("\"\(key)\" : null"), "\(key)")
    }
    #expect(text.hasSuffix("}\n"))
  }

  @Test("what is not finite is null", arguments: [Double.nan, .infinity, -.infinity])
  func notFinite(value: Double) throws {
    var report = try MadeUpReport.skewed.report()
    report.effect.p = value
    report.balance.predictedGainSeconds = value
    report.phases[0].seconds = value
    let text = String(decoding: try report.encoded(), as: UTF8.self)
    #expect(text.contains(#""P" : null"#))
    #expect(text.contains(#""predictedGainSeconds" : null"#))
    #expect(text.contains(#""seconds" : null"#))
  }
}
