/// The names of the language.
enum Vocabulary {
  static let constants: [String: Syntax.Kind] = [
    "inf": .literal(.float(.infinity)), "nan": .literal(.float(.nan)),
    "pi": .literal(.float(.pi)),
    "True": .literal(.bool(true)), "true": .literal(.bool(true)),
    "False": .literal(.bool(false)), "false": .literal(.bool(false)),
  ]

  /// `i`, unless a field has that name.
  static let position = "i"

  static let operators = ["and", "or", "not", "in"]

  /// All words that have a meaning of their own, but `i`.
  static let reserved =
    (constants.keys + Syntax.Function.allCases.map(\.rawValue) + operators).sorted()

  /// Whether a field of this name is typed in backticks.
  static func isReserved(_ name: String) -> Bool { reserved.contains(name) }

  /// The entry that the fewest edits turn `name` into; nil where none is close.
  static func nearest(to name: String, in entries: [String]) -> String? {
    let lowered = name.lowercased()
    let allowed = name.count < 3 ? 0 : name.count < 5 ? 1 : 2
    let ranked = entries.map { ($0, edits(lowered, $0.lowercased())) }
    return ranked.filter { $0.1 <= allowed }.min { $0.1 < $1.1 }?.0
  }

  /// Levenshtein distance, with a swap of neighbours as one edit.
  private static func edits(_ first: String, _ second: String) -> Int {
    let a = Array(first)
    let b = Array(second)
    var rows = [Array(0...b.count)]
    for i in a.indices {
      var row = [i + 1]
      for j in b.indices {
        var cost = Swift.min(
          row[j] + 1, rows[i][j + 1] + 1, rows[i][j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          cost = Swift.min(cost, rows[i - 1][j - 1] + 1)
        }
        row.append(cost)
      }
      rows.append(row)
    }
    return rows[a.count][b.count]
  }
}
