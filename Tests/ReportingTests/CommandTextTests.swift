import Planning
import Reporting
import ShardedArrays
import Testing

@Suite struct EffectTextTests {
  @Test func publishedExample() throws {
    #expect(
      EffectText(before: [0.8, 0.9, 0.7, 0.85, 0.88], after: [0.9, 0.95, 0.8, 0.9, 0.9]).page
        == """
          node  before  after
             1     0.8    0.9
             2     0.9   0.95
             3     0.7    0.8
             4    0.85    0.9
             5    0.88    0.9
          mean   0.826   0.89

          P0  0.826   mean performance of the nodes before
          P1  0.89    mean performance after
          P   1.0775  P1 / P0: the nodes get 1.0775 times as much done as before
        """)
  }

  @Test func unchanged() throws {
    #expect(
      EffectText(before: [0.5], after: [0.5]).page
        == """
          node  before  after
             1     0.5    0.5
          mean     0.5    0.5

          P0  0.5  mean performance of the nodes before
          P1  0.5  mean performance after
          P   1    P1 / P0: the nodes work as well as before
        """)
  }

  @Test func manyNodes() throws {
    let ones = Array(repeating: 1.0, count: 1016)
    let page = EffectText(before: ones, after: ones.map { $0 / 2 }).page
    #expect(page.split(separator: "\n").count == 22)
    #expect(page.contains("and 1,000 more\n"))
    #expect(page.hasSuffix("P   0.5  P1 / P0: the nodes get 0.5 times as much done as before"))
  }
}

@Suite struct DemonstrationTextTests {
  @Test(
    "the article's example in two lines",
    arguments: [(1, "on more ranks a few would"), (8, "a few of 8 ranks")])
  func example(ranks: Int, words: String) {
    let text = DemonstrationText(kept: [5, 6, 7, 8, 9], ranks: ranks)
    #expect(
      text.before.hasPrefix(
        """
        A small example: the array [[1 2 3] [4 5 6] [7 8 9]], keep 'x > 4'
        gives [5 6 7 8 9], flat and in order.

        """))
    #expect(text.before.contains("\nso that \(words) find nearly all of them; they will"))
    #expect(text.after.split(separator: "\n").count == 4)
  }
}

@Suite struct InspectTextTests {
  @Test func floats() throws {
    let facts = InspectFacts(
      path: "a.npy", shape: [1000, 3], elementType: .float64, byteOrder: .big, records: 3000,
      minimum: "-1.5", maximum: "2.25", mean: 0.1, nanCount: 0, infiniteCount: 0, zeroCount: 14)
    #expect(
      InspectText(facts).page == """
        a.npy
          shape     (1000, 3)
          type      float64, big-endian
          records   3,000
          bytes     24,000 (23.4 KiB)
          minimum   -1.5
          maximum   2.25
          mean      0.1
          zeros     14 (0.467 %)
          NaN       0
          infinite  0
        """)
  }

  @Test func booleans() throws {
    let facts = InspectFacts(
      path: "b\n.npy", shape: [8], elementType: .bool, records: 8, minimum: "false",
      maximum: "true", mean: 0.25, zeroCount: 6)
    #expect(
      InspectText(facts).page == """
        b\\u{a}.npy
          shape    (8,)
          type     bool
          records  8
          bytes    8
          minimum  false
          maximum  true
          mean     0.25
          false    6 (75.0 %)
          true     2 (25.0 %)
          NaN      0
        """)
  }

  @Test func empty() throws {
    let facts = InspectFacts(path: "e.npy", shape: [0, 3], elementType: .int8, records: 0)
    #expect(
      InspectText(facts).page == """
        e.npy
          shape    (0, 3)
          type     int8
          records  0
          bytes    0
        """)
  }

  @Test func meansWithoutANumber() throws {
    func mean(nan: Int, infinite: Int) -> String {
      let facts = InspectFacts(
        path: "n.npy", shape: [5], elementType: .float32, records: 5, mean: .nan, nanCount: nan,
        infiniteCount: infinite)
      let lines = InspectText(facts).page.split(separator: "\n")
      return lines.first { $0.hasPrefix("  mean") }.map { String($0.dropFirst(12)) } ?? "no line"
    }
    #expect(mean(nan: 5, infinite: 0) == "none, every record is NaN")
    #expect(mean(nan: 2, infinite: 1) == "not finite, because some records are not")
    #expect(mean(nan: 0, infinite: 1) == "not finite, because some records are not")
  }
}

@Suite struct VerifyTextTests {
  let digest = "0123456789abcdef0123456789abcdef"

  @Test func same() throws {
    let text = VerifyText(
      elementType: .float64, byteOrder: .little, records: 91_778, digest: digest,
      files: [("moved/jet.npy", 91_778)],
      report: try MadeUpReport.skewed.report())
    #expect(text.matches)
    #expect(text.page == "moved/jet.npy: as reported, 91,778 records, digest \(digest)")
  }

  @Test func different() throws {
    let other = "f123456789abcdef0123456789abcdef"
    let text = VerifyText(
      elementType: .float64, byteOrder: .little, records: 91_777, digest: other,
      files: [("out/a.npy", 91_000), ("out/b.npy", 777)],
      report: try MadeUpReport.skewed.report())
    #expect(!text.matches)
    #expect(
      text.page == """
        2 files in out/: not as reported
                   expected                          found
          records  91,778                            91,777
          digest   \(digest)  \(other)
          files    1                                 2
        """)
  }

  @Test func relabelled() throws {
    let text = VerifyText(
      elementType: .int64, byteOrder: .little, records: 91_778, digest: digest,
      files: [("jet.npy", 91_778)], report: try MadeUpReport.skewed.report())
    #expect(
      text.page == """
        jet.npy: not as reported
                expected                found
          type  float64, little-endian  int64, little-endian
        """)
  }

  @Test func recordsInAnotherFile() throws {
    var made = MadeUpReport.skewed
    made.files = (0..<20).map {
      #"{"path": "out/\#($0)", "role": "survivors", "records": \#($0 == 0 ? 91_778 : 0), "bytes": 9}"#
    }.joined(separator: ",")
    var text = VerifyText(
      elementType: .float64, byteOrder: .little, records: 91_778, digest: digest,
      files: (0..<20).map { ("out/\($0)", $0 == 0 ? 91_777 : $0 == 1 ? 1 : 0) },
      report: try made.report())
    #expect(
      text.page == """
        20 files in out/: not as reported
                 expected        found
          out/0  91,778 records  91,777 records
          out/1  0 records       1 record
        """)
    text = VerifyText(
      elementType: .float64, byteOrder: .little, records: 91_778, digest: digest,
      files: (0..<20).map { ("out/\($0)", 1) },
      report: try made.report())
    #expect(text.page.hasSuffix("\n  and 8 more files"))
  }
}

@Suite struct PlanTextTests {
  func plan(_ ranks: Int, count: Int = 694_080, output: Plan.Output = .init()) -> Plan {
    Plan(
      input: .init(
        paths: ["era-u.npy"], layout: RecordLayout(elements: .float64), shape: [count],
        count: count),
      stages: [], output: output, balance: .auto, reuse: 100, ranks: ranks)
  }

  func page(_ plan: Plan, sampled: Int, survivors: [Int]) throws -> String {
    try PlanText(
      plan,
      stages: [
        .init(
          typed: "drop abs(x) <= 20", evaluated: "not (abs(x) <= 20)",
          kernel: "general, block by block")
      ],
      memory: MemoryModel(plan, residentNow: 30 << 20),
      estimate: Estimate(
        sampled: sampled, sampledKept: survivors.reduce(0, +), survivors: survivors,
        secondsPerByteRead: 1e-9, secondsPerRecord: 2e-9)
    ).page
  }

  @Test func eightRanks() throws {
    let plan = plan(8, output: .init(survivors: "out", shards: 8, rejects: "r.npy"))
    let page = try page(
      plan, sampled: 65_536, survivors: [45_000, 31_000, 15_000, 770, 0, 0, 0, 0])
    // What memory is predicted is Planning's to test.
    let words = ["Memory", "  program", "  working", "  records", "  moving", "  messages"]
    let memory = page.split(separator: "\n").filter { line in words.contains { line.hasPrefix($0) }
    }
    #expect(memory.count == 6)
    let rest = page.split(separator: "\n", omittingEmptySubsequences: false)
      .filter { !memory.contains($0) }.joined(separator: "\n")
    #expect(
      rest == """
        The plan (nothing is pruned, moved or written)
          input  era-u.npy
          array  float64, shape (694080,), 694,080 records, 5.30 MiB
          ranks  8, each reads up to 86,760 records, 678 KiB

        Stages, in this order
          stage              a record stays if   evaluated
          drop abs(x) <= 20  not (abs(x) <= 20)  general, block by block

        Expected, from a sample of 65,536 records, 9.44 %
          survivors       about 91,770, 13.2 %
          read and prune  868 us, the slowest rank
          write           about 5.30 MiB
          imbalance       3.92 after pruning (largest rank over mean)
          balance         about 80,298 move if that costs less time than it saves in 100 passes (--reuse)


        Writes
          out    survivors in 8 files
          r.npy  rejects
        """)
  }

  @Test func oneRankSeesEverything() throws {
    let page = try page(plan(1, count: 1000), sampled: 1000, survivors: [10])
    #expect(page.contains("  ranks  1, which reads 1,000 records, 7.81 KiB\n"))
    #expect(
      page.contains(
        """
        Expected, from all 1,000 records
          survivors       10, 1.00 %
          read and prune  10.0 us, the slowest rank

        """))
    #expect(page.hasSuffix("\n\nWrites nothing: no output is named (-o FILE)"))
    #expect(!page.contains("balance"))
  }

  @Test func emptyInput() throws {
    let page = try page(plan(3, count: 0), sampled: 0, survivors: [0, 0, 0])
    #expect(page.contains("\n\nExpected: nothing, the input holds no records\n\n"))
  }
}
