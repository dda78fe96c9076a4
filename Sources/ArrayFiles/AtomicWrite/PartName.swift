/// The names of the files into which one array is cut, or records with a file for each field.
package enum PartName {
  /// What parts may end in: arrays, and lines of text.
  private static let suffixes = [".npy", ".csv", ".tsv"]

  /// `part-00000-of-00008.npy`.
  ///
  /// - Parameter suffix: One of four characters.
  package static func make(_ index: Int, of shards: Int, suffix: String = ".npy") -> String {
    "part-\(fiveDigits(index))-of-\(fiveDigits(shards))\(suffix)"
  }

  /// Whether a file in an output directory is a part of some earlier output.
  package static func matches(_ name: String) -> Bool {
    let words = name.split(separator: "-", omittingEmptySubsequences: false)
    return words.count == 4 && words[0] == "part" && isNumber(words[1]) && words[2] == "of"
      && suffixes.contains { words[3].hasSuffix($0) } && isNumber(words[3].dropLast(4))
  }

  /// `time.npy`, or of several shards `time-part-00000-of-00008.npy`.
  package static func make(field: String, _ index: Int, of shards: Int?) -> String {
    shards.map { "\(field)-\(make(index, of: $0))" } ?? "\(field).npy"
  }

  /// Which field a file in an output directory holds, alone or a part of it; nil for a part of an
  /// array and for other files.
  package static func field(of name: String) -> String? {
    guard name.hasSuffix(".npy"), !matches(name) else { return nil }
    let words = name.split(separator: "-", omittingEmptySubsequences: false)
    guard words.count > 4, matches(words.suffix(4).joined(separator: "-")) else {
      return String(name.dropLast(4))
    }
    return words.dropLast(4).joined(separator: "-")
  }

  /// Whether a field's name can name its file, visibly, and be read from it again.
  package static func isUsable(field: String) -> Bool {
    !field.isEmpty && !field.hasPrefix(".") && !field.utf8.contains(UInt8(ascii: "/"))
      && !field.utf8.contains(0) && self.field(of: make(field: field, 0, of: nil)) == field
  }

  /// `out.part-00000-of-00008.h5` for `out.h5`.
  package static func make(_ index: Int, of shards: Int, beside path: String) -> String {
    let (directory, name) = OutputName.split(path)
    let dot = name.lastIndex(of: ".").flatMap { $0 == name.startIndex ? nil : $0 } ?? name.endIndex
    let part = make(index, of: shards).dropLast(4)
    return "\(directory)\(name[..<dot]).\(part)\(name[dot...])"
  }

  private static func isNumber(_ text: Substring) -> Bool {
    text.utf8.count >= 5 && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
  }

  private static func fiveDigits(_ number: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, 5 - digits.utf8.count)) + digits
  }
}
