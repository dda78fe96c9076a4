public import ShardedArrays

/// How the entries of a file without a header lie: `f4:1000,3`, `>i2:4096`, `f8`, or records,
/// `t:<i8,v:<f4[3]`.
///
/// A type is an optional byte order (`<` little, `>` big, none the machine's own), the kind and
/// the width in bytes (`b1`, `i1` … `i8`, `u1` … `u8`, `f2`, `f4`, `f8`).
///
/// - Elements: a type, and an optional shape in C order after a `:`. Without a shape the file is
///   one-dimensional and as long as its size says.
/// - Records: `name:type` for each field, with commas between, in the order in which they lie,
///   none aligned; `[3]` or `[2,3]` behind a type gives the field a shape, and `4x` between
///   fields passes over four bytes. There are as many records as the file's size says.
///
/// `@128` at the end passes over the first 128 bytes of the file.
public struct RawLayout: Sendable, Hashable {
  let entry: EntryType
  /// Nil: taken from the file's size.
  public let shape: [Int]?
  /// Bytes passed over at the start of a file.
  let offset: Int

  /// Nil for records.
  public var elementType: ElementType? {
    if case .element(let type, _) = entry { type } else { nil }
  }

  public var byteOrder: ByteOrder? {
    if case .element(_, let order) = entry { order } else { nil }
  }

  /// Local. The shape of the array in a file, which must have exactly the size that the layout
  /// says.
  func shape(of path: String) throws(ArrayFileError) -> [Int] {
    let size = try InputFile(path).size()
    guard size >= offset else {
      throw .shorterThanOffset(path: path, offset: offset, holds: size)
    }
    let holds = size - offset
    guard let shape else {
      guard holds % entry.byteCount == 0 else {
        throw .brokenElement(path: path, type: entry, holds: holds)
      }
      return [holds / entry.byteCount]
    }
    let count = entryCount(shape, of: entry) ?? 0
    try checkSize(
      shape, entry, needs: count * entry.byteCount, holds: holds, path: path)
    return shape
  }
}
