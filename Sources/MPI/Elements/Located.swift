/// A value and where it was found, to reduce with ``Reduction/minLoc`` and ``Reduction/maxLoc``.
///
/// MPI's own pairs have an index of 32 bits and few types of value (MPI-3.1 section 5.9.4); these
/// have an index of 64 bits and every number that ranks can reduce.
public struct Located<Value: MPIScalar>: LocatedElement {
  public var value: Value
  /// Any number that tells places apart, for instance a rank or a position over all ranks.
  public var index: Int

  public init(value: Value, index: Int) {
    self.value = value
    self.index = index
  }

  public static var mpiType: MPIType {
    GenericLayouts.type(of: Self.self) {
      .structure(of: Self.self, .field(\.value), .field(\.index))
    }
  }
}

extension Located: Equatable {}
extension Located: Hashable where Value: Hashable {}

/// What ``Reduction/minLoc`` and ``Reduction/maxLoc`` need of an element: ``Located``, or a
/// struct of one's own that says more about the place.
public protocol LocatedElement: MPIElement {
  associatedtype Value: MPIScalar
  var value: Value { get }
  var index: Int { get }
}

extension Reduction where Element: LocatedElement {
  /// The least value and its index; of equal ones the smaller index.
  ///
  /// A NaN is chosen only if all are NaN, and then the one with the smallest index. Zeros of
  /// either sign are equal.
  public static var minLoc: Reduction {
    .combining { first, second in chosen(first, second, by: <) }
  }

  /// The greatest value and its index; of equal ones the smaller index.
  ///
  /// A NaN is chosen only if all are NaN, and then the one with the smallest index. Zeros of
  /// either sign are equal.
  public static var maxLoc: Reduction {
    .combining { first, second in chosen(first, second, by: >) }
  }

  private static func chosen(
    _ first: Element, _ second: Element, by isBetter: (Element.Value, Element.Value) -> Bool
  ) -> Element {
    if isBetter(first.value, second.value) { return first }
    if isBetter(second.value, first.value) { return second }
    // Equal, or at least one is NaN, the only value that is not equal to itself.
    let isFirstNumber = first.value == first.value
    let isSecondNumber = second.value == second.value
    guard isFirstNumber == isSecondNumber else { return isFirstNumber ? first : second }
    return second.index < first.index ? second : first
  }
}
