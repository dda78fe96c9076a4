public import ShardedArrays

/// What one entry of an array file is: a number, or a structure of named fields.
public enum EntryType: Sendable, Hashable {
  case element(ElementType, ByteOrder)
  case structure(Structure)

  /// NumPy's structured dtype: fields side by side, with gaps where it was aligned.
  public struct Structure: Sendable, Hashable {
    /// In order of offset, none overlapping, all in column 0; names differ and are not empty.
    public let fields: [Field]
    /// Of one entry, gaps included.
    public let byteCount: Int

    /// - Precondition: the fields are as ``fields`` says, at least one, inside `byteCount`.
    public init(fields: [Field], byteCount: Int) {
      guard let made = Structure(checking: fields, byteCount: byteCount) else {
        preconditionFailure("a structure of \(byteCount) bytes with \(fields.count) fields")
      }
      self = made
    }

    init?(checking fields: [Field], byteCount: Int) {
      var end = 0
      for field in fields {
        guard field.column == 0, !field.name.isEmpty, field.offset >= end,
          let bytes = byteCountStrictly(of: field.shape, each: field.elementType.byteCount),
          bytes <= byteCount - field.offset
        else { return nil }
        end = field.offset + bytes
      }
      guard !fields.isEmpty, Set(fields.map(\.name)).count == fields.count else { return nil }
      self.fields = fields.map { field in
        var field = field
        if field.elementType.byteCount == 1 { field.byteOrder = .native }
        return field
      }
      self.byteCount = byteCount
    }
  }

  /// Bytes of one entry; 0 only for a structure whose fields are all empty.
  public var byteCount: Int {
    switch self {
    case .element(let type, _): type.byteCount
    case .structure(let structure): structure.byteCount
    }
  }

  /// Whether it is a number, and not a structure.
  var isElement: Bool { if case .element = self { true } else { false } }

  /// The same, with the machine's byte order for what has one byte.
  var normalized: EntryType {
    guard case .element(let type, _) = self, type.byteCount == 1 else { return self }
    return .element(type, .native)
  }
}

extension EntryType: CustomStringConvertible {
  /// As messages call it: `float64`, or `records [('t', '<i8'), ('v', '<f4')]`, cut when long.
  public var description: String {
    switch self {
    case .element(let type, _): type.rawValue
    case .structure(let structure): "records \(clipped(structure.descr))"
    }
  }
}

// MARK: - Counting bytes

/// Entries of an array of this shape, or nil when a length is negative or the bytes pass
/// 2⁶³ − 1. A zero length makes every other one harmless.
func entryCount(_ shape: [Int], of entry: EntryType) -> Int? {
  if shape.contains(where: { $0 < 0 }) { return nil }
  if shape.contains(0) { return 0 }
  // Entries of no bytes are still counted.
  let width = Swift.max(1, entry.byteCount)
  return byteCountStrictly(of: shape, each: width).map { $0 / width }
}

/// Bytes of `shape` with `each` in every place; nil when a length is negative or the product of
/// those that are not zero passes 2⁶³ − 1: then no order of multiplying is safe.
func byteCountStrictly(of shape: [Int], each: Int) -> Int? {
  var bytes = Swift.max(1, each)
  for length in shape where length != 0 {
    let (product, overflow) = bytes.multipliedReportingOverflow(by: length)
    if length < 0 || overflow { return nil }
    bytes = product
  }
  return each == 0 || shape.contains(0) ? 0 : bytes
}
