/// How a series stands.
struct SeriesSlot<State: BitwiseCopyable>: BitwiseCopyable {
  var state: State
  /// Where the last sample is on this rank; −1 where it is on a rank before.
  var previous = -1
}

/// How each series stands, by its index.
///
/// States apart from the rest, so that one of 64 bytes is one cache line. Vectors may leave the
/// states of eight series, a multiple of 8 and the seven behind it, turned: as eight words of the
/// first field, eight of the second, and so on. Whoever looks at a state turns them back before.
@safe final class SeriesSlots<State: BitwiseCopyable> {
  /// Eight fields of eight bytes, for those that may be turned.
  let states: SeriesMemory<State>
  let previous = SeriesMemory(filledWith: -1)
  /// Of eight series each whether their states are turned.
  let turned = SeriesMemory<UInt8>(filledWith: 0)

  /// - Parameter empty: Of a series that has no sample yet.
  init(filledWith empty: State) { states = SeriesMemory(filledWith: empty) }

  func grow(to count: Int) {
    states.grow(to: count)
    previous.grow(to: count)
    turned.grow(to: (count + 7) / 8)
  }

  /// Local. Has the state of a series lie in one piece.
  @inline(__always)
  func straighten(_ index: Int) {
    // SAFETY: the flags have an element for each eight states.
    if unsafe turned.base[index >> 3] != 0 { turn(index >> 3) }
  }

  @inline(never)
  private func turn(_ group: Int) {
    precondition(MemoryLayout<State>.stride == 64 && 8 * group + 8 <= states.count)
    // SAFETY: eight states of eight words each, which was checked.
    let words = unsafe UnsafeMutableRawPointer(states.base + 8 * group)
      .assumingMemoryBound(to: UInt64.self)
    for row in 0..<8 {
      for column in 0..<row {
        let word = unsafe words[8 * row + column]
        unsafe words[8 * row + column] = words[8 * column + row]
        unsafe words[8 * column + row] = word
      }
    }
    turned[group] = 0
  }

  subscript(_ index: Int) -> SeriesSlot<State> {
    get {
      straighten(index)
      return SeriesSlot(state: states[index], previous: previous[index])
    }
    set {
      straighten(index)
      states[index] = newValue.state
      previous[index] = newValue.previous
    }
  }
}
