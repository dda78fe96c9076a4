public import ShardedArrays

/// One or more files taken as one array, joined along axis 0 in the order given.
///
/// Holds what the headers say, not the elements: those come through ``ArrayReader``. One rank
/// opens the files and broadcasts ``encoded()``; the others decode it.
public struct ArrayInput: Sendable, Hashable {
  /// One file's elements.
  public struct Part: Sendable, Hashable {
    public let path: String
    /// Where the elements start, in bytes from the start of the file.
    public let dataOffset: Int
    /// Position of the file's first element in the joined array.
    public let firstElement: Int
    /// Elements in the file; zero is ordinary.
    public let count: Int
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
    precondition(!paths.isEmpty, "array input: no files")
    var joined: ArrayInput?
    for path in paths {
      let next = try ArrayInput(path, raw: raw)
      joined = try joined?.joined(with: next) ?? next
    }
    guard let joined else { preconditionFailure("array input: no files") }
    return joined
  }
}

extension ArrayInput {
  /// One file.
  private init(_ path: String, raw: RawLayout?) throws(ArrayFileError) {
    let count: Int
    let dataOffset: Int
    if let raw {
      elementType = raw.elementType
      byteOrder = raw.byteOrder
      shape = try raw.shape(of: path)
      count = shape.reduce(1, *)
      dataOffset = 0
    } else {
      let (header, offset) = try NPYHeader.read(path)
      elementType = header.elementType
      byteOrder = header.byteOrder
      shape = header.shape
      count = header.count
      dataOffset = offset
    }
    parts = [Part(path: path, dataOffset: dataOffset, firstElement: 0, count: count)]
  }

  /// This array with the single file of `next` behind it.
  private func joined(with next: ArrayInput) throws(ArrayFileError) -> ArrayInput {
    let (first, added) = (parts[0].path, next.parts[0])
    if next.elementType != elementType {
      throw .typesDiffer(
        path: added.path, type: next.elementType, firstPath: first, firstType: elementType)
    }
    if next.byteOrder != byteOrder {
      throw .byteOrdersDiffer(
        path: added.path, order: next.byteOrder, firstPath: first, firstOrder: byteOrder)
    }
    if next.shape.isEmpty { throw .noAxis(path: added.path, otherPath: first) }
    if shape.isEmpty { throw .noAxis(path: first, otherPath: added.path) }
    if next.shape.dropFirst() != shape.dropFirst() {
      throw .rowsDiffer(
        path: added.path, shape: next.shape, firstPath: first, firstShape: shape)
    }
    let (length, overflow) = shape[0].addingReportingOverflow(next.shape[0])
    let whole = [length] + shape.dropFirst()
    if overflow || elementCount(whole, of: elementType) == nil {
      throw .joinedTooLarge(path: added.path)
    }
    return ArrayInput(
      elementType: elementType, byteOrder: byteOrder, shape: whole,
      parts: parts + [
        Part(
          path: added.path, dataOffset: added.dataOffset, firstElement: count, count: added.count)
      ])
  }
}
