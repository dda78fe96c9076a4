extension Draft {
  /// What separates the fields of a line; nil where the inputs are not text.
  ///
  /// They are where a flag says so, or where all of their names end in `.csv`, or all in `.tsv`.
  func textDelimiter() throws(UsageError) -> UInt8? {
    let isTabbed = !files.isEmpty && files.allSatisfy { $0.lowercased().hasSuffix(".tsv") }
    let isNamed =
      isTabbed || (!files.isEmpty && files.allSatisfy { $0.lowercased().hasSuffix(".csv") })
    guard isText || delimiter != nil || (isNamed && prune.raw == nil) else { return nil }
    for flag in [Flag.raw, .axis, .field, .compress, .copyRest] {
      if let used = given.first(where: { $0.flag.name == flag.name }) {
        throw error(.notForText(used.spelling))
      }
    }
    if let delimiter { return try byte(delimiter) }
    return UInt8(ascii: isTabbed ? "\t" : ",")
  }

  private func byte(_ text: String) throws(UsageError) -> UInt8 {
    if ["tab", "\\t", "\t"].contains(text) { return UInt8(ascii: "\t") }
    let usable = text.utf8.count == 1 ? text.utf8.first : nil
    guard let byte = usable, byte > 0x20 || byte == 0x20, byte < 0x7F,
      byte != UInt8(ascii: "\"")
    else {
      throw error(
        .badValue(
          spelling: Flag.delimiter.name, text: text,
          expected: "one ASCII character that is no quote, or tab"))
    }
    return byte
  }
}
