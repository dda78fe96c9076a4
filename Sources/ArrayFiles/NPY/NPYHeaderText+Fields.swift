// The `descr` of a structured array: a list of fields, `[('t', '<i8'), ('', '|V4'), ('v', '<f4',
// (3,))]`: a name, a type and sometimes a shape each. Titles and fields of fields are refused
// where they start, so there is no recursion here either.

extension NPYHeaderText {
  /// One field as written; a gap has an empty name and a void type.
  struct FieldText {
    var name: String
    var descr: String
    /// Empty where none is written.
    var shape: [Int]
  }

  /// What `descr` says.
  enum Descr {
    case type(String)
    case fields([FieldText])
  }

  mutating func descr() throws(NPYHeaderProblem) -> Descr {
    guard peek() == UInt8(ascii: "[") else {
      return .type(try string(what: "an element type in quotes"))
    }
    _ = take("[")
    var fields: [FieldText] = []
    while !take("]") {
      guard fields.count < EntryType.Structure.fieldLimit else {
        throw .tooManyFields(limit: EntryType.Structure.fieldLimit)
      }
      fields.append(try field(number: fields.count + 1))
      if !take(",") {
        try expect("]", after: "a field", or: "','")
        break
      }
    }
    return .fields(fields)
  }

  private mutating func field(number: Int) throws(NPYHeaderProblem) -> FieldText {
    guard take("(") else { throw unexpected("a field such as ('v', '<f4')") }
    if peek() == UInt8(ascii: "(") { throw .titledField(enclosed(by: "(", ")")) }
    let name = try escapedString(what: "the name of a field in quotes")
    try expect(",", after: "the name of field \(number)")
    switch peek() {
    case UInt8(ascii: "["): throw .nestedField(name, descr: enclosed(by: "[", "]"))
    case UInt8(ascii: "("): throw .nestedField(name, descr: enclosed(by: "(", ")"))
    default: break
    }
    let descr = try string(what: "an element type in quotes")
    var shape: [Int] = []
    if take(",") && peek() != UInt8(ascii: ")") {
      shape = try tuple()
      _ = take(",")
    }
    try expect(")", after: "field \(number)", or: "','")
    return FieldText(name: name, descr: descr, shape: shape)
  }
}
