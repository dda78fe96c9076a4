/// The names of the files into which one array is cut.
package enum PartName {
  /// `part-00000-of-00008.npy`.
  package static func make(_ index: Int, of shards: Int) -> String {
    "part-\(fiveDigits(index))-of-\(fiveDigits(shards)).npy"
  }

  /// Whether a file in an output directory is a part of some earlier output.
  package static func matches(_ name: String) -> Bool {
    let words = name.split(separator: "-", omittingEmptySubsequences: false)
    return words.count == 4 && words[0] == "part" && isNumber(words[1]) && words[2] == "of"
      && words[3].hasSuffix(".npy") && isNumber(words[3].dropLast(4))
  }

  private static func isNumber(_ text: Substring) -> Bool {
    text.utf8.count >= 5 && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
  }

  private static func fiveDigits(_ number: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, 5 - digits.utf8.count)) + digits
  }
}
