import ShardedArrays

/// The samples of one stretch of records as kernels take them; valid in the call that gets them.
@unsafe struct SeriesStretch<Time: SeriesNumber, Value: SeriesNumber> {
  let count: Int
  let times: UnsafePointer<Time>
  let values: UnsafePointer<Value>
  /// The dense index of each one's series; −1 where a key is NaN.
  let series: UnsafePointer<Int32>
}

/// Local. Makes stretches of samples out of blocks of keys, and numbers the series.
///
/// Columns of 64 bits are used where they lie; others are converted.
@safe final class SeriesColumns<Time: SeriesNumber, Value: SeriesNumber> {
  /// Records that are looked at together: all their columns stay in the first two caches.
  static var stretch: Int { 2048 }

  let ids = SeriesIds()
  private let times = SeriesMemory<Time>(count: SeriesColumns.stretch, filledWith: .zero)
  private let values = SeriesMemory<Value>(count: SeriesColumns.stretch, filledWith: .zero)
  private let series = SeriesMemory<Int32>(count: SeriesColumns.stretch, filledWith: 0)
  private let floats = SeriesMemory<Double>(count: SeriesColumns.stretch, filledWith: 0)
  /// Of the stretch just loaded.
  private var hasNaN = false
  private let keys: SeriesKeys
  /// Of this rank's first record among all.
  private let firstPosition: Int

  init(_ keys: SeriesKeys, firstPosition: Int) {
    self.keys = keys
    self.firstPosition = firstPosition
  }

  /// Calls `body` for consecutive stretches of a block, with the local index of the first sample.
  @inline(__always)
  func forEachStretch(
    of block: KeyBlock, _ body: (_ first: Int, _ stretch: SeriesStretch<Time, Value>) -> Void
  ) {
    for start in stride(from: 0, to: block.count, by: Self.stretch) {
      let range = start..<Swift.min(start + Self.stretch, block.count)
      unsafe with(block, range) { unsafe body(block.first + start, $0) }
    }
  }

  private func with(
    _ block: KeyBlock, _ range: Range<Int>, _ body: (SeriesStretch<Time, Value>) -> Void
  ) {
    hasNaN = false
    loadSeries(block, range)
    // SAFETY: a range has at most `stretch` records, for which the memory has room.
    unsafe Value.withStretch(of: block, 0, range, room: values.base) { values in
      unsafe withTimes(block, range) { times in
        if keys.mayBeNaN { unsafe markNaN(values, times, range.count) }
        unsafe body(
          SeriesStretch(count: range.count, times: times, values: values, series: series.base))
      }
    }
  }

  private func withTimes(
    _ block: KeyBlock, _ range: Range<Int>, _ body: (UnsafePointer<Time>) -> Void
  ) {
    if let column = keys.timeColumn {
      return unsafe Time.withStretch(of: block, column, range, room: times.base, body)
    }
    let first = firstPosition + block.first + range.lowerBound
    let times = unsafe times.base
    for index in 0..<range.count { unsafe times[index] = Time(word: UInt64(first + index)) }
    unsafe body(UnsafePointer(times))
  }

  private func loadSeries(_ block: KeyBlock, _ range: Range<Int>) {
    let series = unsafe series.base
    guard let column = keys.seriesColumn else {
      let id = ids.id(of: 0)
      return unsafe series.update(repeating: id, count: range.count)
    }
    let type = block.columns[column].elementType
    if type.isFloat {
      unsafe Double.withStretch(of: block, column, range, room: floats.base) { floats in
        for index in 0..<range.count {
          let value = unsafe floats[index]
          unsafe series[index] = value.isNaN ? -1 : ids.id(of: value == 0 ? 0 : value.bitPattern)
          if value.isNaN { hasNaN = true }
          unsafe self.floats.base[index] = value
        }
      }
    } else {
      switch type {
      case .bool, .uint8: unsafe number(UInt8.self, block, column, range, series)
      case .int8: unsafe number(Int8.self, block, column, range, series)
      case .int16: unsafe number(Int16.self, block, column, range, series)
      case .int32: unsafe number(Int32.self, block, column, range, series)
      case .uint16: unsafe number(UInt16.self, block, column, range, series)
      case .uint32: unsafe number(UInt32.self, block, column, range, series)
      default: unsafe number(Int64.self, block, column, range, series)
      }
    }
  }

  /// A series is known by its number, whatever integer type holds it.
  @inline(__always)
  private func number<Element: FixedWidthInteger & BitwiseCopyable>(
    _ type: Element.Type, _ block: KeyBlock, _ column: Int, _ range: Range<Int>,
    _ series: UnsafeMutablePointer<Int32>
  ) {
    let ids = ids
    block.withStretch(column, range, as: type) { elements in
      // SAFETY: the memory has room for a stretch.
      unsafe ids.number(elements, into: series)
    }
  }

  /// Takes the series from samples of which the value or the time is NaN.
  private func markNaN(
    _ values: UnsafePointer<Value>, _ times: UnsafePointer<Time>, _ count: Int
  ) {
    guard unsafe Value.anyIsNaN(values, count) || Time.anyIsNaN(times, count) else { return }
    hasNaN = true
    let series = unsafe series.base
    for index in 0..<count where unsafe values[index].isNaN || times[index].isNaN {
      unsafe series[index] = -1
    }
  }

  /// Local. How many values, times and series of the stretch just loaded are NaN.
  func nanCounts(_ stretch: SeriesStretch<Time, Value>) -> SIMD4<Int> {
    var counts = SIMD4<Int>.zero
    guard hasNaN else { return counts }
    for index in 0..<(unsafe stretch.count) where unsafe stretch.series[index] < 0 {
      let (value, time) = unsafe (stretch.values[index].isNaN, stretch.times[index].isNaN)
      if value { counts[0] += 1 }
      if time { counts[1] += 1 }
      if keys.seriesIsFloat, unsafe floats.base[index].isNaN { counts[2] += 1 }
    }
    return counts
  }
}
