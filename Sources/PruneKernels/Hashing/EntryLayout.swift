/// What is held of a value while repeats are looked for: side by side, without gaps, at any
/// address,
///
///     hash | identifier | count, where wanted | key, where longer than 8 bytes
///
/// An identifier says which record it is and orders the records of one value. As it travels
/// (*packed*) an entry has no identifier: where it stands says which record it is.
public struct EntryLayout: Hashable, Sendable {
  /// 4 or 8.
  public let identifierBytes: Int
  /// How many records the entry stands for.
  public let hasCount: Bool
  /// Words of a key that its hash does not stand for; 0 for keys of at most 8 bytes.
  public let keyWords: Int

  /// - Parameter identifiers: All are below this.
  public init(identifiers: Int, hasCount: Bool, keyWords: Int) {
    identifierBytes = identifiers <= 1 << 32 ? 4 : 8
    self.hasCount = hasCount
    self.keyWords = keyWords
  }

  /// Bytes of an entry: 12 for the value alone with fewer than 2³² records.
  public var stride: Int { keyOffset + 8 * keyWords }
  /// Bytes of a packed entry.
  public var packedStride: Int { stride - identifierBytes }

  var countOffset: Int { 8 + identifierBytes }
  var keyOffset: Int { countOffset + (hasCount ? 8 : 0) }
}
