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

  /// Collective. Adds up the lengths of the lines that the ranks hold; nil where the records are
  /// no text.
  ///
  /// - Complexity: one collective of 16 bytes a rank.
  init?(
    _ text: TextRecords?, survivors: HeldRecords, rejects: [RecordList],
    over world: borrowing Communicator
  ) throws(PruningError) {
    guard let text else { return nil }
    input = text.input
    let mine = [survivors.columns.last, rejects.last].map { $0.map(lineBytes) ?? 0 }
    let all = try mpi { () throws(MPIError) in try world.allGather(mine) }
    self.survivors = Partition(counts: (0..<world.size).map { all[2 * $0] })
    self.rejects = Partition(counts: (0..<world.size).map { all[2 * $0 + 1] })
  }

  /// Of what is written as text.
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
private func lineBytes(_ lines: RecordList) -> Int {
  var sum = 0
  lines.forEachRun { run in
    run.withElements(as: Int64.self) { places in
      for index in 0..<places.count / 2 { sum += Int(places[2 * index + 1]) }
    }
  }
  return sum
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
