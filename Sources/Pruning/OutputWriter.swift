import ArrayFiles
import MPI
import Planning
import PruneKernels
import ShardedArrays

/// Phase four, optimise, as far as it writes: every rank puts its records into files that have
/// no name yet.
struct OutputWriter {
  private let roles: [OutputOutcome.Role]
  /// Where lines of text go; nil for arrays.
  private let text: TextPlaces?
  /// Bytes of all outputs without headers, as they were counted before anything was written.
  let expectedBytes: Int
  /// Of the survivors as they are written.
  let survivorBytes: Int
  /// Of all records, by output.
  private let recordCounts: [Int]
  /// Complete on rank 0 alone, which publishes or discards it.
  var outputs: OutputSet
  /// Of the survivors, a part for each column: the digest is that of all records' first columns,
  /// then of all their second ones, and so on.
  private(set) var digest: [DigestPart] = []
  private(set) var writtenBytes = 0
  /// What a second read of the input has done; nil where none was made.
  private(set) var secondRead: SecondReadFigures?

  /// Collective. Rank 0 creates the files at their full size; all ranks learn where they are.
  ///
  /// - Throws: what is wrong with an output, on every rank; nothing is left then.
  /// - Complexity: one agreement, one broadcast of some hundred bytes per file.
  init(
    _ job: PruneJob, start: Initialised, survivors: Int, text: TextPlaces?,
    over world: borrowing Communicator, agreement: Agreement
  ) throws(PruningError) {
    self.text = text
    let input = start.plan.input
    survivorBytes = text?.survivors.total ?? survivors * input.recordBytes
    expectedBytes =
      text?.writtenBytes(job.output, survivors: survivors)
      ?? job.output.writtenBytes(input, survivors: survivors)
    let targets = job.targets(
      start.formats, origins: start.origins, zarrVersion: start.zarrVersion)
    let arrays = targets.map { role, target -> OutputArray in
      if let text, let bytes = text.bytes(role) {
        return OutputArray(
          target, textBehind: text.input.header,
          parts: role == .survivors ? text.parts : Partition(counts: [bytes.total]))
      }
      return switch role {
      case .survivors: OutputArray(target, columns: start.formats, count: survivors)
      case .index, .counts: OutputArray(target, of: .int64, count: survivors)
      case .rejects:
        OutputArray(target, columns: start.formats, count: start.plan.input.count - survivors)
      }
    }
    roles = targets.map(\.role)
    recordCounts = roles.map { role in
      role == .rejects ? input.count - survivors : survivors
    }
    let prepared = try agreement.onRoot(world) { () throws(PruningError) in
      try file { () throws(ArrayFileError) in
        try OutputSet.prepare(
          arrays, documents: job.report.map { [$0] } ?? [], replacing: job.force)
      }
    }
    if let prepared { TerminationCleanup.arm(prepared) }
    do throws(PruningError) {
      let bytes = try mpi { () throws(MPIError) in
        try world.broadcast(prepared?.encoded() ?? [])
      }
      outputs = try file { () throws(ArrayFileError) -> OutputSet in
        if let prepared { return prepared }
        return try OutputSet(decoding: bytes)
      }
    } catch {
      prepared?.discard()
      TerminationCleanup.disarm()
      throw error
    }
  }

  /// Collective. Writes and flushes this rank's records, and digests the survivors on the way.
  ///
  /// - Parameter unheld: Survivors and rejects behind those that are held, to be read now.
  /// - Throws: what failed on which rank, on every rank.
  /// - Complexity: one write of the records, in pieces; one agreement. Local otherwise.
  mutating func write(
    _ balanced: Balanced, rejects: [RecordList], unheld: UnheldRecords?, plan: Plan,
    over world: borrowing Communicator, agreement: Agreement
  ) throws(PruningError) {
    let rank = world.rank
    let survivors = balanced.survivors
    var again: SecondReadFigures?
    var text = [DigestPart()]
    var written = 0
    let sinks = sinks(balanced, plan, rank: rank)
    try agreement.together(world, namesRank: true) { () throws(PruningError) in
      // What has arrived from other ranks may have found no room.
      try survivors.columns[0].store?.check()
      if let lines = self.text {
        try writeText(lines, survivors, rejects, rank: rank, &text[0], &written, agreement)
      }
      for sink in sinks {
        let lists: [RecordList] =
          switch sink.role {
          case .survivors: survivors.columns
          case .index: survivors.positions.map { [$0] } ?? []
          case .rejects: rejects
          case .counts: survivors.attached
          }
        try sink.write(lists[sink.column], agreement)
        if unheld == nil { try sink.finish() }
      }
      again = try unheld?.write(to: sinks, plan, agreement)
    }
    digest = self.text == nil ? sinks.filter { $0.role == .survivors }.map(\.digest) : text
    writtenBytes = sinks.reduce(written) { $0 + $1.written }
    secondRead = again
  }

  /// Local. One for each column of each output, but for lines of text; where the survivors are not
  /// written, they are digested.
  private func sinks(_ balanced: Balanced, _ plan: Plan, rank: Int) -> [ColumnSink] {
    let mine = balanced.held.range(of: rank)
    let total = balanced.held.total
    // Rejects stay with the rank that found them: before them lie the rejects of lower ranks.
    let found = balanced.found
    let rejected =
      plan.partition.boundaries[rank] - found.boundaries[rank]..<plan.partition.boundaries[rank + 1]
      - found.boundaries[rank + 1]
    let widths = plan.input.layout.widths
    var sinks: [ColumnSink] = []
    func add(_ role: OutputOutcome.Role, _ array: StagedArray?, _ widths: [Int], _ mine: Range<Int>)
    {
      var before = 0
      for (column, width) in widths.enumerated() {
        sinks.append(
          ColumnSink(
            role, column: column, of: array,
            bytes: mine.lowerBound * width..<mine.upperBound * width,
            digestedFrom: role == .survivors ? before : nil))
        before += total * width
      }
    }
    if text == nil, !roles.contains(.survivors) { add(.survivors, nil, widths, mine) }
    var counted = 0
    for (role, array) in zip(roles, outputs.arrays) where text?.bytes(role) == nil {
      switch role {
      case .survivors: add(role, array, widths, mine)
      case .index: add(role, array, [8], mine)
      case .rejects: add(role, array, widths, rejected)
      case .counts:
        sinks.append(
          ColumnSink(
            role, column: counted, of: array, arrayColumn: 0,
            bytes: mine.lowerBound * 8..<mine.upperBound * 8, digestedFrom: nil))
        counted += 1
      }
    }
    return sinks
  }

  /// Collective. Packs the files that are to be compressed, each on one rank in turn.
  ///
  /// - Throws: what failed on which rank, on every rank.
  /// - Complexity: one read and one write of the files, after all ranks have written them; one
  ///   agreement and one reduction of 16 bytes for each dataset of a file. Nothing where no file is
  ///   compressed.
  mutating func pack(
    over world: borrowing Communicator, agreement: Agreement
  ) throws(PruningError) {
    let count = outputs.packedFileCount
    if count == 0 { return }
    var sizes = outputs.unpackedSizes
    let (rank, ranks) = (world.rank, world.size)
    try agreement.together(world, namesRank: true) { () throws(PruningError) in
      for number in stride(from: rank, to: count, by: ranks) {
        let packer = try file { () throws(ArrayFileError) in try outputs.packer(of: number) }
        while try file({ () throws(ArrayFileError) in try packer.packNext() }) {
          try agreement.throwIfInterrupted()
        }
        try file { () throws(ArrayFileError) in
          try outputs.finish(packer, number, in: &sizes)
        }
      }
    }
    let all = try mpi { () throws(MPIError) in try world.reduce(.sum, sizes) }
    if let all { outputs.notePacked(all) }
  }

  /// Local. Reads the lines of this rank's records and writes them as they are.
  private func writeText(
    _ text: TextPlaces, _ survivors: HeldRecords, _ rejects: [RecordList], rank: Int,
    _ digest: inout DigestPart, _ written: inout Int, _ agreement: Agreement
  ) throws(PruningError) {
    let reader = LineReader(text.input)
    for (role, list) in [
      (OutputOutcome.Role.survivors, survivors.columns.last), (.rejects, rejects.last),
    ] {
      let array = zip(roles, outputs.arrays).first { $0.0 == role }?.1
      guard let list, let bytes = text.bytes(role), array != nil || role == .survivors else {
        continue
      }
      var next = bytes.boundaries[rank]
      let target = array.map { TextTarget($0) }
      try reader.read(list, fail: PruningError.file) { (piece) throws(PruningError) in
        if role == .survivors { digest.add(piece, at: next) }
        try target?.write(piece, at: next)
        if array != nil { written += piece.byteCount }
        next += piece.byteCount
        try agreement.throwIfInterrupted()
      }
      try target?.finish()
    }
  }

  /// Local; on rank 0, when the run has failed. Removes what has no name yet.
  func discard() {
    outputs.discard()
    TerminationCleanup.disarm()
  }

  /// Local; on rank 0, when all ranks have written. Checks the files' sizes, adds the report and
  /// gives everything its name.
  mutating func publish(
    _ outcome: RunOutcome, _ job: PruneJob, observer: RunObserver
  ) throws(PruningError) {
    try file { () throws(ArrayFileError) in try outputs.checkSizes() }
    if let path = job.report {
      let bytes = try observer.encodeReport(outcome)
      try file { () throws(ArrayFileError) in try outputs.add(bytes, as: path) }
    }
    // From here on a signal must not take back what has its name.
    TerminationCleanup.disarm()
    try file { () throws(ArrayFileError) in try outputs.publish() }
  }

  /// Local. What the files are, for the report.
  var files: [OutputOutcome.File] {
    zip(roles, zip(outputs.arrays, recordCounts)).flatMap { role, staged in
      let (array, recordCount) = staged
      let isText = text?.bytes(role) != nil
      // A zarr array is one thing to its readers, whatever files it has.
      if array.array.target.isZarr {
        let path = array.array.target.path
        return array.array.columns.indices.map { column in
          OutputOutcome.File(
            path: array.array.target.fields.isEmpty
              ? path : "\(path)/\(array.array.target.fields[column])", role: role,
            records: recordCount,
            bytes: array.files.reduce(0) { $0 + ($1.column == column ? $1.size : 0) })
        }
      }
      let records = Partition(even: recordCount, over: array.files.count)
      return array.files.enumerated().map { index, file in
        // Of an HDF5 file the dataset's bytes, as its columns share it.
        let width = array.array.columns[file.column].width
        return OutputOutcome.File(
          path: file.path + (file.dataset.map { ":\($0)" } ?? ""), role: role,
          records: isText ? records.count(of: index) : file.records.count,
          bytes: file.dataset == nil
            ? file.size : file.storedBytes ?? file.records.count * width)
      }
    }
  }
}
