import ShardedArrays

/// How times and values of samples are held: as `Int64` where they are integers or bool, as
/// `Double` where they are floats. Two types are all that the kernels are compiled for.
package protocol SeriesNumber: BitwiseCopyable, Sendable, Equatable {
  /// No number is greater.
  static var highest: Self { get }
  static var zero: Self { get }

  var isNaN: Bool { get }
  /// Local. Whether any of so many is NaN.
  @unsafe static func anyIsNaN(_ numbers: UnsafePointer<Self>, _ count: Int) -> Bool
  /// The difference as a `Double`. Of integers exact up to 2⁵³, and rounded once above.
  func minus(_ other: Self) -> Double
  /// Its bits, to send.
  var word: UInt64 { get }
  init(word: UInt64)

  /// Local. Calls `body` with a stretch of a column: where it lies, or converted.
  ///
  /// - Parameter room: For as many numbers as `range` has.
  @unsafe static func withStretch(
    of block: KeyBlock, _ column: Int, _ range: Range<Int>, room: UnsafeMutablePointer<Self>,
    _ body: (UnsafePointer<Self>) -> Void)
}

extension Int64: SeriesNumber {
  package static var highest: Int64 { .max }
  package var isNaN: Bool { false }
  @unsafe package static func anyIsNaN(_ numbers: UnsafePointer<Int64>, _ count: Int) -> Bool {
    false
  }
  package var word: UInt64 { UInt64(bitPattern: self) }
  package init(word: UInt64) { self.init(bitPattern: word) }

  @inline(__always)
  package func minus(_ other: Int64) -> Double {
    let (difference, overflow) = subtractingReportingOverflow(other)
    return overflow ? Double(self) - Double(other) : Double(difference)
  }

  /// A uint64 is held less 2⁶³, which keeps order and differences.
  @unsafe package static func withStretch(
    of block: KeyBlock, _ column: Int, _ range: Range<Int>, room: UnsafeMutablePointer<Int64>,
    _ body: (UnsafePointer<Int64>) -> Void
  ) {
    switch block.columns[column].elementType {
    case .bool, .uint8: unsafe copy(UInt8.self, block, column, range, room)
    case .int8: unsafe copy(Int8.self, block, column, range, room)
    case .int16: unsafe copy(Int16.self, block, column, range, room)
    case .int32: unsafe copy(Int32.self, block, column, range, room)
    case .int64: return unsafe inPlace(block, column, range, body)
    case .uint16: unsafe copy(UInt16.self, block, column, range, room)
    case .uint32: unsafe copy(UInt32.self, block, column, range, room)
    case .uint64:
      unsafe copy(Int64.self, block, column, range, room)
      for index in 0..<range.count { unsafe room[index] ^= .min }
    case .float16, .float32, .float64: preconditionFailure("floats held as integers")
    }
    unsafe body(room)
  }

  @inline(__always) @unsafe
  private static func copy<Element: FixedWidthInteger & BitwiseCopyable>(
    _ type: Element.Type, _ block: KeyBlock, _ column: Int, _ range: Range<Int>,
    _ target: UnsafeMutablePointer<Int64>
  ) {
    block.withStretch(column, range, as: type) { elements in
      // SAFETY: the target has room for the stretch.
      for index in elements.indices {
        unsafe target[index] = Int64(truncatingIfNeeded: elements[unchecked: index])
      }
    }
  }
}

extension Double: SeriesNumber {
  package static var highest: Double { .infinity }

  /// Eight at a time, without a branch.
  @unsafe package static func anyIsNaN(_ numbers: UnsafePointer<Double>, _ count: Int) -> Bool {
    typealias Lanes = SIMD8<Double>
    let bytes = unsafe UnsafeRawPointer(numbers)
    var found = SIMDMask<SIMD8<Int64>>(repeating: false)
    var index = 0
    while index + 8 <= count {
      // SAFETY: eight numbers from `index` on are there.
      let lanes = unsafe bytes.loadUnaligned(fromByteOffset: 8 * index, as: Lanes.self)
      found .|= lanes .!= lanes
      index += 8
    }
    var isFound = any(found)
    while index < count {
      isFound = unsafe isFound || numbers[index].isNaN
      index += 1
    }
    return isFound
  }
  package var word: UInt64 { bitPattern }
  package init(word: UInt64) { self.init(bitPattern: word) }

  @inline(__always)
  package func minus(_ other: Double) -> Double { self - other }

  @unsafe package static func withStretch(
    of block: KeyBlock, _ column: Int, _ range: Range<Int>, room: UnsafeMutablePointer<Double>,
    _ body: (UnsafePointer<Double>) -> Void
  ) {
    switch block.columns[column].elementType {
    case .float16: unsafe copy(Float16.self, block, column, range, room)
    case .float32: unsafe copy(Float.self, block, column, range, room)
    case .float64: return unsafe inPlace(block, column, range, body)
    default: preconditionFailure("integers held as floats")
    }
    unsafe body(room)
  }

  @inline(__always) @unsafe
  private static func copy<Element: BinaryFloatingPoint & BitwiseCopyable>(
    _ type: Element.Type, _ block: KeyBlock, _ column: Int, _ range: Range<Int>,
    _ target: UnsafeMutablePointer<Double>
  ) {
    block.withStretch(column, range, as: type) { elements in
      // SAFETY: the target has room for the stretch.
      for index in elements.indices {
        unsafe target[index] = Double(elements[unchecked: index])
      }
    }
  }
}

@inline(__always) @unsafe
private func inPlace<Element: BitwiseCopyable>(
  _ block: KeyBlock, _ column: Int, _ range: Range<Int>, _ body: (UnsafePointer<Element>) -> Void
) {
  block.withStretch(column, range, as: Element.self) { elements in
    // SAFETY: the pointer is used in the call only; a range has at least one record.
    unsafe elements.withUnsafeBufferPointer { unsafe body($0.baseAddress.unsafelyUnwrapped) }
  }
}

extension KeyBlock {
  /// The elements of a stretch of a key of one element per record.
  @inline(__always)
  func withStretch<Element: BitwiseCopyable>(
    _ column: Int, _ range: Range<Int>, as type: Element.Type, _ body: (Span<Element>) -> Void
  ) {
    withColumn(column, as: type) { elements in
      precondition(elements.count == count, "a key of more than one element per record")
      body(elements.extracting(range))
    }
  }
}
