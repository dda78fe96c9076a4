/// A stretch of an expression: what an error points at.
public struct Place: Sendable, Hashable {
  /// The whole expression, as typed.
  public let text: String
  /// Characters of `text`, counted from 0; empty at the end of the expression.
  public let columns: Range<Int>

  public init(text: String, columns: Range<Int>) {
    self.text = text
    self.columns = columns
  }
}

extension Place {
  /// Two lines: the expression, and a caret line under the place. Of a long expression, what
  /// stands around the place.
  var drawing: String {
    let characters = text.map(\.shown)
    let first = Swift.max(0, columns.lowerBound - Self.context)
    let end = Swift.min(characters.count, columns.lowerBound + Self.context)
    let lead = first > 0 ? "..." : ""
    let before = characters[first..<Swift.min(columns.lowerBound, end)]
      .reduce(lead.count) { $0 + $1.width }
    let under = characters[columns.clamped(to: first..<end)]
    let width = Swift.max(1, under.reduce(0) { $0 + $1.width })
    return "  " + lead + characters[first..<end].map(\.text).joined()
      + (end < characters.count ? "..." : "") + "\n  "
      + String(repeating: " ", count: before) + "^" + String(repeating: "~", count: width - 1)
  }

  /// Characters shown on either side of the start of a place.
  private static let context = 60
}

extension Character {
  /// How a terminal shows this character, and in how many columns: line breaks and control
  /// characters as one space, wide East Asian characters and pictures in two columns.
  fileprivate var shown: (text: String, width: Int) {
    guard let first = unicodeScalars.first else { return (" ", 1) }
    if first.value < 0x20 || (0x7F..<0xA0).contains(first.value) || isNewline { return (" ", 1) }
    return (String(self), first.isWide ? 2 : first.isCombining ? 0 : 1)
  }
}

extension Unicode.Scalar {
  /// Unicode Standard Annex #11, the blocks of width W and F, and pictures.
  fileprivate var isWide: Bool {
    switch value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
      0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF,
      0x1F900...0x1FAFF, 0x20000...0x3FFFD:
      true
    default: false
    }
  }

  fileprivate var isCombining: Bool {
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: true
    default: false
    }
  }
}
