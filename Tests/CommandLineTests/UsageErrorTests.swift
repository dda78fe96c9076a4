import CommandLineInterface
import Testing

/// Every usage error, with its exact text.
@Suite struct UsageErrorTests {
  @Test("unknown flags", arguments: unknownFlags)
  func unknownFlag(_ wrong: Wrong) { check(wrong) }

  @Test("values", arguments: values)
  func value(_ wrong: Wrong) { check(wrong) }

  @Test("what a prune needs", arguments: prunes)
  func prune(_ wrong: Wrong) { check(wrong) }

  @Test("what the other commands need", arguments: otherCommands)
  func otherCommand(_ wrong: Wrong) { check(wrong) }

  @Test("near misses find their flag")
  func nearest() {
    for (typed, flag) in [
      ("--kepe", "--keep"), ("--Keep", "--keep"), ("--kee", "--keep"), ("--keeps", "--keep"),
      ("-keep", "--keep"), ("\u{2013}keep", "--keep"), ("---drop", "--drop"), ("--out", "--output"),
      ("--ouptut", "--output"), ("--shard", "--shards"), ("--index", "--index-out"),
      ("--indexout", "--index-out"), ("--index_out", "--index-out"), ("--reject", "--rejects"),
      ("--forced", "--force"), ("--balanced", "--balance"), ("--ballance", "--balance"),
      ("--re-use", "--reuse"), ("--explian", "--explain"), ("--quite", "--quiet"),
      ("--hlep", "--help"), ("--v", "--version"), ("-oout.npy", "--output"),
    ] {
      #expect(
        message(of: ["a.npy", typed])?.contains("\nnearest: \(flag)") == true, "\(typed) \(flag)")
    }
    for typed in ["--xyzzy", "--threshold", "--", "-7", "--0"] {
      #expect(message(of: ["a.npy", typed])?.contains("nearest") == false, "\(typed)")
    }
  }

  private func check(_ wrong: Wrong) {
    #expect(message(of: wrong.arguments) == wrong.text, "\(wrong.arguments)")
  }
}

/// A command line and what is said about it.
struct Wrong: CustomTestStringConvertible {
  let arguments: [String]
  let text: String

  init(_ arguments: [String], _ text: String) {
    self.arguments = arguments
    self.text = text
  }

  var testDescription: String { arguments.joined(separator: " ") }
}
