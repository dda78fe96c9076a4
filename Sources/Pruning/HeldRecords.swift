import MPI
import Planning
import ShardedArrays

/// Records of one rank in memory, and what goes with them.
struct HeldRecords {
  /// In the order of the layout.
  var columns: [RecordList]
  /// Global positions in the input; nil where they are not held.
  var positions: RecordList?
  /// Numbers of 8 bytes that stages have given the records, in the order of the stages.
  var attached: [RecordList]

  var count: Int { columns[0].count }
  /// Bytes of the records themselves.
  var byteCount: Int { columns.reduce(0) { $0 + $1.byteCount } }
  /// Bytes of one record and of what goes with it.
  var recordBytes: Int {
    (columns + attached).reduce(0) { $0 + $1.width } + (positions == nil ? 0 : 8)
  }

  /// Local. Calls `body` with the records in order, in blocks of at most `size`.
  ///
  /// - Parameters:
  ///   - columns: Of the layout, which each block brings.
  ///   - carrying: Whether it brings the attached ones behind them.
  func forEachBlock<Failure: Error>(
    of size: Int, columns wanted: [Int], carrying: Bool = false,
    _ body: (RecordBlock, _ first: Int) throws(Failure) -> Void
  ) throws(Failure) {
    // A stretch of a buffer brings more pages than it has.
    defer { for index in wanted { columns[index].forgetPages() } }
    try Blocks(self, wanted, carrying: carrying).forEach(of: size, body)
  }

  /// Local. As ``forEachBlock(of:columns:carrying:_:)`` with all columns; memory is given back
  /// behind the blocks.
  consuming func drain<Failure: Error>(
    of size: Int, _ body: (RecordBlock, _ first: Int) throws(Failure) -> Void
  ) throws(Failure) {
    let blocks = Blocks(self, Array(columns.indices), carrying: true)
    self = HeldRecords(columns: [], positions: nil, attached: [])
    try blocks.forEach(of: size, body)
  }

  /// Local. The records in `range`, sharing this memory.
  func part(_ range: Range<Int>) -> HeldRecords {
    HeldRecords(
      columns: columns.map { $0.part(range) }, positions: positions?.part(range),
      attached: attached.map { $0.part(range) })
  }

  /// Collective. Moves the records to the owners that `to` names.
  ///
  /// - Complexity: as ``RecordList/rebalanced(from:to:over:)``, for each column after the other.
  consuming func rebalanced(
    from: Partition, to: Partition, over world: borrowing Communicator
  ) throws(MPIError) -> HeldRecords {
    var (lists, positions, attached) = (columns, positions, attached)
    self = HeldRecords(columns: [], positions: nil, attached: [])
    for index in lists.indices {
      lists[index] = try take(&lists[index]).rebalanced(from: from, to: to, over: world)
    }
    for index in attached.indices {
      attached[index] = try take(&attached[index]).rebalanced(from: from, to: to, over: world)
    }
    if var held = positions {
      positions = nil
      positions = try take(&held).rebalanced(from: from, to: to, over: world)
    }
    return HeldRecords(columns: lists, positions: positions, attached: attached)
  }

  /// Leaves an empty list behind, so that the one taken is nobody else's.
  private func take(_ list: inout RecordList) -> RecordList {
    defer { list = RecordList(width: list.width, in: list.store) }
    return list
  }
}

/// Readers of several lists, in step.
private final class Blocks {
  private var readers: [RecordListReader?]
  private var positions: RecordListReader?
  private let count: Int

  init(_ records: borrowing HeldRecords, _ wanted: [Int], carrying: Bool) {
    count = records.count
    readers = records.columns.indices.map { index in
      wanted.contains(index) ? RecordListReader(records.columns[index]) : nil
    }
    if carrying { readers += records.attached.map { RecordListReader($0) } }
    positions = records.positions.map { RecordListReader($0) }
  }

  func forEach<Failure: Error>(
    of size: Int, _ body: (RecordBlock, _ first: Int) throws(Failure) -> Void
  ) throws(Failure) {
    for first in stride(from: 0, to: count, by: size) {
      let step = Swift.min(size, count - first)
      let columns = readers.indices.map { readers[$0]?.next(step) }
      let listed = positions?.next(step)
      // Without positions nobody asks for them: a stage that does has them held.
      try body(
        RecordBlock(
          count: step, columns: columns, positions: listed.map { .listed($0) } ?? .from(first)),
        first)
    }
  }
}
