extension MPIType {
  /// The layout of a struct of one's own, by its fields:
  ///
  /// ```swift
  /// struct Particle: MPIElement {
  ///   var position: InlineArray<3, Double>
  ///   var id: Int32
  ///   static let mpiType = MPIType.structure(of: Particle.self, .field(\.position), .field(\.id))
  /// }
  /// ```
  ///
  /// Each call makes a description of its own: keep it in a `static let`.
  ///
  /// - Parameter fields: All stored properties of `type`, in any order.
  /// - Precondition: every field is stored in the value; no two overlap; no byte is left between
  ///   or behind them but what the alignment of the next field explains. (A forgotten field that
  ///   is no larger than that is not noticed.)
  ///
  /// The corresponding C functions are `MPI_Type_create_struct` and `MPI_Type_create_resized`
  /// (MPI-3.1 sections 4.1.2 and 4.1.7).
  public static func structure<Root: BitwiseCopyable>(
    of type: Root.Type, _ fields: MPIField<Root>...
  ) -> MPIType {
    let stored = fields.compactMap { field in
      field.offset.map { StoredField(offset: $0, field: field) }
    }.sorted { ($0.offset, $0.end) < ($1.offset, $1.end) }
    if let missing = fields.first(where: { $0.offset == nil }) {
      fatalError("\(type): \(missing.name) is not stored in the value")
    }
    if let problem = problem(of: stored, in: type) { fatalError("\(type): \(problem)") }
    let parts = stored.flatMap { stored in stored.field.parts.map { $0.moved(by: stored.offset) } }
    return MPIType(MPILayout(parts: joined(parts), stride: MemoryLayout<Root>.stride))
  }

  private struct StoredField<Root: BitwiseCopyable> {
    var offset: Int
    var field: MPIField<Root>

    var end: Int { offset + field.size }
  }

  /// What is wrong with fields in the order of their offsets.
  private static func problem<Root>(
    of fields: [StoredField<Root>], in type: Root.Type
  ) -> String? {
    var end = 0
    var before: MPIField<Root>?
    for stored in fields where stored.field.size > 0 {
      let field = stored.field
      if let before, stored.offset < end { return "\(before.name) and \(field.name) overlap" }
      // Where the field would be if it came next.
      let next = (end + field.alignment - 1) / field.alignment * field.alignment
      if stored.offset != next { return missing(end..<stored.offset) }
      (end, before) = (stored.end, field)
    }
    // The size of a Swift struct has no padding behind the last field.
    let size = MemoryLayout<Root>.size
    return end == size ? nil : missing(end..<size)
  }

  private static func missing(_ bytes: Range<Int>) -> String {
    "no field has bytes \(bytes.lowerBound)..<\(bytes.upperBound): one is missing"
  }

  /// Neighbours of the same type as one part.
  private static func joined(_ parts: [MPILayout.Part]) -> [MPILayout.Part] {
    var joined: [MPILayout.Part] = []
    for part in parts {
      if let last = joined.last, last.type == part.type, last.end == part.offset {
        joined[joined.count - 1].count += part.count
      } else {
        joined.append(part)
      }
    }
    return joined
  }
}

/// A stored property, for ``MPIType/structure(of:_:)``.
public struct MPIField<Root: BitwiseCopyable> {
  let name: String
  /// Nil if the property is computed or observed.
  let offset: Int?
  let size: Int
  let alignment: Int
  /// From the field's own start.
  let parts: [MPILayout.Part]

  private init<Value>(_ path: KeyPath<Root, Value>, _ parts: [MPILayout.Part]) {
    name = "\(path)"
    offset = MemoryLayout<Root>.offset(of: path)
    size = MemoryLayout<Value>.size
    alignment = MemoryLayout<Value>.alignment
    self.parts = parts
  }

  /// A property of a type that travels by itself; the parts of a struct become parts of this one.
  public static func field<Value: MPIElement>(_ path: KeyPath<Root, Value>) -> MPIField {
    MPIField(path, Value.mpiType.parts)
  }

  /// A property that is a tuple of such.
  public static func field<First: MPIElement, Second: MPIElement, each Rest: MPIElement>(
    _ path: KeyPath<Root, (First, Second, repeat each Rest)>
  ) -> MPIField {
    var parts: [MPILayout.Part] = []
    var end = 0
    // The members of a tuple are laid out as the fields of a struct.
    func add<Member: MPIElement>(_ member: Member.Type) {
      let alignment = MemoryLayout<Member>.alignment
      let start = (end + alignment - 1) / alignment * alignment
      parts += Member.mpiType.parts.map { $0.moved(by: start) }
      end = start + MemoryLayout<Member>.size
    }
    add(First.self)
    add(Second.self)
    for member in repeat (each Rest).self { add(member) }
    return MPIField(path, parts)
  }
}
