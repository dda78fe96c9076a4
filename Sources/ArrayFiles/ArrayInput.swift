public import ShardedArrays

/// One or more files taken as one array of elements, joined along axis 0 in the order given.
/// ``RecordInput`` is the same for records of any kind.
///
/// Holds what the headers say, not the elements: those come through ``ArrayReader``. One rank
/// opens the files and broadcasts ``encoded()``; the others decode it.
public struct ArrayInput: Sendable, Hashable {
  /// One file's elements.
  public struct Part: Sendable, Hashable {
    public let path: String
    /// How the file holds the elements.
    public let storage: ArrayStorage
    /// Position of the file's first element in the joined array.
    public let firstElement: Int
    /// Elements in the file; zero is ordinary.
    public let count: Int

    /// Where the elements start, in bytes from the start of the file; 0 where they are decoded.
    public var dataOffset: Int { storage.offset }
  }

  public let elementType: ElementType
  public let byteOrder: ByteOrder
  /// Of the joined array, in C order.
  public let shape: [Int]
  /// In the order given; the same file may come twice.
  public let parts: [Part]

  /// Elements.
  public var count: Int { parts.last.map { $0.firstElement + $0.count } ?? 0 }
  /// Bytes of elements.
  public var byteCount: Int { count * elementType.byteCount }

  /// Local. Reads and checks the headers of all files; the elements are not touched.
  ///
  /// - Parameters:
  ///   - paths: At least one.
  ///   - raw: How the elements lie in files without a header; nil for `.npy` files.
  /// - Throws: ``ArrayFileError`` when a file cannot be read, does not hold what its header
  ///   says, or does not fit the first one: all must have the same element type, byte order and
  ///   shape, except for the first length.
  /// - Complexity: two small reads a file.
  public static func open(
    _ paths: [String], raw: RawLayout? = nil
  ) throws(ArrayFileError) -> ArrayInput {
    let joined = try JoinedArray.open(paths, raw: raw)
    switch joined.entry {
    case .structure(let structure):
      throw .header(path: paths[0], .structuredType(structure.descr))
    case .element(let type, let order):
      var first = 0
      let parts = joined.parts.map { part in
        defer { first += part.count }
        return Part(
          path: part.path, storage: part.storage, firstElement: first, count: part.count)
      }
      return ArrayInput(
        elementType: type, byteOrder: order, shape: joined.shape, parts: parts)
    }
  }
}
