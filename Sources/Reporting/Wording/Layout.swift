/// Where text stands on a page.
package enum Layout {
  /// No line is longer than this, in characters.
  package static let width = 100

  package enum Alignment { case left, right }

  /// Columns as wide as their longest cell, two blanks apart; no blanks at a line's end.
  package static func table(_ rows: [[String]], _ alignments: [Alignment], indent: Int = 2)
    -> [String]
  {
    let widths = alignments.indices.map { column in
      rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
    return rows.map { row in
      let cells = zip(row, zip(alignments, widths)).map { cell, column in
        padded(cell, column.0, column.1)
      }
      return trimmed(blanks(indent) + cells.joined(separator: "  "))
    }
  }

  package static func padded(_ text: String, _ alignment: Alignment, _ width: Int) -> String {
    let missing = blanks(width - text.count)
    return alignment == .left ? text + missing : missing + text
  }

  package static func blanks(_ count: Int) -> String {
    String(repeating: " ", count: max(count, 0))
  }

  package static func trimmed(_ line: String) -> String {
    guard let last = line.lastIndex(where: { $0 != " " }) else { return "" }
    return String(line[...last])
  }

  /// Breaks a sentence at its blanks into lines of at most ``width``; lines after the first are
  /// indented.
  package static func wrapped(_ sentence: String, indent: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in sentence.split(separator: " ", omittingEmptySubsequences: false) {
      if !line.isEmpty, line.count + 1 + word.count > width {
        lines.append(trimmed(line))
        line = blanks(indent) + word
      } else {
        line += line.isEmpty && lines.isEmpty ? String(word) : " " + word
      }
    }
    return lines + [trimmed(line)]
  }
}

extension Wording {
  /// At most `width` characters of `text`: where it is longer, its middle is left out.
  package func shortened(_ text: String, to width: Int) -> String {
    guard text.count > width else { return text }
    let room = max(width - ellipsis.count, 0)
    return text.prefix(room - room / 3) + ellipsis + text.suffix(room / 3)
  }

  /// Someone else's text on one line, with whatever would move the cursor written out.
  package func visible(_ text: String) -> String {
    var shown = ""
    for scalar in text.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate:
        shown += "\\u{\(String(scalar.value, radix: 16))}"
      default:
        shown.unicodeScalars.append(scalar)
      }
    }
    return shown
  }

  /// A command as a shell would take it again.
  package func command(_ words: [String]) -> String {
    words.map { word in
      let plain = word.unicodeScalars.allSatisfy {
        ("a"..."z").contains($0) || ("A"..."Z").contains($0) || ("0"..."9").contains($0)
          || "_-+=./,:@%^".unicodeScalars.contains($0)
      }
      if plain && !word.isEmpty { return word }
      return "'"
        + visible(word).split(separator: "'", omittingEmptySubsequences: false)
        .joined(separator: "'\\''") + "'"
    }.joined(separator: " ")
  }

  /// `(1000, 3)`, `(9,)`, `()`: as NumPy writes it.
  package func shape(_ lengths: [Int]) -> String {
    let inner = lengths.map(String.init).joined(separator: ", ")
    return lengths.count == 1 ? "(\(inner),)" : "(\(inner))"
  }
}
