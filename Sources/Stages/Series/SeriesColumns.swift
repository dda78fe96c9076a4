/// Local. The samples of one stretch of records as kernels take them: converted times and values,
/// and the dense index of each one's series.
@safe final class SeriesColumns<Time: SeriesNumber, Value: SeriesNumber> {
  /// Records that are converted together: all their columns stay in the first two caches.
  static var stretch: Int { 2048 }

  let ids = SeriesIds()
  let times = SeriesMemory<Time>(count: SeriesColumns.stretch, filledWith: .zero)
  let values = SeriesMemory<Value>(count: SeriesColumns.stretch, filledWith: .zero)
  /// −1 where a key is NaN.
  let series = SeriesMemory<Int32>(count: SeriesColumns.stretch, filledWith: 0)
  private let words = SeriesMemory<Int64>(count: SeriesColumns.stretch, filledWith: 0)
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

  /// Calls `body` for consecutive stretches of a block, with the local index of the first sample
  /// and how many there are.
  @inline(__always)
  func forEachStretch(of block: KeyBlock, _ body: (_ first: Int, _ count: Int) -> Void) {
    for start in stride(from: 0, to: block.count, by: Self.stretch) {
      let count = Swift.min(Self.stretch, block.count - start)
      load(block, start..<start + count)
      body(block.first + start, count)
    }
  }

  private func load(_ block: KeyBlock, _ range: Range<Int>) {
    hasNaN = false
    // SAFETY: a range has at most `stretch` records, for which all columns have room.
    unsafe Value.load(block, column: 0, range, into: values.base)
    if let column = keys.timeColumn {
      unsafe Time.load(block, column: column, range, into: times.base)
    } else {
      let first = firstPosition + block.first + range.lowerBound
      for index in 0..<range.count {
        unsafe times.base[index] = Time(word: UInt64(first + index))
      }
    }
    if let column = keys.seriesColumn {
      loadSeries(block, column, range)
    } else {
      _ = ids.id(of: 0)
      unsafe series.base.update(repeating: 0, count: range.count)
    }
    if keys.mayBeNaN { markNaN(range.count) }
  }

  /// Takes the series from samples of which the value or the time is NaN.
  private func markNaN(_ count: Int) {
    // One loop without branches says whether there are any.
    var found: UInt8 = 0
    for index in 0..<count {
      unsafe found |= values.base[index].isNaN || times.base[index].isNaN ? 1 : 0
    }
    for index in 0..<(found == 0 ? 0 : count)
    where unsafe values.base[index].isNaN || times.base[index].isNaN {
      unsafe series.base[index] = -1
    }
    hasNaN = hasNaN || found != 0
  }

  private func loadSeries(_ block: KeyBlock, _ column: Int, _ range: Range<Int>) {
    let type = block.columns[column].elementType
    if type.isFloat {
      unsafe Double.load(block, column: column, range, into: floats.base)
      for index in 0..<range.count {
        let value = unsafe floats.base[index]
        unsafe series.base[index] =
          value.isNaN ? -1 : ids.id(of: value == 0 ? 0 : value.bitPattern)
        if value.isNaN { hasNaN = true }
      }
    } else {
      unsafe Int64.load(block, column: column, range, into: words.base)
      let flip: UInt64 = type == .uint64 ? 1 << 63 : 0
      for index in 0..<range.count {
        unsafe series.base[index] = ids.id(of: UInt64(bitPattern: words.base[index]) ^ flip)
      }
    }
  }

  /// Local. How many values, times and series of the stretch just loaded are NaN.
  func nanCounts(_ count: Int) -> SIMD4<Int> {
    var counts = SIMD4<Int>.zero
    guard hasNaN else { return counts }
    for index in 0..<count where unsafe series.base[index] < 0 {
      let (value, time) = unsafe (values.base[index].isNaN, times.base[index].isNaN)
      if value { counts[0] += 1 }
      if time { counts[1] += 1 }
      if keys.seriesIsFloat, unsafe floats.base[index].isNaN { counts[2] += 1 }
    }
    return counts
  }
}
