import Reporting
import Testing

@Suite struct TextReportTests {
  @Test func exactPages() throws {
    #expect(try MadeUpReport.skewed.page() == ExpectedPage.skewed)
    #expect(try MadeUpReport.oneRank.page() == ExpectedPage.oneRank)
    #expect(try MadeUpReport.hundred.page(unicode: false) == ExpectedPage.hundred)
    #expect(try MadeUpReport.noSurvivors.page() == ExpectedPage.noSurvivors)
    #expect(try MadeUpReport.nothingRead.page() == ExpectedPage.nothingRead)
  }

  /// The line of `page` that starts with `start`, without blanks around it.
  func line(_ start: String, of page: String) throws -> String {
    let lines = page.split(separator: "\n").map { $0.drop { $0 == " " } }
    return String(try #require(lines.first { $0.hasPrefix(start) }, "\(start) in\n\(page)"))
  }

  @Test func everythingSurvives() throws {
    let page = try MadeUpReport(
      before: [5, 5, 4], pruned: [5, 5, 4], balanced: [5, 5, 4], decision: "even"
    ).page()
    #expect(try line("Kept", of: page) == "Kept all 14 records: nothing was dropped")
    #expect(
      try line("Effect", of: page)
        == "Effect: none, the next step over this data takes as long as before")
    #expect(
      try line("Balance", of: page)
        == "Balance: the survivors were even already, nothing had to move")
  }

  @Test func stayedBecauseItDoesNotPay() throws {
    var made = MadeUpReport.skewed
    made.balanced = made.pruned
    made.decision = "stayed"
    made.reuse = "1"
    made.predictedGain = "0.0002"
    let page = try made.page()
    #expect(
      try line("Effect", of: page)
        == "Effect: the next step over this data runs 1.93 times as fast "
        + "(pruning alone; 7.56 if spread evenly)")
    #expect(
      try line("Balance", of: page)
        == "Balance: survivors stayed where they were found, as moving 56,581 records (442 KiB) "
        + "does not pay")
    #expect(
      try line("moving", of: page)
        == "moving costs  410 µs  the busiest rank's records at 1.20 GiB/s, by a trial just before")
    #expect(
      try line("and saves", of: page)
        == "and saves     200 µs  in 1 pass (--reuse): no rank then waits for the fullest")
  }

  @Test func policies() throws {
    var made = MadeUpReport.skewed
    made.policy = "always"
    made.bandwidth = "null"
    var page = try made.page()
    #expect(
      try line("Balance", of: page)
        == "Balance: moved 56,581 records (442 KiB) in 1.20 ms, as --balance always asks")
    #expect(
      try line("moving", of: page)
        == "moving costs        ?  the speed between ranks was not measured")
    made.balanced = made.pruned
    made.decision = "stayed"
    made.policy = "never"
    page = try made.page()
    #expect(
      try line("Balance", of: page)
        == "Balance: survivors stayed where they were found, as --balance never asks")
  }

  @Test func nothingToTime() throws {
    var made = MadeUpReport.skewed
    made.measured = nil
    #expect(
      try line("P measured", of: made.page())
        == "P measured   none  the passes were too short to time")
  }

  @Test func memoryAbovePrediction() throws {
    var made = MadeUpReport.skewed
    made.predictedPeak = 40 << 20
    #expect(
      try line("peak", of: made.page()) == "peak      45.2 MiB, more than the 40.0 MiB predicted")
  }

  @Test func manyStages() throws {
    var made = MadeUpReport.skewed
    made.stages = (0..<13).map { ("drop", "x == \($0)", made.survived) }
    let page = try made.page()
    #expect(try line("drop x == 9", of: page).hasSuffix(" 0     0 %"))
    #expect(try line("and 3", of: page) == "and 3 more stages, listed by --report")
  }

  @Test func filesByRole() throws {
    var made = MadeUpReport.skewed
    let survivors = (0..<8).map { part in
      let records = part == 0 ? made.survived : 0
      return #"{"path": "out/p\#(part).npy", "role": "survivors", "records": \#(records), "#
        + #""bytes": 1024}"#
    }
    let others = ["index", "rejects"].map {
      #"{"path": "\#($0).npy", "role": "\#($0)", "records": 5, "bytes": 100}"#
    }
    made.files = (survivors + others).joined(separator: ",")
    let page = try made.page()
    #expect(try line("8 files", of: page) == "8 files in out/  91,778 survivors, 8.00 KiB")
    #expect(try line("index", of: page) == "index.npy        5 positions, 100 B")
    #expect(try line("rejects", of: page) == "rejects.npy      5 rejects, 100 B")
  }

  @Test func inputs() throws {
    var made = MadeUpReport.skewed
    made.paths = []
    made.byteOrder = "big"
    let page = try made.page()
    #expect(try line("input", of: page) == "input    made-up data")
    #expect(try line("array", of: page).hasPrefix("array    float64 (big-endian), shape (694080,)"))
    made.paths = (0..<1000).map { "run-\($0).npy" }
    #expect(
      try line("input", of: made.page()) == "input    1,000 files, run-0.npy to run-999.npy")
  }

  @Test("no line passes 100 columns, and ASCII pages are ASCII", arguments: UInt64(0)..<50)
  func width(seed: UInt64) throws {
    var state = seed &* 977 &+ 5
    func below(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    let ranks = 1 + below(40)
    let largest = 1 << below(36)
    let before = (0..<ranks).map { _ in largest + below(2) }
    let pruned = before.map { $0 / (1 + below(1000)) * below(2) }
    let survived = pruned.reduce(0, +)
    let moved = below(2) == 0
    let even = (0..<ranks).map { survived / ranks + ($0 < survived % ranks ? 1 : 0) }
    var made = MadeUpReport(
      before: before, pruned: pruned, balanced: moved ? even : pruned,
      decision: moved ? "moved" : "stayed")
    made.command += Array(repeating: "some/long/path/to/a/file.npy", count: below(10))
    made.paths = Array(repeating: "some/long/path/to/a/file.npy", count: 1 + below(10))
    made.hosts = (0..<1 + below(6)).map { "a-host-with-a-long-name-\($0).cluster.example.org" }
    for unicode in [true, false] {
      let page = try made.page(unicode: unicode)
      for line in page.split(separator: "\n") {
        #expect(line.count <= 100, "seed \(seed): \(line)")
        #expect(line.last != " ", "seed \(seed): \(line)")
      }
      #expect(page.split(separator: "\n", omittingEmptySubsequences: false).count <= 55)
      #expect(unicode || page.utf8.allSatisfy { $0 < 128 }, "seed \(seed)")
      #expect(!page.contains("nan") && !page.contains("inf "), "seed \(seed)")
    }
  }
}
