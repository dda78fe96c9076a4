/// The suggestions for a word that is none: the entry with the fewest edits, if they are few.

extension UsageError.Problem {
  /// The problem with a flag that `command` does not have.
  static func unknownFlag(_ spelling: String, for command: Command) -> Self {
    if let other = Flag.all.first(where: { $0.isSpelt(spelling) }) {
      return .flagOfOtherCommand(spelling, other)
    }
    // Of equals the first counts: what stands alone, then stages, then what follows a stage.
    let all = Flag.all.filter(\.hasLineOfItsOwn) + Flag.stages + Flag.stageOptions
    let flags = all.filter { $0.commands.contains(command) && $0.name.hasPrefix("--") }
    let index = nearestIndex(to: bare(spelling), in: flags.map { bare($0.name) })
    // `-oPATH`, which other programs take, is `-o PATH` here.
    let nearest =
      index.map { flags[$0] }
      ?? flags.first { $0.action.placeholder != nil && spelling.hasPrefix($0.short ?? $0.name) }
    return .unknownFlag(spelling, nearest: nearest)
  }
}

extension Command {
  /// The command that a file name may be a misspelling of; a name with a dot or a slash is none.
  static func nearest(to word: String) -> Command? {
    guard !word.contains(where: { $0 == "." || $0 == "/" }) else { return nil }
    let commands = allCases.filter { $0 != .prune }
    return nearestIndex(to: word, in: commands.map(\.rawValue)).map { commands[$0] }
  }
}

/// The hyphen, and what text editors make of one or two of it.
let dashes: Set<Character> = ["-", "\u{2010}", "\u{2011}", "\u{2013}", "\u{2014}", "\u{2212}"]

/// Without leading dashes, in lower case.
private func bare(_ spelling: String) -> String {
  spelling.drop(while: dashes.contains).lowercased()
}

/// The candidate with the fewest edits from `word`, the first of equals; nil where a third of
/// its letters would have to change. The start of a candidate, or a candidate with more behind
/// it, counts as one edit.
private func nearestIndex(to word: String, in candidates: [String]) -> Int? {
  let longest = candidates.map(\.utf8.count).max() ?? 0
  // A longer word is none of these, and comparing it would cost its length.
  guard word.utf8.count <= 2 * longest else { return nil }
  var best: (index: Int, edits: Int)?
  for (index, candidate) in candidates.enumerated() {
    let sharesStart =
      !word.isEmpty && (candidate.hasPrefix(word) || word.hasPrefix(candidate))
    let edits = word == candidate ? 0 : sharesStart ? 1 : editCount(word, candidate)
    guard edits <= max(1, candidate.count / 3), edits < best?.edits ?? .max else { continue }
    best = (index, edits)
  }
  return best?.index
}

/// How many letters to insert, delete, replace or swap with their neighbour to get from one word
/// to the other (optimal string alignment).
///
/// - Complexity: O(product of the lengths).
private func editCount(_ first: String, _ second: String) -> Int {
  let first = Array(first)
  let second = Array(second)
  // Row i holds the distances of the first i letters of `first` to each start of `second`.
  var beforeLast: [Int] = []
  var last = Array(0...second.count)
  for i in 0..<first.count {
    var row = [i + 1]
    for j in 0..<second.count {
      let replaced = last[j] + (first[i] == second[j] ? 0 : 1)
      var edits = min(replaced, last[j + 1] + 1, row[j] + 1)
      if i > 0, j > 0, first[i] == second[j - 1], first[i - 1] == second[j] {
        edits = min(edits, beforeLast[j - 1] + 1)
      }
      row.append(edits)
    }
    beforeLast = last
    last = row
  }
  return last[second.count]
}
