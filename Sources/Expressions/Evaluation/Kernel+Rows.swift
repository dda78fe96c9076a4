import ShardedArrays

// Kernels between rows and single values: `count` records, rows of `length` elements side by side.

enum RowKernels {
  /// Local. Each of `count` values, `length` times.
  static func spread(width: Int) -> Kernel {
    switch width {
    case 1: { spread($0, UInt8.self) }
    case 2: { spread($0, UInt16.self) }
    case 4: { spread($0, UInt32.self) }
    default: { spread($0, UInt64.self) }
    }
  }

  @inline(__always)
  private static func spread<Bits: BitwiseCopyable>(_ arguments: KernelArguments, _: Bits.Type) {
    // SAFETY: `left` points at `count` elements, the result at `count * length`.
    let values = unsafe arguments.left.assumingMemoryBound(to: Bits.self)
    var row = unsafe arguments.result.assumingMemoryBound(to: Bits.self)
    for record in 0..<arguments.count {
      let value = unsafe values[record]
      for index in 0..<arguments.length { unsafe row[index] = value }
      unsafe row += arguments.length
    }
  }

  /// Local. The kernel that makes one value of each row of elements of `type`.
  static func reduce(_ reduction: RowReduction, _ type: ElementType) -> Kernel {
    switch type {
    case .bool: logical(reduction)
    case .int8: integer(reduction, Int8.self)
    case .int16: integer(reduction, Int16.self)
    case .int32: integer(reduction, Int32.self)
    case .int64: integer(reduction, Int64.self)
    case .uint8: integer(reduction, UInt8.self)
    case .uint16: integer(reduction, UInt16.self)
    case .uint32: integer(reduction, UInt32.self)
    case .uint64: integer(reduction, UInt64.self)
    case .float16: half(reduction)
    case .float32: float(reduction, Float.self)
    case .float64: float(reduction, Double.self)
    }
  }

  // MARK: by type

  private static func logical(_ reduction: RowReduction) -> Kernel {
    switch reduction {
    case .any, .maximum: { fold($0, UInt8.self, UInt8.self, 0) { $0 | $1 } }
    case .all, .minimum: { fold($0, UInt8.self, UInt8.self, 1) { $0 & $1 } }
    case .sum, .mean: integer(reduction, UInt8.self)
    }
  }

  @inline(__always)
  private static func integer<T: HeldInteger & Summand>(
    _ reduction: RowReduction, _: T.Type
  ) -> Kernel where T.Sum == Double {
    switch reduction {
    case .minimum: { fold($0, T.self, T.self, T.max) { $1 < $0 ? $1 : $0 } }
    case .maximum: { fold($0, T.self, T.self, T.min) { $1 > $0 ? $1 : $0 } }
    // Wrapping, so signed and unsigned 64 bits are the same; a narrow number keeps its sign.
    case .sum: { fold($0, T.self, Int64.self, 0) { $0 &+ Int64(truncatingIfNeeded: $1) } }
    case .mean:
      {
        unsafe each($0, T.self, Double.self) { row, length in
          unsafe PairwiseSum.sum(row, length, piece: PairwiseSum.convertedPiece) / Double(length)
        }
      }
    case .any, .all: preconditionFailure("\(reduction.rawValue) of integers")
    }
  }

  @inline(__always)
  private static func float<T: LibraryFloat & Summand>(
    _ reduction: RowReduction, _: T.Type
  ) -> Kernel where T.Sum == T {
    switch reduction {
    case .minimum:
      { unsafe each($0, T.self, T.self) { unsafe extremum($0, $1) { $0 < $1 } } }
    case .maximum:
      { unsafe each($0, T.self, T.self) { unsafe extremum($0, $1) { $0 > $1 } } }
    case .sum: { unsafe each($0, T.self, T.self) { unsafe PairwiseSum.sum($0, $1) } }
    // NumPy divides in float64 and rounds.
    case .mean:
      {
        unsafe each($0, T.self, T.self) { row, length in
          unsafe T(Double(PairwiseSum.sum(row, length)) / Double(length))
        }
      }
    case .any, .all: preconditionFailure("\(reduction.rawValue) of floats")
    }
  }

  private static func half(_ reduction: RowReduction) -> Kernel {
    switch reduction {
    case .sum:
      { unsafe each($0, Float.self, Float.self) { unsafe PairwiseSum.sum($0, $1).roundedToHalf } }
    case .mean:
      {
        unsafe each($0, Float.self, Float.self) { row, length in
          let sum = unsafe PairwiseSum.sum(row, length, piece: PairwiseSum.convertedPiece)
          return Float(Double(sum) / Double(length)).roundedToHalf
        }
      }
    case .minimum, .maximum, .any, .all: float(reduction, Float.self)
    }
  }

  // MARK: loops

  /// `result[j] = body(row j)`.
  @inline(__always)
  private static func each<T: BitwiseCopyable, Result: BitwiseCopyable>(
    _ arguments: KernelArguments, _: T.Type, _: Result.Type,
    _ body: (UnsafePointer<T>, Int) -> Result
  ) {
    // SAFETY: `left` points at `count` rows of `length` elements, the result at `count`.
    var row = unsafe UnsafePointer(arguments.left.assumingMemoryBound(to: T.self))
    let result = unsafe arguments.result.assumingMemoryBound(to: Result.self)
    for record in 0..<arguments.count {
      unsafe result[record] = body(row, arguments.length)
      unsafe row += arguments.length
    }
  }

  /// Folds each row, in an order that decides nothing.
  @inline(__always)
  private static func fold<T: BitwiseCopyable, Result: BitwiseCopyable>(
    _ arguments: KernelArguments, _: T.Type, _: Result.Type, _ start: Result,
    _ body: (Result, T) -> Result
  ) {
    unsafe each(arguments, T.self, Result.self) { row, length in
      var result = start
      for index in 0..<length { result = unsafe body(result, row[index]) }
      return result
    }
  }

  /// The element that comes first by `precedes`; NaN where any is.
  ///
  /// Eight candidates side by side become vector code; what they make of NaN does not matter,
  /// for a loop of its own looks for it.
  ///
  /// SAFETY: `row` points at `length` elements, at least one.
  @unsafe @inline(__always)
  private static func extremum<T: BinaryFloatingPoint>(
    _ row: UnsafePointer<T>, _ length: Int, _ precedes: (T, T) -> Bool
  ) -> T {
    func first(_ one: T, _ other: T) -> T { precedes(one, other) ? one : other }
    var result = unsafe row[0]
    if length < 8 {
      for index in 1..<Swift.max(1, length) {
        let next = unsafe row[index]
        result = result != result || precedes(result, next) ? result : next
      }
      return result
    }
    var isNaN: UInt8 = 0
    for index in 0..<length {
      isNaN |= unsafe unsafeBitCast(row[index] != row[index], to: UInt8.self)
    }
    if isNaN != 0 { return .nan }
    var (a, b, c, d) = unsafe (row[0], row[1], row[2], row[3])
    var (e, f, g, h) = unsafe (row[4], row[5], row[6], row[7])
    var index = 8
    while index + 8 <= length {
      let next = unsafe row + index
      a = unsafe first(a, next[0])
      b = unsafe first(b, next[1])
      c = unsafe first(c, next[2])
      d = unsafe first(d, next[3])
      e = unsafe first(e, next[4])
      f = unsafe first(f, next[5])
      g = unsafe first(g, next[6])
      h = unsafe first(h, next[7])
      index += 8
    }
    result = first(
      first(first(a, b), first(c, d)), first(first(e, f), first(g, h)))
    while index < length {
      result = unsafe first(result, row[index])
      index += 1
    }
    return result
  }
}
