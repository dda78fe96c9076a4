public import ShardedArrays
public import Stages

/// What a run will do, before it does it: pure facts about the input, the stages, the split and
/// the memory, the same on every rank.
public struct Plan: Sendable {
  /// What is read.
  public struct Input: Sendable {
    public var paths: [String]
    public var elementType: ElementType
    public var byteOrder: ByteOrder
    /// All inputs as one array along axis 0.
    public var shape: [Int]
    /// Elements.
    public var count: Int

    public init(
      paths: [String], elementType: ElementType, byteOrder: ByteOrder, shape: [Int], count: Int
    ) {
      self.paths = paths
      self.elementType = elementType
      self.byteOrder = byteOrder
      self.shape = shape
      self.count = count
    }

    public var byteCount: Int { count * elementType.byteCount }
  }

  /// What is written, beside the report.
  public struct Output: Sendable {
    public var survivors: String?
    /// Files the survivors are spread over; nil for one file.
    public var shards: Int?
    public var index: String?
    public var rejects: String?

    /// Bytes of all outputs, without headers, if `survivors` of the input's records survive.
    public func writtenBytes(_ input: Input, survivors: Int) -> Int {
      let width = input.elementType.byteCount
      return (self.survivors == nil ? 0 : survivors * width)
        + (index == nil ? 0 : survivors * MemoryLayout<Int64>.size)
        + (rejects == nil ? 0 : (input.count - survivors) * width)
    }

    public init(
      survivors: String? = nil, shards: Int? = nil, index: String? = nil, rejects: String? = nil
    ) {
      self.survivors = survivors
      self.shards = shards
      self.index = index
      self.rejects = rejects
    }
  }

  public let input: Input
  public let filters: [Filter]
  public let output: Output
  public let balance: BalancePolicy
  /// How often the survivors will be passed over.
  public let reuse: Double
  /// Who reads what.
  public let partition: Partition

  public init(
    input: Input, filters: [Filter], output: Output, balance: BalancePolicy, reuse: Double,
    ranks: Int
  ) {
    self.input = input
    self.filters = filters
    self.output = output
    self.balance = balance
    self.reuse = reuse
    partition = Partition(even: input.count, over: ranks)
  }

  public var ranks: Int { partition.ranks }

  /// Bytes that one surviving record takes in memory: itself, and its position if wanted.
  public var survivorBytes: Int {
    input.elementType.byteCount + (output.index == nil ? 0 : MemoryLayout<Int64>.size)
  }

  /// Bytes read at once, whole elements of any width. From 256 KiB to 2 MiB the sum of reading
  /// and pruning was lowest here: shorter pieces cost calls, longer ones leave the cache.
  public static let pieceBytes = 1 << 20
}
