public import ShardedArrays

/// The header of an `.npy` file: what the elements are, how many, and where they start.
///
/// The format is NumPy's, versions 1.0, 2.0 and 3.0 (`numpy.lib.format` in its reference).
/// Read: booleans, integers of 1 to 8 bytes, IEEE 754 floats of 2, 4 and 8 bytes, both byte
/// orders, any number of dimensions. Not read: Fortran order where it differs from C order,
/// complex numbers, text, dates, named fields, and Python objects, which need pickle.
public struct NPYHeader: Sendable, Hashable {
  public let elementType: ElementType
  /// Of elements of one byte: the machine's own.
  public let byteOrder: ByteOrder
  /// In C order; `[]` is a single value, a zero means no elements.
  public let shape: [Int]
  /// Elements.
  public let count: Int

  /// - Precondition: no length is negative, and the array has at most 2⁶³ − 1 bytes.
  public init(elementType: ElementType, byteOrder: ByteOrder = .native, shape: [Int]) {
    guard let header = Self(checking: shape, of: elementType, byteOrder) else {
      preconditionFailure("npy header: shape \(words(shape)) of \(elementType)")
    }
    self = header
  }

  /// Nil where the shape has a negative length or the array more than 2⁶³ − 1 bytes.
  init?(checking shape: [Int], of elementType: ElementType, _ byteOrder: ByteOrder) {
    guard let count = elementCount(shape, of: elementType) else { return nil }
    self.elementType = elementType
    self.byteOrder = elementType.byteCount == 1 ? .native : byteOrder
    self.shape = shape
    self.count = count
  }

  /// Bytes of elements.
  public var byteCount: Int { count * elementType.byteCount }

  /// The longest header that is read, in bytes. NumPy itself stops at 10,000 by default.
  public static let lengthLimit = 1 << 20

  static let magic: [UInt8] = [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59]
}

// MARK: - Writing

extension NPYHeader {
  /// The header as `numpy.save` (NumPy 2.4) writes it for an array in C order, byte for byte:
  /// room for the first length to grow to 21 digits, then spaces up to a multiple of 64 bytes.
  ///
  /// - Returns: The first bytes of the file; the elements follow. Version 1.0, or 2.0 where
  ///   the shape is too long for it.
  public func encoded() -> [UInt8] {
    var text = "{'descr': '\(typeString)', 'fortran_order': False, 'shape': \(tuple), }"
    if let first = shape.first {
      text += String(repeating: " ", count: max(0, 21 - String(first).utf8.count))
    }
    // The length field has two bytes in version 1, four in version 2. The text ends with a
    // newline, and NumPy pads with 1 to 64 spaces, never none.
    func length(after prefix: Int) -> Int { (prefix + text.utf8.count + 1) / 64 * 64 + 64 - prefix }
    let isShort = length(after: 10) <= Int(UInt16.max)
    let prefix = isShort ? 10 : 12
    let total = prefix + length(after: prefix)

    var bytes = Self.magic + [isShort ? 1 : 2, 0]
    for index in 0..<(prefix - 8) {
      bytes.append(UInt8(truncatingIfNeeded: (total - prefix) >> (8 * index)))
    }
    bytes += text.utf8
    bytes += repeatElement(UInt8(ascii: " "), count: total - bytes.count - 1)
    bytes.append(UInt8(ascii: "\n"))
    return bytes
  }

  /// NumPy's `dtype.str`: `<f8`, `>i2`, `|b1`.
  private var typeString: String {
    let order = elementType.byteCount == 1 ? "|" : byteOrder == .little ? "<" : ">"
    return order + elementType.typeCode
  }

  /// The shape as Python writes a tuple: `()`, `(3,)`, `(3, 4)`.
  private var tuple: String {
    shape.count == 1
      ? "(\(shape[0]),)" : "(\(shape.map(String.init).joined(separator: ", ")))"
  }
}

/// Elements of an array of this shape, or nil when a length is negative or the bytes pass
/// 2⁶³ − 1. A zero length makes every other one harmless.
func elementCount(_ shape: [Int], of type: ElementType) -> Int? {
  if shape.contains(where: { $0 < 0 }) { return nil }
  if shape.contains(0) { return 0 }
  var bytes = type.byteCount
  for length in shape {
    let (product, overflow) = bytes.multipliedReportingOverflow(by: length)
    if overflow { return nil }
    bytes = product
  }
  return bytes / type.byteCount
}
