import Foundation
import Reporting
import Testing

@Suite struct WordingTests {
  let words = Wording(unicode: true)
  let plain = Wording(unicode: false)

  @Test func counts() {
    #expect(words.count(0) == "0")
    #expect(words.count(999) == "999")
    #expect(words.count(1000) == "1,000")
    #expect(words.count(-1_234_567) == "-1,234,567")
    #expect(words.count(.max) == "9,223,372,036,854,775,807")
    #expect(words.count(.min) == "-9,223,372,036,854,775,808")
    #expect(words.count(1, "record") == "1 record")
    #expect(words.count(0, "record") == "0 records")
    #expect(words.count(2, "pass") == "2 passes")
  }

  @Test func bytes() {
    #expect(words.bytes(0) == "0 B")
    #expect(words.bytes(1023) == "1023 B")
    #expect(words.bytes(1024) == "1.00 KiB")
    #expect(words.bytes(1536) == "1.50 KiB")
    #expect(words.bytes(1023 << 10) == "1,023 KiB")
    #expect(words.bytes((1 << 20) - 1) == "1.00 MiB")
    #expect(words.bytes(1 << 30) == "1.00 GiB")
    #expect(words.bytes(.max) == "8.00 EiB")
    #expect(words.rate(100) == "100 B/s")
    #expect(words.rate(1_288_490_188.8) == "1.20 GiB/s")
  }

  @Test func seconds() {
    #expect(words.seconds(0) == "0 s")
    #expect(words.seconds(1.2e-8) == "12.0 ns")
    #expect(words.seconds(1.234e-6) == "1.23 µs")
    #expect(plain.seconds(1.234e-6) == "1.23 us")
    #expect(words.seconds(0.000_999_4) == "999 µs")
    #expect(words.seconds(0.000_999_6) == "1.00 ms")
    #expect(words.seconds(0.0345) == "34.5 ms")
    #expect(words.seconds(0.9996) == "1.00 s")
    #expect(words.seconds(599.4) == "599 s")
    #expect(words.seconds(599.6) == "10 min 0 s")
    #expect(words.seconds(725) == "12 min 5 s")
    #expect(words.seconds(3600) == "1 h 0 min")
    #expect(words.seconds(12_000) == "3 h 20 min")
    #expect(words.seconds(1e6) == "278 h")
    #expect(words.seconds(.infinity) == "endless")
    #expect(words.seconds(.nan) == "unknown")
  }

  @Test func ratios() {
    #expect(words.ratio(0) == "0")
    #expect(words.ratio(1) == "1.00")
    #expect(words.ratio(9.994) == "9.99")
    #expect(words.ratio(9.996) == "10.0")
    #expect(words.ratio(99.96) == "100")
    #expect(words.ratio(999.6) == "1,000")
    #expect(words.ratio(0.123_45) == "0.123")
    #expect(words.ratio(0.012_345) == "0.0123")
    #expect(words.ratio(0.000_417) == "4.17e-4")
    #expect(words.ratio(1.5e300) == "1.50e300")
    #expect(words.ratio(-2.5) == "-2.50")
  }

  @Test func percents() {
    #expect(words.percent(0, of: 0) == "0 %")
    #expect(words.percent(0, of: 5) == "0 %")
    #expect(words.percent(5, of: 5) == "100 %")
    #expect(words.percent(91_778, of: 694_080) == "13.2 %")
    #expect(words.percent(417, of: 1_000_000) == "0.0417 %")
    #expect(words.percent(999_999, of: 1_000_000) == "> 99.9 %")
  }

  @Test func preciseNumbers() {
    #expect(words.precise(0.89 / 0.826) == "1.0775")
    #expect(words.precise(0.826) == "0.826")
    #expect(words.precise(2) == "2")
    #expect(words.precise(100) == "100")
    #expect(words.precise(123_456) == "123456")
    #expect(words.precise(0.000_123_456) == "0.00012346")
    #expect(words.precise(0) == "0")
  }

  /// Foundation's formatting is the oracle: the text may be off by half a unit in its last digit.
  @Test("numbers keep their digits", arguments: UInt64(0)..<4)
  func digits(seed: UInt64) throws {
    var state = seed
    for _ in 0..<2000 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let value = pow(10, Double(state >> 40) / Double(1 << 24) * 24 - 12)
      for (text, digits) in [(words.ratio(value), 3), (words.precise(value), 5)] {
        let shown = try #require(Double(text.filter { $0 != "," }), "seed \(seed), \(value)")
        // A number written as a power of ten has three digits in both.
        let kept = text.contains("e") ? 3 : digits
        let rounded = try #require(Double(String(format: "%.\(kept - 1)e", value)))
        let unit = pow(10, floor(log10(value)) - Double(kept - 1))
        #expect(abs(shown - rounded) <= unit * 1.01, "seed \(seed), \(value) as \(text)")
        #expect(abs(shown - value) <= unit * 0.51, "seed \(seed), \(value) as \(text)")
      }
    }
  }

  @Test func bars() {
    #expect(words.bar(0, of: 10, width: 4) == "")
    #expect(words.bar(10, of: 10, width: 4) == "████")
    #expect(words.bar(5, of: 10, width: 4) == "██")
    #expect(words.bar(1, of: 1e9, width: 4) == "▏")
    #expect(words.bar(3, of: 8, width: 1) == "▍")
    #expect(words.bar(20, of: 10, width: 4) == "████")
    #expect(plain.bar(5, of: 10, width: 4) == "##")
    #expect(plain.bar(1, of: 1e9, width: 4) == "#")
    #expect(words.bar(1, of: 0, width: 4) == "")
  }

  @Test func foreignText() {
    #expect(words.visible("a\n\u{1b}[31mé") == "a\\u{a}\\u{1b}[31mé")
    #expect(words.shortened("0123456789", to: 10) == "0123456789")
    #expect(words.shortened("0123456789", to: 7) == "0123…89")
    #expect(plain.shortened("0123456789", to: 9) == "0123...89")
    #expect(
      words.command(["p", "", "x > 4", "it's", "a-b_c.npy"]) == #"p '' 'x > 4' 'it'\''s' a-b_c.npy"#
    )
    #expect(words.shape([]) == "()")
    #expect(words.shape([9]) == "(9,)")
    #expect(words.shape([3, 0]) == "(3, 0)")
  }

  @Test func wrapping() {
    let long = Array(repeating: "word", count: 30).joined(separator: " ")
    let lines = Layout.wrapped(long, indent: 4)
    #expect(lines.map(\.count) == [99, 53])
    #expect(lines[1].hasPrefix("    word"))
    #expect(Layout.wrapped("", indent: 4) == [""])
  }
}
