/// A pattern for one name in a directory, as shells have them.
///
/// `*` is any text, `?` any one character, `[abc]`, `[a-z]` one of these, `[!abc]` or `[^abc]`
/// one that is not; a `]` that comes first is one of them. A `[` without its `]` is itself.
/// There is no escape: `[*]` is a star. A name that starts with a dot matches only a pattern that
/// does.
package struct NamePattern: Sendable {
  private enum Part: Sendable {
    case one(Unicode.Scalar)
    case any
    case star
    case set([ClosedRange<UInt32>], excluded: Bool)
  }

  private var parts: [Part] = []
  private let startsWithDot: Bool

  /// Whether `text` is a pattern and not just a name.
  package static func isPattern(_ text: some StringProtocol) -> Bool {
    NamePattern(text).parts.contains { if case .one = $0 { false } else { true } }
  }

  package init(_ text: some StringProtocol) {
    let scalars = Array(text.unicodeScalars)
    startsWithDot = scalars.first == "."
    var next = 0
    while next < scalars.count {
      let scalar = scalars[next]
      next += 1
      switch scalar {
      case "*":
        if case .star? = parts.last { continue }
        parts.append(.star)
      case "?": parts.append(.any)
      case "[":
        if let (set, end) = Self.set(scalars, from: next) {
          parts.append(set)
          next = end
        } else {
          parts.append(.one(scalar))
        }
      default: parts.append(.one(scalar))
      }
    }
  }

  /// What stands between the brackets, and where it ends; nil without a closing one.
  private static func set(_ scalars: [Unicode.Scalar], from start: Int) -> (Part, Int)? {
    var next = start
    let excluded = next < scalars.count && (scalars[next] == "!" || scalars[next] == "^")
    if excluded { next += 1 }
    let first = next
    var ranges: [ClosedRange<UInt32>] = []
    while next < scalars.count {
      let scalar = scalars[next]
      if scalar == "]", next > first { return (.set(ranges, excluded: excluded), next + 1) }
      if next + 2 < scalars.count, scalars[next + 1] == "-", scalars[next + 2] != "]" {
        let end = scalars[next + 2].value
        // A range that runs backwards holds nothing.
        if scalar.value <= end { ranges.append(scalar.value...end) }
        next += 3
      } else {
        ranges.append(scalar.value...scalar.value)
        next += 1
      }
    }
    return nil
  }

  /// - Complexity: at most the product of both lengths.
  package func matches(_ name: String) -> Bool {
    let scalars = Array(name.unicodeScalars)
    if scalars.first == ".", !startsWithDot { return false }
    var (part, place) = (0, 0)
    // Where to go on when what follows the last star does not fit: one character later.
    var retry: (part: Int, place: Int)?
    while place < scalars.count {
      if part < parts.count {
        if case .star = parts[part] {
          part += 1
          retry = (part, place)
          continue
        }
        if fits(scalars[place], parts[part]) {
          part += 1
          place += 1
          continue
        }
      }
      guard let last = retry else { return false }
      retry = (last.part, last.place + 1)
      (part, place) = (last.part, last.place + 1)
    }
    return parts[part...].allSatisfy { if case .star = $0 { true } else { false } }
  }

  private func fits(_ scalar: Unicode.Scalar, _ part: Part) -> Bool {
    switch part {
    case .one(let wanted): scalar == wanted
    case .any: true
    case .star: false
    case .set(let ranges, let excluded):
      ranges.contains { $0.contains(scalar.value) } != excluded
    }
  }
}
