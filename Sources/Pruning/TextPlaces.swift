import ArrayFiles
import MPI
import Planning
import ShardedArrays

/// Who writes how many bytes of text, and where.
struct TextPlaces {
  let input: CSVInput
  /// Bytes by rank, in order.
  let survivors: Partition
  let rejects: Partition
  /// Bytes of survivors by file, in each of which are as many records as in the others.
  let parts: Partition

  /// Collective. Adds up the lengths of the lines that the ranks hold; nil where the records are
  /// no text.
  ///
  /// - Parameter shards: Files for the survivors.
  /// - Complexity: two collectives, of 16 bytes a rank and of 8 bytes a file.
  init?(
    _ text: TextRecords?, balanced: Balanced, rejects: [RecordList], shards: Int,
    over world: borrowing Communicator
  ) throws(PruningError) {
    guard let text else { return nil }
    input = text.input
    let places = input.linePlaces
    let inFiles = Partition(even: balanced.held.total, over: shards)
    let lines = balanced.survivors.columns.last
    let mine = [
      lines.map { lineBytes($0, places) } ?? 0, rejects.last.map { lineBytes($0, places) } ?? 0,
    ]
    let ends = lines.map {
      bytesBefore(inFiles.boundaries, of: $0, at: balanced.held.boundaries[world.rank], places)
    }
    let (all, sums) = try mpi { () throws(MPIError) in
      (
        try world.allGather(mine),
        try world.allReduce(.sum, ends ?? inFiles.boundaries.map { _ in 0 })
      )
    }
    self.survivors = Partition(counts: (0..<world.size).map { all[2 * $0] })
    self.rejects = Partition(counts: (0..<world.size).map { all[2 * $0 + 1] })
    parts = Partition(counts: (0..<shards).map { sums[$0 + 1] - sums[$0] })
  }

  /// Of what is written as text, by rank.
  func bytes(_ role: OutputOutcome.Role) -> Partition? {
    switch role {
    case .survivors: survivors
    case .rejects: rejects
    case .index, .counts: nil
    }
  }

  /// Of all outputs without headers.
  func writtenBytes(_ output: Plan.Output, survivors count: Int) -> Int {
    let numbers = (output.index == nil ? 0 : 1) + output.counts.count
    return (output.survivors == nil ? 0 : survivors.total)
      + count * numbers * MemoryLayout<Int64>.size + (output.rejects == nil ? 0 : rejects.total)
  }
}

/// Of all lines in a list of their places.
private func lineBytes(_ lines: RecordList, _ places: LinePlaces) -> Int {
  var sum = 0
  places.forEach(in: lines) { (_, length) in sum += length }
  return sum
}

/// Of the lines in a list, which are the records from `first` on, how many bytes lie before each of
/// these records, which ascend.
private func bytesBefore(
  _ records: [Int], of lines: RecordList, at first: Int, _ places: LinePlaces
) -> [Int] {
  var sums: [Int] = []
  var (next, sum) = (first, 0)
  places.forEach(in: lines) { (_, length) in
    while sums.count < records.count, records[sums.count] <= next { sums.append(sum) }
    next += 1
    sum += length
  }
  while sums.count < records.count { sums.append(sum) }
  return sums
}

/// A text file that is being written.
final class TextTarget {
  private var writer: ArrayWriter

  init(_ array: StagedArray) { writer = ArrayWriter(array) }

  func write(_ piece: RawSpan, at offset: Int) throws(PruningError) {
    do throws(ArrayFileError) { try writer.write(piece, atByte: offset) } catch {
      throw .file(error)
    }
  }

  func finish() throws(PruningError) {
    do throws(ArrayFileError) { try writer.finish() } catch { throw .file(error) }
  }
}
