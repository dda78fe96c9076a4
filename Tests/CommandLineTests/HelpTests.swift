import CommandLineInterface
import Testing

/// The pages of help.
@Suite struct HelpTests {
  static func page(_ command: Command, _ flag: String) throws -> String {
    let arguments = (command == .prune ? [] : [command.rawValue]) + [flag]
    guard case .help(let text) = try Invocation.parse(arguments) else {
      throw NotPrune(arguments: arguments)
    }
    return text
  }

  @Test("-h, word for word")
  func shortPages() throws {
    #expect(try Self.page(.prune, "-h") == ExpectedPages.shortPrune)
    #expect(try Self.page(.inspect, "-h") == ExpectedPages.shortInspect)
    #expect(try Self.page(.verify, "-h") == ExpectedPages.shortVerify)
    #expect(try Self.page(.effect, "-h") == ExpectedPages.shortEffect)
  }

  @Test("--help, word for word")
  func longPages() throws {
    #expect(try Self.page(.prune, "--help") == ExpectedPages.longPrune)
    #expect(try Self.page(.inspect, "--help") == ExpectedPages.longInspect)
    #expect(try Self.page(.verify, "--help") == ExpectedPages.longVerify)
    #expect(try Self.page(.effect, "--help") == ExpectedPages.longEffect)
  }

  @Test(
    "pages fit: -h one screen, lines 80 columns, nothing at their ends", arguments: Command.allCases
  )
  func size(command: Command) throws {
    #expect(try Self.page(command, "-h").split(separator: "\n").count <= 40)
    for flag in ["-h", "--help"] {
      let text = try Self.page(command, flag)
      #expect(!text.hasSuffix("\n"))
      for line in text.split(separator: "\n") {
        #expect(line.count <= 80, "\(command) \(flag): \(line)")
        #expect(line.last != " ", "\(command) \(flag): \(line)")
      }
    }
  }

  @Test(
    "every flag stands in the pages of its commands, with its line, if it is no stage's, and its paragraph"
  )
  func everyFlag() throws {
    for flag in Flag.all {
      for command in flag.commands {
        let short = try Self.page(command, "-h")
        let isShort = flag.isInShortHelp(of: command)
        #expect(short.contains(flag.usage) == isShort, "\(command) \(flag.name)")
        if flag.hasLineOfItsOwn, isShort {
          #expect(short.contains(flag.summary), "\(command) \(flag.name)")
        }
        #expect(!flag.summary.isEmpty && flag.summary.count <= 54, "\(flag.name)")
        let words = joined(try Self.page(command, "--help"))
        #expect(words.contains("\(flag.usage) \(joined(flag.details))"), "\(command) \(flag.name)")
        if let allowed = flag.action.expected {
          #expect(words.contains(allowed), "\(command) \(flag.name)")
        }
      }
      #expect(
        joined(try Self.page(.prune, "--help")).contains(joined(flag.details)), "\(flag.name)")
    }
  }

  @Test("every exit code stands in --help")
  func exitCodes() throws {
    let pages = try Command.allCases.map { try Self.page($0, "--help") }
    #expect(ExitCode.allCases.map(\.rawValue) == [0, 2, 64, 65, 66, 70, 71, 73, 74])
    for code in ExitCode.allCases {
      let number = String(code.rawValue)
      let gap = String(repeating: " ", count: 4 - number.count)
      let line = "\n    \(number)\(gap)\(code.summary)\n"
      #expect(pages.allSatisfy { $0.contains(line) }, "\(code)")
    }
  }

  @Test("the examples parse, and so do the usage lines' commands")
  func examples() throws {
    for command in Command.allCases {
      let text = try Self.page(command, "-h")
      let examples = text.components(after: "example")
      #expect(!examples.isEmpty, "\(command)")
      for line in examples {
        var words = shellWords(line)
        let program = try #require(words.firstIndex(of: "prune-mpi"), "\(line)")
        words.removeSubrange(...program)
        switch (command, try Invocation.parse(words)) {
        case (.prune, .prune), (.inspect, .inspect), (.verify, .verify), (.effect, .effect): break
        default: Issue.record("\(line)")
        }
      }
    }
  }

  /// The words with one blank between each two.
  private func joined(_ text: String) -> String {
    text.split { $0 == " " || $0 == "\n" }.joined(separator: " ")
  }

  /// The words of a line as a shell splits it, as far as blanks and single quotes go.
  private func shellWords(_ line: Substring) -> [String] {
    var words: [String] = []
    for (index, part) in line.split(separator: "'", omittingEmptySubsequences: false).enumerated() {
      if index.isMultiple(of: 2) {
        words += part.split(separator: " ").map(String.init)
      } else {
        words.append(String(part))
      }
    }
    return words
  }
}

extension String {
  /// The lines that follow the one that starts with `heading`.
  fileprivate func components(after heading: String) -> ArraySlice<Substring> {
    let lines = split(separator: "\n")
    let start = lines.firstIndex { $0.hasPrefix(heading) } ?? lines.endIndex
    return lines[start...].dropFirst()
  }
}
