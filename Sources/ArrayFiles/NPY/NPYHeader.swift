public import ShardedArrays

/// The header of an `.npy` file: what its entries are, how many, and where they start.
///
/// The format is NumPy's, versions 1.0, 2.0 and 3.0 (`numpy.lib.format` in its reference).
/// Read: booleans, integers of 1 to 8 bytes, IEEE 754 floats of 2, 4 and 8 bytes, both byte
/// orders, any number of dimensions, and structures of such fields with shapes and gaps. Not
/// read: Fortran order where it differs from C order, complex numbers, text, dates, titles,
/// structures in structures, and Python objects, which need pickle.
public struct NPYHeader: Sendable, Hashable {
  /// What one entry is; the byte order of what has one byte is the machine's own.
  public let entry: EntryType
  /// In C order; `[]` is a single value, a zero means no entries.
  public let shape: [Int]
  /// Entries.
  public let count: Int

  /// - Precondition: no length is negative, and the array has at most 2⁶³ − 1 bytes.
  public init(_ entry: EntryType, shape: [Int]) {
    guard let header = Self(checking: shape, of: entry) else {
      preconditionFailure("npy header: shape \(words(shape)) of \(entry)")
    }
    self = header
  }

  public init(elementType: ElementType, byteOrder: ByteOrder = .native, shape: [Int]) {
    self.init(.element(elementType, byteOrder), shape: shape)
  }

  /// Nil where the shape has a negative length or the array more than 2⁶³ − 1 bytes.
  init?(checking shape: [Int], of entry: EntryType) {
    guard let count = entryCount(shape, of: entry) else { return nil }
    self.entry = entry.normalized
    self.shape = shape
    self.count = count
  }

  /// Bytes of entries.
  public var byteCount: Int { count * entry.byteCount }

  /// The longest header that is read, in bytes. NumPy itself stops at 10,000 by default.
  public static let lengthLimit = 1 << 20

  static let magic: [UInt8] = [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59]
}

// MARK: - Writing

extension NPYHeader {
  /// The header as `numpy.save` (NumPy 2.4) writes it for an array in C order, byte for byte:
  /// room for the first length to grow to 21 digits, then spaces up to a multiple of 64 bytes.
  ///
  /// - Returns: The first bytes of the file; the entries follow. Version 1.0, or 2.0 where the
  ///   text is too long for it, or 3.0 where a name is not in Latin-1.
  public func encoded() -> [UInt8] {
    var text =
      "{'descr': \(descr), 'fortran_order': False, 'shape': \(Self.tuple(shape)), }"
    if let first = shape.first {
      text += String(repeating: " ", count: max(0, 21 - String(first).utf8.count))
    }
    let isLatin = text.unicodeScalars.allSatisfy { $0.value < 0x100 }
    let characters =
      isLatin
      ? text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) } : Array(text.utf8)
    // The length field has two bytes in version 1, four in versions 2 and 3. The text ends with
    // a newline, and NumPy pads with 1 to 64 spaces, never none.
    func length(after prefix: Int) -> Int {
      (prefix + characters.count + 1) / 64 * 64 + 64 - prefix
    }
    let isShort = isLatin && length(after: 10) <= Int(UInt16.max)
    let prefix = isShort ? 10 : 12
    let total = prefix + length(after: prefix)

    var bytes = Self.magic + [isShort ? 1 : isLatin ? 2 : 3, 0]
    for index in 0..<(prefix - 8) {
      bytes.append(UInt8(truncatingIfNeeded: (total - prefix) >> (8 * index)))
    }
    bytes += characters
    bytes += repeatElement(UInt8(ascii: " "), count: total - bytes.count - 1)
    bytes.append(UInt8(ascii: "\n"))
    return bytes
  }

  /// What `descr` says, as Python writes it.
  private var descr: String {
    switch entry {
    case .element(let type, let order): "'\(NPYTypeString.text(type, order))'"
    case .structure(let structure): structure.descr
    }
  }

  /// A shape as Python writes a tuple: `()`, `(3,)`, `(3, 4)`.
  static func tuple(_ shape: [Int]) -> String {
    shape.count == 1
      ? "(\(shape[0]),)" : "(\(shape.map(String.init).joined(separator: ", ")))"
  }
}
