import PruneKernels
import ShardedArrays

/// The distances of another source's keys from a number, as doubles: the records of a search for
/// their median.
///
/// What equals the number is at distance 0, be it infinite. NaN stays NaN.
struct DeviationSource: StageSource {
  private let base: any StageSource
  private let key: Key
  private let order: KeyOrder
  private let center: Double
  private let room: RecordBuffer

  let layout = RecordLayout(elements: .float64)
  var count: Int { base.count }

  init(_ base: any StageSource, _ key: Key, _ order: KeyOrder, from center: Double) {
    self.base = base
    self.key = key
    self.order = order
    self.center = center
    room = RecordBuffer(byteCount: StagePass.blockRecords * 8)
  }

  func pass(
    over keys: [Key], while goesOn: () -> Bool, _ body: (KeyBlock) -> Void
  ) throws(StageError) {
    try base.pass(over: [key], while: goesOn) { body(deviations($0)) }
  }

  func sample(_ limit: Int, of keys: [Key], _ body: (KeyBlock) -> Void) throws(StageError) {
    try base.sample(limit, of: [key]) { body(deviations($0)) }
  }

  private func deviations(_ block: KeyBlock) -> KeyBlock {
    block.withKeys { keys in
      room.withMutableBytes(0..<block.count * 8) { bytes in
        bytes.withMutableElements(as: Double.self) { distances in
          order.doubles(keys, into: &distances)
          for index in distances.indices {
            // SAFETY: the index is the span's own.
            let value = unsafe distances[unchecked: index]
            unsafe distances[unchecked: index] = value == center ? 0 : (value - center).magnitude
          }
        }
      }
    }
    return KeyBlock(
      count: block.count, first: block.first,
      columns: [KeyBlock.Column(room, elementType: .float64)])
  }
}
