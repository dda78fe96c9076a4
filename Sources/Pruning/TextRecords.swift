import ArrayFiles
import MPI
import Planning
import ShardedArrays
import Stages

/// Lines of text as records of this rank: the columns that are wanted, as numbers or as text to be
/// compared, and behind them a column without a name that says where each line lies.
struct TextRecords {
  /// A column of the files, as all ranks together have found it.
  struct Column {
    var name: String
    var kind: CSVKind
    /// Bytes of the longest value.
    var longest: Int
    /// Where the record lies that has the first text.
    var firstText: Int?
  }

  let input: CSVInput
  /// Of those that were read, in the order of the files.
  let columns: [Column]
  let layout: RecordLayout
  /// In the order of the layout.
  let lists: [RecordList]
  /// Where they are, beside memory.
  let store: RecordStore
  let held: HeldText
  /// Who has which records.
  let partition: Partition
  let rank: Int
  /// What reading has taken this rank, and brought.
  let seconds: Double
  let bytes: Int

  /// The most that a text may have to be compared as a key, in bytes.
  static let keyLimit = 1024

  /// Collective. Reads the lines of these files, each once.
  ///
  /// What a column is follows from all of its values and is the same on any number of ranks, and so
  /// is the mistake that is named: the first in order.
  ///
  /// - Parameters:
  ///   - wanted: Indices of the columns that are read as numbers.
  ///   - keys: Those whose text is held where they are no numbers; others are left out then.
  ///   - budget: Of which text may have half; what is more goes to a scratch file.
  /// - Throws: also where a budget that was asked for has no room to read text.
  /// - Complexity: as ``CSVParser/readSplit(over:agreement:again:)``, and one more read of the
  ///   files for columns of text in `keys`. Memory of 8 bytes a record and 8 for each number.
  ///   Eight collectives of some bytes a rank and column.
  init(
    _ input: CSVInput, wanted: [Int], keys: Set<Int>, budget: MemoryBudget,
    over world: borrowing Communicator, agreement: Agreement
  ) throws(PruningError) {
    let watch = Stopwatch()
    let resident = ProcessMemory.resident
    let memory = try agreement.together(world, namesRank: false) {
      () throws(PruningError) -> TextMemory in
      try Self.memory(budget, lists: 1 + wanted.count + keys.count)
    }
    let store = RecordStore(
      limit: memory.limit, bufferBytes: memory.bufferBytes, directory: budget.scratch)
    var parser = CSVParser(
      input, .numbers(columns: wanted), in: store, lineLimit: memory.lineLimit)
    let isQuoted = try parser.readSplit(over: world, agreement: agreement, store: store) {
      CSVParser(input, .numbers(columns: wanted), in: store, lineLimit: memory.lineLimit)
    }

    let mine =
      [parser.lines.count]
      + parser.numbers.flatMap { [$0.kind.rawValue, $0.longest, $0.firstText ?? -1] }
    let all = try mpi { () throws(MPIError) in try world.allGather(mine) }
    let ranks = stride(from: 0, to: all.count, by: mine.count).map {
      Array(all[$0..<$0 + mine.count])
    }
    partition = Partition(counts: ranks.map { $0[0] })
    columns = wanted.enumerated().map { index, column in
      let found = ranks.map { Array($0[1 + 3 * index..<4 + 3 * index]) }
      return Column(
        name: input.names[column],
        kind: found.compactMap { CSVKind(rawValue: $0[0]) }.max() ?? .integers,
        longest: found.map { $0[1] }.max() ?? 0,
        firstText: found.map { $0[2] }.first { $0 >= 0 })
    }

    var texts: [(column: Int, width: Int)] = []
    for (index, column) in wanted.enumerated() where keys.contains(column) {
      if columns[index].kind == .text { texts.append((column, columns[index].longest)) }
    }
    try Self.checkLength(texts, of: input)
    var textParser = CSVParser(input, .texts(texts), in: store, lineLimit: memory.lineLimit)
    if !texts.isEmpty {
      try textParser.readAgreed(isQuoted, over: world, agreement: agreement, store: store)
    }

    var fields: [Field] = []
    var texted: [Field] = []
    var lists: [RecordList] = []
    for (index, column) in columns.enumerated() {
      switch column.kind {
      case .integers, .floats:
        parser.numbers[index].become(column.kind)
        fields.append(
          Field(
            column.name, column.kind == .integers ? .int64 : .float64, column: lists.count))
        lists.append(parser.numbers[index].values)
      case .text:
        guard let place = texts.firstIndex(where: { $0.column == wanted[index] }) else { continue }
        texted.append(
          Field(
            column.name, .uint8, shape: [texts[place].width + 1], column: lists.count))
        lists.append(textParser.texts[place])
      }
    }
    lists.append(parser.lines)
    layout = RecordLayout(fields: fields + texted, widths: lists.map(\.width))
    self.lists = lists
    self.store = store
    let most = try mpi { () throws(MPIError) in
      try world.allReduce(.max, [store.memoryBytes, store.spilledBytes])
    }
    held = HeldText(inMemory: most[0], inFiles: most[1], residentBefore: resident)
    self.input = input
    rank = world.rank
    seconds = watch.seconds
    bytes = Partition(even: input.byteCount, over: world.size).count(of: world.rank)
  }

  private static func memory(
    _ budget: MemoryBudget, lists: Int
  ) throws(PruningError) -> TextMemory {
    do throws(MemoryShortage) {
      return try TextMemory(budget, lists: lists, largestBuffer: RecordList.bufferBytes)
    } catch {
      throw .memory(error)
    }
  }

  private static func checkLength(
    _ texts: [(column: Int, width: Int)], of input: CSVInput
  ) throws(PruningError) {
    for (column, width) in texts where width > keyLimit {
      throw .file(
        .textKeyTooLong(
          path: input.paths[0], name: input.names[column], bytes: width, limit: keyLimit))
    }
  }
}

/// Records of text, which are in memory.
final class TextSource: RecordSource {
  private let records: TextRecords
  private let first: Int

  init(_ records: TextRecords) {
    self.records = records
    first = records.partition.boundaries[records.rank]
  }

  func read(
    column: Int, first: Int, count: Int, into bytes: inout MutableRawSpan
  ) throws(PruningError) {
    let start = first - self.first
    let part = records.lists[column].part(start..<start + count)
    part.copy(into: &bytes)
    part.forgetPages()
  }
}
