/// How MPI is to see the values of a Swift type: one of its predefined datatypes, or a layout
/// of them. A description only; the library's own object is made from it at first use, and
/// freed when the run ends.
public struct MPIType: Sendable {
  /// The datatypes of MPI-3.1 section 3.2.2 that fixed-width Swift types have.
  @usableFromInline enum Predefined: UInt8, Sendable {
    case bool, int8, int16, int32, int64, uint8, uint16, uint32, uint64, float, double
    /// Bits that mean nothing to MPI.
    case byte
  }

  @usableFromInline enum Kind: Sendable {
    case predefined(Predefined)
    case layout(MPILayout)
  }

  @usableFromInline let kind: Kind
  /// Bytes from one value to the next in an array.
  public let stride: Int

  @inlinable init(_ predefined: Predefined, stride: Int) {
    kind = .predefined(predefined)
    self.stride = stride
  }

  init(_ layout: MPILayout) {
    kind = .layout(layout)
    stride = layout.stride
  }

  /// The values of `type` as bytes that MPI does not look into.
  ///
  /// For types without a layout of their own, such as enums. Where all ranks run on the same
  /// kind of processor, this is as good as a structure; where they do not, a structure's numbers
  /// are converted and bytes are not.
  ///
  /// Each call makes a description of its own: keep it in a `static let`.
  public static func bytes<Value: BitwiseCopyable>(of type: Value.Type) -> MPIType {
    let size = MemoryLayout<Value>.size
    return MPIType(
      MPILayout(
        parts: size == 0 ? [] : [MPILayout.Part(offset: 0, count: size, type: .byte)],
        stride: MemoryLayout<Value>.stride))
  }

  /// Whether the library has a datatype, and with it its own operations, for this.
  @inlinable var isPredefined: Bool {
    switch kind {
    case .predefined: true
    case .layout: false
    }
  }

  /// What a value consists of.
  var parts: [MPILayout.Part] {
    switch kind {
    case .predefined(let type): [MPILayout.Part(offset: 0, count: 1, type: type)]
    case .layout(let layout): layout.parts
    }
  }
}

/// Where the parts of a value are. One object for each declaration, because the library's
/// datatype is found again by it.
@usableFromInline final class MPILayout: Sendable {
  /// `count` values of a predefined type, one behind the other.
  struct Part: Hashable, Sendable {
    var offset: Int
    var count: Int
    var type: MPIType.Predefined

    func moved(by distance: Int) -> Part {
      Part(offset: offset + distance, count: count, type: type)
    }

    /// The first byte behind the part.
    var end: Int { offset + count * type.byteCount }
  }

  let parts: [Part]
  let stride: Int

  init(parts: [Part], stride: Int) {
    self.parts = parts
    self.stride = stride
  }
}

extension MPIType.Predefined {
  var byteCount: Int {
    switch self {
    case .bool, .int8, .uint8, .byte: 1
    case .int16, .uint16: 2
    case .int32, .uint32, .float: 4
    case .int64, .uint64, .double: 8
    }
  }
}
