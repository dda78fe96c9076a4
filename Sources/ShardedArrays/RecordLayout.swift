/// A named part of every record: elements of one type, side by side.
public struct Field: Hashable, Sendable {
  /// As expressions call it; a plain array's only field is `x`.
  public var name: String
  public var elementType: ElementType
  public var byteOrder: ByteOrder
  /// Of the elements in one record; empty for a scalar, which is one element.
  public var shape: [Int]
  /// The column that holds it, and where in that column's record it starts, in bytes.
  public var column: Int
  public var offset: Int

  public init(
    _ name: String, _ elementType: ElementType, _ byteOrder: ByteOrder = .native,
    shape: [Int] = [], column: Int = 0, offset: Int = 0
  ) {
    self.name = name
    self.elementType = elementType
    self.byteOrder = byteOrder
    self.shape = shape
    self.column = column
    self.offset = offset
  }

  /// Elements in one record.
  public var count: Int { shape.reduce(1, *) }
  /// Bytes in one record.
  public var byteCount: Int { count * elementType.byteCount }
  public var isScalar: Bool { shape.isEmpty }
  /// Whether the bytes must be turned round before a kernel reads them.
  public var isSwapped: Bool { byteOrder != .native && elementType.byteCount > 1 }
}

/// What a record is made of: fields, in one or more columns that are read and held apart.
///
/// A plain array has one column with one field. A structured array has one column with several
/// fields, side by side in every record. Files named as fields are a column each.
public struct RecordLayout: Hashable, Sendable {
  public var fields: [Field]
  /// Bytes of one record in each column, gaps between fields included.
  public var widths: [Int]

  public init(fields: [Field], widths: [Int]) {
    self.fields = fields
    self.widths = widths
  }

  /// One column of scalars named `x`.
  public init(elements type: ElementType, _ byteOrder: ByteOrder = .native) {
    self.init(fields: [Field("x", type, byteOrder)], widths: [type.byteCount])
  }

  /// Bytes of one record in all columns.
  public var recordBytes: Int { widths.reduce(0, +) }

  public func field(named name: some StringProtocol) -> Field? {
    fields.first { $0.name == name }
  }

  /// Whether there is but one column, of one scalar: a record is an element.
  public var isPlain: Bool {
    fields.count == 1 && fields[0].isScalar && widths == [fields[0].byteCount]
  }
}
