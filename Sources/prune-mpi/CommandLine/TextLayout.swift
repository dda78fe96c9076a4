/// How the help pages are laid out: at most 80 columns.
enum TextLayout {
  static let width = 80

  /// Breaks a paragraph at its blanks into lines of at most ``width``, each indented. A word
  /// longer than a line has one to itself.
  static func wrapped(_ paragraph: String, indent: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in paragraph.split(separator: " ") {
      if !line.isEmpty, indent + line.count + 1 + word.count > width {
        lines.append(line)
        line = ""
      }
      line += line.isEmpty ? String(word) : " " + word
    }
    lines.append(line)
    return lines.map { String(repeating: " ", count: indent) + $0 }
  }

  /// Entries side by side, two blanks between, each whole on a line of at most ``width``.
  static func flowing(_ entries: [String], indent: Int = 2) -> [String] {
    var lines: [String] = []
    for entry in entries {
      if let last = lines.last, last.count + 2 + entry.count <= width {
        lines[lines.count - 1] = "\(last)  \(entry)"
      } else {
        lines.append(String(repeating: " ", count: indent) + entry)
      }
    }
    return lines
  }

  /// Two columns, the left one as wide as its longest entry; the right one may be empty.
  static func table(_ rows: [(String, String)], indent: Int = 2) -> [String] {
    let left = rows.map(\.0.count).max() ?? 0
    let margin = String(repeating: " ", count: indent)
    return rows.map { row in
      guard !row.1.isEmpty else { return margin + row.0 }
      return margin + row.0 + String(repeating: " ", count: left - row.0.count + 2) + row.1
    }
  }
}
