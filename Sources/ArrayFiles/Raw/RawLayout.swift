public import ShardedArrays

/// How the elements of a file without a header lie: `f4:1000,3`, `>i2:4096`, `f8`.
///
/// An optional byte order (`<` little, `>` big, none the machine's own), the kind and width in
/// bytes (`b1`, `i1` … `i8`, `u1` … `u8`, `f2`, `f4`, `f8`), and an optional shape in C order.
/// Without a shape the file is one-dimensional and as long as its size says.
public struct RawLayout: Sendable, Hashable {
  public let elementType: ElementType
  public let byteOrder: ByteOrder
  /// Nil: taken from the file's size.
  public let shape: [Int]?

  var entry: EntryType { .element(elementType, byteOrder) }

  /// Parses what the user wrote.
  public init(parsing text: String) throws(ArrayFileError) {
    func expected(_ what: String) -> ArrayFileError { .rawLayout(text: text, expected: what) }

    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let (order, code) = ByteOrder.split(parts[0])
    guard let type = ElementType(typeCode: code) else {
      throw expected("one of \(ElementType.allCases.map(\.typeCode).joined(separator: " "))")
    }
    elementType = type
    byteOrder = type.byteCount == 1 ? .native : order
    guard parts.count == 2 else {
      shape = nil
      return
    }
    var lengths: [Int] = []
    for part in parts[1].split(separator: ",", omittingEmptySubsequences: false) {
      guard !part.isEmpty, part.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
        throw expected("lengths such as 1000,3 after the ':'")
      }
      guard let length = Int(part) else { throw expected("lengths up to \(Int.max)") }
      lengths.append(length)
    }
    guard entryCount(lengths, of: .element(type, order)) != nil else {
      throw expected("an array of at most \(Int.max) bytes")
    }
    shape = lengths
  }

  /// Local. The shape of the array in a file, which must have exactly the size that the layout
  /// says.
  func shape(of path: String) throws(ArrayFileError) -> [Int] {
    let size = try InputFile(path).size()
    guard let shape else {
      guard size % elementType.byteCount == 0 else {
        throw .brokenElement(path: path, type: elementType, holds: size)
      }
      return [size / elementType.byteCount]
    }
    let count = entryCount(shape, of: entry) ?? 0
    try checkSize(
      shape, entry, needs: count * elementType.byteCount, holds: size, path: path)
    return shape
  }
}
