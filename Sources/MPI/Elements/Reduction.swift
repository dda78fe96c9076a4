/// How a reduction or a scan combines two elements.
///
/// Which operations there are depends on the element, so that a sum of truth values or the bits
/// of a float are refused when the program is compiled (MPI-3.1 section 5.9.2 forbids them).
///
/// Where MPI has no datatype for the element (`Float16`, `Int128`, `UInt128`), the operations of
/// the same names are made of Swift's operators; likewise where the library's are wrong (sums of
/// integers of 8 and 16 bits in Open MPI 4.1, least and greatest unsigned integers in MPICH 4.0).
public struct Reduction<Element: MPIElement> {
  @usableFromInline let kind: ReductionKind

  @inlinable init(_ operation: PredefinedOperation) { kind = .predefined(operation) }

  /// The library's operation where it has a right one for this type. Nil where `combining` has to
  /// do; a closure that is not needed is not made, as that would take as long as a short call.
  /// Inlined where it is used, so that an operation that the library has costs nothing to name.
  @inlinable @inline(__always) static func own(_ operation: PredefinedOperation) -> Reduction? {
    guard case .predefined(let type) = Element.mpiType.kind, operation.isRight(on: type) else {
      return nil
    }
    return Reduction(operation)
  }

  /// An operation of one's own.
  ///
  /// - Parameters:
  ///   - isCommutative: Whether the order of the ranks does not matter. If false, elements are
  ///     combined in rank order.
  ///   - combine: The combination of an element of a lower rank and one of a higher. Must be
  ///     associative, the same on all ranks, and must not call MPI. Called once per element.
  ///
  /// The library's object is made at the first call that uses the operation and freed with it:
  /// about 1.5 microseconds, saved by keeping an operation that is used often.
  ///
  /// The corresponding C function is `MPI_Op_create` (MPI-3.1 section 5.9.5).
  public static func combining(
    isCommutative: Bool = true, _ combine: @escaping @Sendable (Element, Element) -> Element
  ) -> Reduction {
    Reduction(custom: CustomOperation(isCommutative: isCommutative, of: Element.self, combine))
  }

  private init(custom: CustomOperation) { kind = .custom(custom) }
}

extension Reduction where Element: MPIScalar {
  /// Sums of floats depend on the number of ranks in their last bits; ``Communicator`` has
  /// `reproducibleSum` for sums that do not.
  @inlinable public static var sum: Reduction { own(.sum) ?? .combining { $0 + $1 } }
  @inlinable public static var product: Reduction { own(.product) ?? .combining { $0 * $1 } }
  /// Undefined where an element is NaN.
  @inlinable public static var min: Reduction { own(.min) ?? .combining { Swift.min($0, $1) } }
  /// Undefined where an element is NaN.
  @inlinable public static var max: Reduction { own(.max) ?? .combining { Swift.max($0, $1) } }
}

extension Reduction where Element: MPIScalar & FixedWidthInteger {
  /// Wraps on overflow.
  @inlinable public static var sum: Reduction { own(.sum) ?? .combining { $0 &+ $1 } }
  /// Wraps on overflow.
  @inlinable public static var product: Reduction { own(.product) ?? .combining { $0 &* $1 } }
  @inlinable public static var bitwiseAnd: Reduction { own(.bitwiseAnd) ?? .combining { $0 & $1 } }
  @inlinable public static var bitwiseOr: Reduction { own(.bitwiseOr) ?? .combining { $0 | $1 } }
  @inlinable public static var bitwiseXor: Reduction { own(.bitwiseXor) ?? .combining { $0 ^ $1 } }
}

extension Reduction where Element == Bool {
  /// Whether all are true.
  public static var and: Reduction { Reduction(.logicalAnd) }
  /// Whether any is true.
  public static var or: Reduction { Reduction(.logicalOr) }
  /// Whether an odd number is true.
  public static var xor: Reduction { Reduction(.logicalXor) }
}

/// What a ``Reduction`` is, without the type of its elements.
@usableFromInline enum ReductionKind {
  case predefined(PredefinedOperation)
  case custom(CustomOperation)

  /// Whether elements are combined by a Swift closure, in the memory of their stride.
  @inlinable var isCustom: Bool {
    switch self {
    case .predefined: false
    case .custom: true
    }
  }
}

/// The library's own operations (MPI-3.1 section 5.9.2).
@usableFromInline enum PredefinedOperation: UInt8, Sendable {
  case sum, product, min, max, logicalAnd, logicalOr, logicalXor, bitwiseAnd, bitwiseOr,
    bitwiseXor
}
