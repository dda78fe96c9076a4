import ArrayFiles
import MPI
import Planning
import ShardedArrays
import Stages

/// What a pass reads: the input, or what the pass before has left.
enum PassSource {
  case input(ShardReader, Range<Int>)
  case held(HeldRecords)

  var count: Int {
    switch self {
    case .input(_, let shard): shard.count
    case .held(let records): records.count
    }
  }
}

/// The records that enter a global stage, for it to pass over as often as it must.
///
/// Has a communicator of its own, because a stage that asks for a pass does not say over whom.
final class PassOver: StageSource {
  private let source: PassSource
  let layout: RecordLayout
  private let world: Communicator
  private let agreement: Agreement
  /// How often all records were passed over.
  private(set) var passes = 0

  /// Collective.
  ///
  /// - Complexity: one duplication of the communicator.
  init(
    _ source: PassSource, layout: RecordLayout, agreement: Agreement,
    over world: borrowing Communicator
  ) throws(PruningError) {
    self.source = source
    self.layout = layout
    self.agreement = agreement
    do throws(MPIError) {
      self.world = try world.duplicate()
    } catch {
      throw .mpi(error)
    }
  }

  var count: Int { source.count }

  func pass(
    over keys: [Key], while goesOn: () -> Bool, _ body: (KeyBlock) -> Void
  ) throws(StageError) {
    passes += 1
    try visit([0..<count], keys, while: goesOn, body)
  }

  func sample(_ limit: Int, of keys: [Key], _ body: (KeyBlock) -> Void) throws(StageError) {
    // Many short ones: neighbours are often alike.
    let stretches = Swift.max(1, Swift.min(512, limit / 16))
    try visit(
      SamplePositions(
        of: 0..<count, blocks: stretches, length: Swift.max(1, limit / stretches)
      ).ranges, keys, body)
  }

  /// Collective. Ranges of this rank's records, counted from 0.
  private func visit(
    _ ranges: [Range<Int>], _ keys: [Key], while goesOn: () -> Bool = { true },
    _ body: (KeyBlock) -> Void
  ) throws(StageError) {
    let size = StagePass.blockRecords(of: layout.recordBytes)
    let keyReader = KeyReader(keys, layout: layout, capacity: size)
    do throws(PruningError) {
      try agreement.together(world, namesRank: true) { () throws(PruningError) in
        for range in ranges {
          switch source {
          case .input(let reader, let shard):
            let places = range.lowerBound + shard.lowerBound..<range.upperBound + shard.lowerBound
            try reader.forEachPiece(of: [places], columns: keyReader.columns, while: goesOn) {
              (piece) throws(PruningError) in
              guard case .from(let position) = piece.positions else { return }
              for start in stride(from: 0, to: piece.count, by: size) where goesOn() {
                let block = piece.part(
                  start..<Swift.min(start + size, piece.count), layout.widths)
                body(keyReader.read(block, first: position - shard.lowerBound + start))
              }
              try agreement.throwIfInterrupted()
            }
          case .held(let records):
            records.part(range).forEachBlock(of: size, columns: keyReader.columns) {
              block, first in
              if goesOn() { body(keyReader.read(block, first: range.lowerBound + first)) }
            }
          }
        }
      }
    } catch {
      throw .source(error)
    }
  }
}
