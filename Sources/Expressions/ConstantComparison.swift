public import PruneKernels

/// The element, or its absolute value, against one constant: what specialised kernels do.
///
/// A record is kept where `x comparison constant` is true; where it is false, with `negated`
/// (for floats that is not another comparison, because of NaN).
public struct ConstantComparison: Sendable, Hashable {
  /// `abs(x)` instead of `x`.
  public var magnitude: Bool
  public var comparison: Comparison
  /// The constant in the element's type, its bits, zero-extended.
  public var constantBits: UInt64
  /// The opposite of the comparison.
  public var negated: Bool

  public init(
    magnitude: Bool, comparison: Comparison, constantBits: UInt64, negated: Bool = false
  ) {
    self.magnitude = magnitude
    self.comparison = comparison
    self.constantBits = constantBits
    self.negated = negated
  }

  /// Local. The constant as an element.
  ///
  /// - Precondition: `E` holds the predicate's element type.
  @inlinable public func constant<E: KernelElement>(as: E.Type) -> E {
    let bits = E.Bits(truncatingIfNeeded: constantBits)
    // SAFETY: `Bits` is the unsigned integer of the same width, and every bit pattern of a
    // fixed-width number is valid.
    return unsafe unsafeBitCast(bits, to: E.self)
  }
}
