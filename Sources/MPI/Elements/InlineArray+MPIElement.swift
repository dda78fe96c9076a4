internal import Synchronization

extension InlineArray: MPIElement where Element: MPIElement {
  /// `count` elements, one behind the other.
  public static var mpiType: MPIType {
    GenericLayouts.type(of: Self.self) {
      let element = Element.mpiType
      let parts: [MPILayout.Part]
      if case .predefined(let type) = element.kind {
        parts = count == 0 ? [] : [MPILayout.Part(offset: 0, count: count, type: type)]
      } else {
        parts = (0..<count).flatMap { index in
          element.parts.map { $0.moved(by: index * element.stride) }
        }
      }
      return MPIType(MPILayout(parts: parts, stride: MemoryLayout<Self>.stride))
    }
  }
}

/// The descriptions of generic types, which cannot have static stored properties.
enum GenericLayouts {
  private static let made = Mutex<[ObjectIdentifier: MPIType]>([:])

  /// The description of `type`, made at the first call.
  static func type(of type: Any.Type, _ make: () -> MPIType) -> MPIType {
    let key = ObjectIdentifier(type)
    if let known = made.withLock({ $0[key] }) { return known }
    // Not under the lock: this may ask for another generic type's.
    let new = make()
    return made.withLock { made in
      if let known = made[key] { return known }
      made[key] = new
      return new
    }
  }
}
