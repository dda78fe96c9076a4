import Reporting
import Testing

/// Reports that no run of ours wrote: each is refused in words, none ends the program.
@Suite struct HostileReportTests {
  let sound = MadeUpReport.skewed.json

  func problem(_ text: String) -> String {
    do throws(ReportError) {
      _ = try JSONReport(decoding: Array(text.utf8), path: "r.json")
      return "read"
    } catch {
      return error.description
    }
  }

  func changed(_ from: String, _ to: String) -> String {
    let parts = sound.split(separator: from, maxSplits: 1, omittingEmptySubsequences: false)
    #expect(parts.count == 2, "\(from) does not occur")
    return problem(parts.joined(separator: to))
  }

  @Test func notJSON() {
    let refused = "r.json: is not a report: not valid JSON"
    for text in [
      "", "{", "nul", "\u{0}", "{\"version\": }", sound + "x", String(sound.dropLast()),
      String(repeating: "[", count: 200_000), String(repeating: "{\"a\":", count: 200_000),
      "\u{93}NUMPY\u{1}\u{0}",
    ] {
      #expect(problem(text) == refused, "\(text.prefix(20))")
    }
    #expect(throws: ReportError.notJSON(path: "r.json")) {
      try JSONReport(decoding: [0xFF, 0xFE, 0x00, 0xD8], path: "r.json")
    }
  }

  @Test func otherJSON() {
    #expect(problem("[]") == "r.json: is not a report: the file must be an object")
    #expect(problem("{}") == "r.json: is not a whole report: 'version' is missing")
    #expect(problem("3") == "r.json: is not a report: the file must be an object")
    #expect(problem("null") == "r.json: is not a report: the file must be an object")
  }

  @Test func missing() {
    #expect(
      changed(#""digest""#, #""digset""#)
        == "r.json: is not a whole report: 'output.digest' is missing")
    #expect(
      changed(#""sentBytes""#, #""x""#)
        == "r.json: is not a whole report: 'effect.perRank[0].sentBytes' is missing")
  }

  @Test func wrongKinds() {
    #expect(
      changed(#""ranks": 8"#, #""ranks": "8""#)
        == "r.json: is not a report: 'ranks' must be a whole number")
    #expect(
      changed(#""survived": 91778"#, #""survived": null"#)
        == "r.json: is not a report: 'records.survived' must be a whole number")
    #expect(
      changed(#""hosts": ["node01"]"#, #""hosts": "node01""#)
        == "r.json: is not a report: 'hosts' must be a list")
    #expect(
      changed(#""version": "0.1.0""#, #""version": 1"#)
        == "r.json: is not a report: 'version' must be a text")
    #expect(
      changed(#""reuse": 100"#, #""reuse": "100""#)
        == "r.json: is not a report: 'balance.reuse' must be a number")
    #expect(
      changed(#""float64""#, #""float99""#)
        == "r.json: is not a report: 'input.elementType' must be one of the words a report uses")
    for number in ["8.5", "1e40", "99999999999999999999"] {
      #expect(
        changed(#""ranks": 8"#, #""ranks": \#(number)"#)
          == "r.json: is not a report: a number in it is too large, or not whole where a count "
          + "belongs", "\(number)")
    }
  }

  @Test func contradictions() {
    #expect(
      changed(#""ranks": 8"#, #""ranks": 0"#) == "r.json: is not a valid report: 'ranks' is 0")
    #expect(
      changed(#""ranks": 8"#, #""ranks": 9"#)
        == "r.json: is not a valid report: 'effect.perRank' has 8 entries for 9 ranks")
    #expect(
      changed(
        #""records": {"read": 694080, "survived": 91778"#,
        #""records": {"read": 694080, "survived": -1"#)
        == "r.json: is not a valid report: 'records.survived' is -1")
    #expect(
      changed(
        #""records": {"read": 694080, "survived": 91778"#,
        #""records": {"read": 694080, "survived": 9223372036854775807"#)
        == "r.json: is not a valid report: 'records' has 694080 read, but 9223372036854775807 "
        + "survived and 602302 dropped")
    #expect(
      changed(#""role": "survivors", "records": 91778"#, #""role": "survivors", "records": 91777"#)
        == "r.json: is not a valid report: 'output.files' holds 91777 survivors of 91778")
    #expect(
      changed(#""role": "survivors", "records": 91778"#, #""role": "survivors", "records": -4"#)
        == "r.json: is not a valid report: 'output.files[0].records' is -4")
    for digest in [
      "", "0123", "0123456789ABCDEF0123456789ABCDEF", "0123456789abcdef0123456789abcdeg",
    ] {
      #expect(
        changed("0123456789abcdef0123456789abcdef", digest)
          == "r.json: is not a valid report: 'output.digest' is not 32 hexadecimal digits")
    }
  }

  /// Whatever one byte is changed to, the report is read or refused, and what was read has a page.
  @Test("one byte changed", arguments: UInt64(0)..<8)
  func flipped(seed: UInt64) {
    var state = seed &+ 1
    func below(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    let bytes = Array(sound.utf8)
    for _ in 0..<200 {
      var changed = bytes
      let digits = Array("0123456789-.e\"{}[],: ".utf8)
      for _ in 0..<1 + below(3) {
        changed[below(bytes.count)] =
          below(2) == 0 ? digits[below(digits.count)] : UInt8(below(256))
      }
      if let report = try? JSONReport(decoding: changed, path: "r.json") {
        #expect(!TextReport(report, unicode: true).page.isEmpty)
      }
    }
  }
}
