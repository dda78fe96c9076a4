import PruneKernels

/// Work that is written once, generically, and compiled once for each element type.
public protocol ElementVisitor {
  associatedtype Failure: Error = Never
  associatedtype Result
  mutating func visit<Element: KernelElement>(_ type: Element.Type) throws(Failure) -> Result
}

extension ElementType {
  /// Local. Calls `visitor.visit` with the Swift type that holds this element type's values;
  /// `bool` is held as `UInt8`.
  ///
  /// Here an element type known at run time becomes a Swift type, and everything below it is
  /// specialised. Work that borrows spans cannot be stored in a visitor and has a switch of its
  /// own.
  ///
  /// - Complexity: one switch; call it once per block, not per element.
  @inlinable
  public func visit<Visitor: ElementVisitor>(
    _ visitor: inout Visitor
  ) throws(Visitor.Failure) -> Visitor.Result {
    switch self {
    case .bool, .uint8: try visitor.visit(UInt8.self)
    case .int8: try visitor.visit(Int8.self)
    case .int16: try visitor.visit(Int16.self)
    case .int32: try visitor.visit(Int32.self)
    case .int64: try visitor.visit(Int64.self)
    case .uint16: try visitor.visit(UInt16.self)
    case .uint32: try visitor.visit(UInt32.self)
    case .uint64: try visitor.visit(UInt64.self)
    case .float16: try visitor.visit(Float16.self)
    case .float32: try visitor.visit(Float.self)
    case .float64: try visitor.visit(Double.self)
    }
  }
}
