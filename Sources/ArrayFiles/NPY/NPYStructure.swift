import ShardedArrays

// Structured dtypes: from the fields of a header to a structure, and back to the text that NumPy
// writes for it (`numpy.lib.format.descr_to_dtype` and `numpy._core._internal._array_descr`).

extension EntryType.Structure {
  /// More fields than this are taken for a mistake, or for an attack on the memory.
  package static let fieldLimit = 4096
  /// NumPy's own limit on the bytes of one entry.
  package static let byteLimit = Int(Int32.max)

  /// The fields of a header, side by side; void ones without a name are gaps.
  init(parsing texts: [NPYHeaderText.FieldText]) throws(NPYHeaderProblem) {
    var fields: [Field] = []
    var names: Set<String> = []
    var offset = 0
    for (index, text) in texts.enumerated() {
      if text.shape.contains(where: { $0 < 0 }) {
        throw .field(text.name, .negativeLength(text.shape))
      }
      let width: Int
      if text.name.isEmpty {
        guard let gap = NPYTypeString.voidBytes(text.descr) else {
          throw .unnamedField(number: index + 1)
        }
        width = gap
      } else {
        guard names.insert(text.name).inserted else { throw .fieldTwice(text.name) }
        let (type, order): (ElementType, ByteOrder)
        do {
          (type, order) = try NPYTypeString.parse(text.descr)
        } catch {
          throw .field(text.name, error)
        }
        fields.append(
          Field(
            text.name, type, type.byteCount == 1 ? .native : order, shape: text.shape,
            offset: offset))
        width = type.byteCount
      }
      guard let bytes = byteCountStrictly(of: text.shape, each: width),
        bytes <= Self.byteLimit - offset
      else { throw .entryTooLarge(limit: Self.byteLimit) }
      offset += bytes
    }
    guard !fields.isEmpty else { throw .noFields }
    self.init(fields: fields, byteCount: offset)
  }

  /// The list of fields as NumPy writes it, gaps as void fields without a name.
  var descr: String {
    var parts: [String] = []
    var offset = 0
    func gap(to end: Int) {
      if end > offset { parts.append("('', '|V\(end - offset)')") }
    }
    for field in fields {
      gap(to: field.offset)
      let type = NPYTypeString.text(field.elementType, field.byteOrder)
      let shape = field.isScalar ? "" : ", \(NPYHeader.tuple(field.shape))"
      parts.append("(\(PythonText.literal(field.name)), '\(type)'\(shape))")
      offset = field.offset + field.byteCount
    }
    gap(to: byteCount)
    return "[\(parts.joined(separator: ", "))]"
  }
}

extension NPYTypeString {
  /// NumPy's `dtype.str`: `<f8`, `>i2`, `|b1`.
  static func text(_ type: ElementType, _ order: ByteOrder) -> String {
    (type.byteCount == 1 ? "|" : order == .little ? "<" : ">") + type.typeCode
  }

  /// The bytes of a void type, `|V4`; nil for any other type.
  static func voidBytes(_ descr: String) -> Int? {
    let (_, code) = ByteOrder.split(descr)
    let digits = code.dropFirst()
    guard code.first == "V", !digits.isEmpty,
      digits.utf8.allSatisfy({ (0x30...0x39).contains($0) })
    else { return nil }
    return Int(digits) ?? .max
  }
}
