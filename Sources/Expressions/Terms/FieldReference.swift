import ShardedArrays

/// Elements of a field that an expression reads: all of a record's, or those that indices leave.
struct FieldReference: Hashable, Sendable {
  /// In the layout.
  let index: Int
  /// The first element read; the others follow it without a gap.
  let first: Int
  /// As typed, with indices counted from the front.
  let text: String
}

extension Term {
  /// The whole field with this index.
  static func field(_ index: Int, of layout: RecordLayout) -> Term {
    let field = layout.fields[index]
    return Term(
      type: field.elementType,
      .field(FieldReference(index: index, first: 0, text: field.name.asFieldName)),
      shape: field.shape)
  }

  /// What indices into the first dimensions leave of a field.
  ///
  /// - Precondition: no more indices than dimensions, each inside its dimension.
  static func component(_ indices: [Int], ofField index: Int, of layout: RecordLayout) -> Term {
    let field = layout.fields[index]
    let rest = Array(field.shape[indices.count...])
    let position = zip(indices, field.shape).reduce(0) { $0 * $1.1 + $1.0 }
    let text = field.name.asFieldName + "[" + indices.map(String.init).joined(separator: ", ") + "]"
    return Term(
      type: field.elementType,
      .field(
        FieldReference(index: index, first: position * rest.reduce(1, *), text: text)),
      shape: rest)
  }

  /// The scalar field that this is; nil for anything else.
  func wholeField(of layout: RecordLayout) -> Int? {
    guard case .field(let reference) = kind, layout.fields[reference.index].isScalar else {
      return nil
    }
    return reference.index
  }

  /// The columns that hold the fields read, ascending.
  func columns(of layout: RecordLayout) -> [Int] {
    var columns: Set<Int> = []
    collectColumns(of: layout, into: &columns)
    return columns.sorted()
  }

  /// Adds the columns that hold the fields read.
  private func collectColumns(of layout: RecordLayout, into columns: inout Set<Int>) {
    if case .field(let reference) = kind { columns.insert(layout.fields[reference.index].column) }
    for operand in kind.operands { operand.collectColumns(of: layout, into: &columns) }
  }
}
