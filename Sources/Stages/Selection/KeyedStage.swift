import Expressions
import PruneKernels
import ShardedArrays

/// What the stages that order records by a key have in common.
struct KeyedStage: Sendable {
  /// As typed: `top 10%`.
  let name: String
  let key: Key
  /// As typed: `abs(x)`.
  let keyText: String
  let nan: NaNPolicy

  /// - Throws: ``StageError/nanKeys(stage:key:count:)`` if there are NaNs and they are refused.
  func admit(nanCount: Int) throws(StageError) {
    guard nanCount == 0 || nan != .refuse else {
      throw .nanKeys(stage: name, key: keyText, count: nanCount)
    }
  }
}

extension Key {
  /// The type of the keys.
  ///
  /// - Precondition: a field is a scalar.
  func elementType(in layout: RecordLayout) -> ElementType {
    switch self {
    case .value(let expression): return expression.elementType
    case .field(let index):
      precondition(layout.fields[index].isScalar, "an order of records by a field with a shape")
      return layout.fields[index].elementType
    }
  }
}

extension ElementType {
  /// How keys of this type are ordered.
  var order: KeyOrder {
    let kind: KeyOrder.Kind = isFloat ? .float : isSignedInteger ? .signed : .unsigned
    return KeyOrder(kind, byteCount: byteCount)
  }
}

extension KeyBlock {
  /// Local. The bytes of the only key.
  func withKeys<Result>(_ body: (RawSpan) -> Result) -> Result {
    let column = columns[0]
    return column.buffer.withBytes(
      column.offset..<column.offset + count * column.elementType.byteCount, body)
  }
}

extension KeyOrder {
  /// A key for the report: a number, or the digits of an integer that no double holds.
  func fact(_ ordered: UInt64) -> StageFact.Value {
    let value = value(of: ordered)
    guard kind != .float && value.magnitude > 0x1p53 else { return .number(value) }
    let bits = bits(of: ordered)
    return .text(kind == .signed ? "\(Int64(bitPattern: bits))" : "\(bits)")
  }
}

/// A number of this rank's and of all ranks' records.
struct Tally: Hashable, Sendable {
  var local = 0
  var global = 0

  static func + (a: Tally, b: Tally) -> Tally {
    Tally(local: a.local + b.local, global: a.global + b.global)
  }

  static func - (a: Tally, b: Tally) -> Tally {
    Tally(local: a.local - b.local, global: a.global - b.global)
  }

  static func += (a: inout Tally, b: Tally) { a = a + b }
}
