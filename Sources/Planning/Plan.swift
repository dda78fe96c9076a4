public import ShardedArrays
public import Stages

/// What a run will do, before it does it: pure facts about the input, the stages, the split and
/// the memory, the same on every rank.
public struct Plan: Sendable {
  /// What is read.
  public struct Input: Sendable {
    public var paths: [String]
    /// What a record is made of.
    public var layout: RecordLayout
    /// All inputs as one array along axis 0.
    public var shape: [Int]
    /// Records.
    public var count: Int
    /// Where they may be cut.
    public var alignment: Alignment
    /// Bytes that a rank holds of what it decodes, at most.
    public var decodingBytes: Int

    public init(
      paths: [String], layout: RecordLayout, shape: [Int], count: Int,
      alignment: Alignment = Alignment(), decodingBytes: Int = 0
    ) {
      self.paths = paths
      self.layout = layout
      self.shape = shape
      self.count = count
      self.alignment = alignment
      self.decodingBytes = decodingBytes
    }

    /// Nil where the input is arrays.
    public var text: Text?

    /// Bytes of one record.
    public var recordBytes: Int { layout.recordBytes }
    /// Of the files, without headers.
    public var byteCount: Int { text?.byteCount ?? count * recordBytes }

    /// Lines of text as records: the layout has the columns that stages need, and where in the
    /// files each line lies.
    public struct Text: Sendable, Hashable {
      public var delimiter: String
      /// In the files.
      public var columns: Int
      /// Of all lines behind the headers.
      public var byteCount: Int

      public init(delimiter: String, columns: Int, byteCount: Int) {
        self.delimiter = delimiter
        self.columns = columns
        self.byteCount = byteCount
      }
    }
  }

  /// What is written, beside the report.
  public struct Output: Sendable {
    public var survivors: String?
    /// Files the survivors are spread over; nil for one file.
    public var shards: Int?
    /// Whether what is not pruned of an HDF5 file comes along.
    public var copiesRest = false
    /// Whether the files of shards are compressed.
    public var compresses = false
    /// Of zarr arrays; nil for that of the input, or 2.
    public var zarrVersion: Int?
    public var index: String?
    public var rejects: String?
    /// How many records each survivor stands for, once for each stage that counts them.
    public var counts: [String]

    /// Bytes of all outputs, without headers, if `survivors` of the input's records survive.
    public func writtenBytes(_ input: Input, survivors: Int) -> Int {
      let width = input.recordBytes
      let numbers = (index == nil ? 0 : 1) + counts.count
      return (self.survivors == nil ? 0 : survivors * width)
        + survivors * numbers * MemoryLayout<Int64>.size
        + (rejects == nil ? 0 : (input.count - survivors) * width)
    }

    public init(
      survivors: String? = nil, shards: Int? = nil, copiesRest: Bool = false,
      compresses: Bool = false, zarrVersion: Int? = nil, index: String? = nil,
      rejects: String? = nil,
      counts: [String] = []
    ) {
      self.survivors = survivors
      self.shards = shards
      self.copiesRest = copiesRest
      self.compresses = compresses
      self.zarrVersion = zarrVersion
      self.index = index
      self.rejects = rejects
      self.counts = counts
    }
  }

  public let input: Input
  /// In the order in which they run.
  public let stages: [Stage]
  public let output: Output
  public let balance: BalancePolicy
  /// How often the survivors will be passed over.
  public let reuse: Double
  /// Who reads what.
  public let partition: Partition
  /// What reads the input and what works on records in memory.
  public let passes: [PlannedPass]

  public init(
    input: Input, stages: [Stage], output: Output, balance: BalancePolicy, reuse: Double,
    ranks: Int, partition: Partition? = nil
  ) {
    self.input = input
    self.stages = stages
    self.output = output
    self.balance = balance
    self.reuse = reuse
    self.partition =
      partition ?? Partition(even: input.count, over: ranks, aligned: input.alignment)
    passes = PlannedPass.all(of: stages)
  }

  public var ranks: Int { partition.ranks }

  /// Whether every stage looks at each record by itself: one pass does all.
  public var isFiltersOnly: Bool { stages.allSatisfy { $0.filter != nil } }

  /// Whether survivors are held together with their positions in the input: for the output of
  /// positions, for rejects that more than one pass finds, and for `i` in a later pass.
  public var holdsPositions: Bool {
    if output.index != nil { return true }
    guard passes.count > 1 else { return false }
    let later = passes[0].stages.upperBound
    return output.rejects != nil || stages[later...].contains { $0.usesPosition }
  }

  /// Bytes that one surviving record takes in memory: itself, and what goes with it.
  public var survivorBytes: Int {
    let numbers = (holdsPositions ? 1 : 0) + output.counts.count
    return input.recordBytes + numbers * MemoryLayout<Int64>.size
  }

  /// Bytes read at once, whole records. From 256 KiB to 2 MiB the sum of reading and pruning was
  /// lowest here: shorter pieces cost calls, longer ones leave the cache.
  public static let pieceBytes = 1 << 20
}
