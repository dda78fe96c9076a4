import ShardedArrays

/// NumPy's text for an element type: a byte order, a kind and a width in bytes, `<f8`.
enum NPYTypeString {
  /// Local. The element type and byte order of `descr`.
  ///
  /// `<` is little, `>` is big; `|`, `=` and none mean the machine's own order, as in NumPy.
  static func parse(_ descr: String) throws(NPYHeaderProblem) -> (ElementType, ByteOrder) {
    let (order, code) = ByteOrder.split(descr)
    if let type = ElementType(typeCode: code == "?" ? "b1" : code) { return (type, order) }
    // Dates say their unit after the width: `<M8[ns]`.
    let width = code.dropFirst().prefix { $0 != "[" }
    guard let kind = code.first, width.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
      throw .unknownType(descr)
    }
    switch kind {
    case "O": throw .objectType
    case "c": throw .unsupportedType(descr, holds: "complex numbers")
    case "S", "a", "U", "T": throw .unsupportedType(descr, holds: "text")
    case "M": throw .unsupportedType(descr, holds: "dates")
    case "m": throw .unsupportedType(descr, holds: "time spans")
    case "V": throw .unsupportedType(descr, holds: "raw bytes")
    case "f" where ["f12", "f16"].contains(code):
      throw .unsupportedType(descr, holds: "floats of more than 8 bytes")
    default: throw .unknownType(descr)
    }
  }
}

extension ByteOrder {
  /// The byte order in front of a type code, and the rest; the machine's own where none is said.
  static func split(_ text: some StringProtocol) -> (ByteOrder, Substring) {
    switch text.first {
    case "<": (.little, Substring(text.dropFirst()))
    case ">": (.big, Substring(text.dropFirst()))
    case "|", "=": (.native, Substring(text.dropFirst()))
    default: (.native, Substring(text))
    }
  }
}
