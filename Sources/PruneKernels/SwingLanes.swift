import CPruneKernels

/// The step of the swing filter for eight samples of different series at once, where the processor
/// has AVX-512. The reference is the rule's own step, in Swift, which gives the same bits.
@safe public struct SwingLanes {
  /// Bytes of how a series stands: pivot time and value, two bounds, their two denominators, the
  /// previous sample's time and value.
  public static let stateBytes = MemoryLayout<prune_swing_state>.stride
  /// Bytes of an open line: a pointer to its samples, count and capacity.
  public static let lineBytes = unsafe MemoryLayout<prune_line>.stride

  private let rule: prune_swing

  /// Nil where the processor cannot.
  ///
  /// - Parameters:
  ///   - gap: No line is longer; infinity where there is no limit.
  ///   - integerTimes: Whether times are `Int64` and not `Double`; values likewise.
  public init?(
    width: Double, gap: Double, integerTimes: Bool, integerValues: Bool, path: KernelPath = .best
  ) {
    guard path == .avx512 else { return nil }
    rule = prune_swing(
      width: width, gap: gap, integer_times: integerTimes, integer_values: integerValues)
  }

  /// Local. Takes samples in order as long as the next eight are of different series, none of
  /// them new, with times that grow, and no comparison so close that rounding may turn it.
  ///
  /// - Parameters:
  ///   - times: Shape `[count]`, as values; `series` has the index of each one's state and line.
  ///   - first: Number of the first sample.
  ///   - states: For a multiple of eight series.
  ///   - turned: For each eight series whether their states lie as eight fields of eight series.
  ///   - previous: Receives the number of each series's last sample.
  ///   - largest: Raised to the largest error of a line that ends.
  ///   - kept: Receives the numbers of kept samples at its start; room for `count`.
  /// - Returns: How many samples were taken, and how many were kept.
  @unsafe public func take(
    times: UnsafeRawPointer, values: UnsafeRawPointer, series: UnsafePointer<Int32>, count: Int,
    first: Int, states: UnsafeMutableRawPointer, turned: UnsafeMutablePointer<UInt8>,
    previous: UnsafeMutablePointer<Int>,
    lines: UnsafeMutableRawPointer, largest: inout Double, kept: UnsafeMutablePointer<Int64>
  ) -> (taken: Int, kept: Int) {
    #if arch(x86_64)
      var found = 0
      let taken = unsafe prune_avx512_swing(
        rule, times, values, series, count, Int64(first),
        prune_swing_states(
          rows: states.assumingMemoryBound(to: prune_swing_state.self), turned: turned),
        previous,
        lines.assumingMemoryBound(to: prune_line.self), &largest, kept, &found)
      return (taken, found)
    #else
      return (0, 0)
    #endif
  }
}
