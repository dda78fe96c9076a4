import PruneKernels
public import ShardedArrays

extension StagePass {
  /// What the pass brings besides survivors.
  public struct Wants: Sendable {
    public var positions: Bool
    public var rejects: Bool
    /// Survivors are counted but not held: for timing the kernel alone.
    public var survivors: Bool

    public init(positions: Bool = false, rejects: Bool = false, survivors: Bool = true) {
      self.positions = positions
      self.rejects = rejects
      self.survivors = survivors
    }
  }

  /// What a pass leaves: the records that stayed.
  public struct Records {
    /// In the order of the layout's columns, then of the carried ones.
    public var columns: [RecordList]
    /// Global positions of the survivors; empty unless wanted.
    public var positions: RecordList
    /// In the order of the layout's columns; empty unless wanted.
    public var rejects: [RecordList]
  }
}

extension StagePass {
  /// Local. From here on counts only; the other pass does the same work over the same records,
  /// from the next one on, and holds what stays.
  public func holdNoMore(store: RecordStore?) -> StagePass {
    isHolding = false
    return StagePass(continuing: self, store: store)
  }

  /// Records that entered and did not survive.
  public var rejectCount: Int { readCount - survivorCount }

  /// Bytes of the records that are held.
  public var heldBytes: Int {
    (records.columns + records.rejects).reduce(records.positions.byteCount) { $0 + $1.byteCount }
  }

  /// Local. Hands the records held to `body` and forgets them; their last buffers serve again.
  public func drain<Failure: Error>(
    _ body: (borrowing Records) throws(Failure) -> Void
  ) throws(Failure) {
    try body(records)
    for index in records.columns.indices { records.columns[index].removeAll() }
    for index in records.rejects.indices { records.rejects[index].removeAll() }
    records.positions.removeAll()
  }
}

extension StagePass {
  /// Local. Prunes elements of a plain array that someone else holds.
  ///
  /// - Parameter firstPosition: The global position of the first.
  public func process<Element: BitwiseCopyable>(_ elements: Span<Element>, firstPosition: Int) {
    // SAFETY: the buffer is read only, and let go of before the closure ends: a pass keeps no
    // block.
    unsafe elements.withUnsafeBytes { bytes in
      let piece = unsafe RecordBuffer(borrowing: bytes)
      process(
        RecordBlock(
          count: elements.count, columns: [RecordBlock.Column(piece)],
          positions: .from(firstPosition)))
    }
  }
}
