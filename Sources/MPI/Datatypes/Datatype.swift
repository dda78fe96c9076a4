/// Elements that do not lie one behind the other in memory and travel as one message: a column
/// of a matrix, the border of a block. Nothing is copied to send or receive them.
///
/// ```swift
/// // One column of a matrix of 100 rows and 80 columns, stored by rows.
/// let column = try Datatype<Double>.vector(count: 100, blockLength: 1, stride: 80)
/// try world.send(matrix.span, as: column, at: 79, to: right)
/// ```
///
/// Made and committed by its initializer, freed at the end of its scope. All counts, lengths and
/// offsets are in elements, and may be beyond 2³¹. What one datatype sends, another with as many
/// elements may receive: the order of the elements counts, not their places.
public struct Datatype<Element: MPIElement>: ~Copyable {
  let owned: OwnedDatatype
  private let bounds: DatatypeBounds

  /// How many elements a message has.
  public var count: Int { bounds.count }

  /// The elements that are touched lie in this range, counted from where the datatype is put.
  public var reach: Range<Int> { bounds.reach }

  var handle: DatatypeHandle { owned.handle }

  /// Local. `count` elements, one behind the other.
  ///
  /// - Throws: ``MPIError`` when the library has no room for it.
  ///
  /// The corresponding C function is `MPI_Type_contiguous` (MPI-3.1 section 4.1.2).
  public static func contiguous(_ count: Int) throws(MPIError) -> Datatype {
    try Datatype(.vector(count: 1, blockLength: count, stride: 0)) {
      element throws(DatatypeFailure) in
      try Datatypes.contiguous(count, element)
    }
  }

  /// Local. `count` blocks of `blockLength` elements, the start of each `stride` elements behind
  /// that of the one before, or ahead of it where `stride` is negative.
  ///
  /// A stride shorter than a block takes elements twice: good for sending, refused for receiving.
  ///
  /// - Throws: ``MPIError`` when the library has no room for it.
  ///
  /// The corresponding C function is `MPI_Type_create_hvector` (MPI-3.1 section 4.1.2).
  public static func vector(
    count: Int, blockLength: Int, stride: Int
  ) throws(MPIError) -> Datatype {
    try Datatype(.vector(count: count, blockLength: blockLength, stride: stride)) {
      element throws(DatatypeFailure) in
      // The stride of a single block means nothing, and may be too long for bytes.
      let elements = count > 1 && blockLength > 0 ? stride : 0
      return try Datatypes.strided(
        count, blockLength: blockLength, strideBytes: elements * MemoryLayout<Element>.stride,
        element)
    }
  }

  /// Local. Blocks of elements at any places, in the order in which they travel.
  ///
  /// Blocks that share elements are good for sending and refused for receiving.
  ///
  /// - Throws: ``MPIError`` when the library has no room for it.
  /// - Complexity: O(*n* log *n*) time for *n* blocks.
  ///
  /// The corresponding C function is `MPI_Type_create_hindexed` (MPI-3.1 section 4.1.2).
  public static func indexed(
    blocks: [(offset: Int, length: Int)]
  ) throws(MPIError) -> Datatype {
    let full = blocks.filter { $0.length != 0 }
    let lengths = full.map(\.length)
    let offsets = full.map(\.offset)
    return try Datatype(.indexed(offsets: offsets, lengths: lengths)) {
      element throws(DatatypeFailure) in
      let stride = MemoryLayout<Element>.stride
      return try Datatypes.indexed(
        offsets: offsets.map { $0 * stride }, lengths: lengths, stride: stride, element)
    }
  }

  private init(
    _ shape: DatatypeShape,
    _ make: (DatatypeHandle) throws(DatatypeFailure) -> OwnedDatatype
  ) throws(MPIError) {
    require(
      Lifecycle.isInitialized && !Lifecycle.isFinalized,
      "a datatype can be made only while MPI runs")
    // Before the library sees them, so that no offset in bytes can overflow.
    bounds = shape.bounds(elementBytes: MemoryLayout<Element>.stride)
    owned = try Self.committed(make)
  }

  private static func committed(
    _ make: (DatatypeHandle) throws(DatatypeFailure) -> OwnedDatatype
  ) throws(MPIError) -> OwnedDatatype {
    do throws(DatatypeFailure) {
      let element = try Datatypes.ofElement(Element.checkedType)
      let owned = try make(element.handle)
      try owned.commit()
      return owned
    } catch {
      throw MPIError.local(call: error.call, code: error.code)
    }
  }

  /// Stops the program where the datatype, put at `offset`, would touch anything outside of
  /// `count` elements, or could not take a message.
  ///
  /// - Returns: Where to put it: the offset, or 0 where it has no elements and the offset means
  ///   nothing.
  func place(_ call: StaticString, at offset: Int, of count: Int, receiving: Bool) -> Int {
    // Not preconditions: these say why in release builds too.
    guard !receiving || !bounds.overlaps else {
      fatalError("\(call): a datatype that takes an element twice cannot receive")
    }
    guard !bounds.reach.isEmpty else { return 0 }
    let (first, below) = offset.addingReportingOverflow(bounds.reach.lowerBound)
    let (end, above) = offset.addingReportingOverflow(bounds.reach.upperBound)
    guard !below && !above && first >= 0 && end <= count else {
      let reach = bounds.reach
      fatalError(
        "\(call): a datatype at element \(offset) reaches \(reach) from there, the buffer has \(count)"
      )
    }
    return offset
  }
}

extension MPIError {
  /// The error of a call that has no communicator.
  static func local(call: String, code: CInt) -> MPIError {
    var rank: CInt = 0
    var size: CInt = 0
    _ = (Lifecycle.rank(.world, &rank), Lifecycle.size(.world, &size))
    return .failed(
      call: call, rank: Int(rank), ranks: Int(size), communicator: nil, Lifecycle.describe(code))
  }
}
