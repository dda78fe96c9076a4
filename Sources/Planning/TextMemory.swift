/// What a rank may hold of text: the places of lines and the values of columns, which are read before
/// the plan is made. Half of what there is; the stages have the other half, and what is left of
/// this one.
public struct TextMemory: Sendable, Equatable {
  /// Bytes that full buffers may take.
  public let limit: Int
  public let bufferBytes: Int
  /// Longer lines have no room while they are read.
  public let lineLimit: Int

  /// The window of text that is looked at, the places of its separators, and a block of the values.
  static let readingBytes = 3 << 20
  /// A line takes so many times its bytes: in two windows while one grows, and its separators.
  private static let lineCopies = 5
  /// Many columns have small buffers.
  private static let leastBuffer = 16 << 10

  /// Pure.
  ///
  /// - Parameters:
  ///   - lists: Columns that are held, and the places of lines.
  ///   - largestBuffer: Bytes of one where there is room.
  /// - Throws: where the budget that was asked for has no room to read text.
  public init(
    _ budget: MemoryBudget, lists: Int, largestBuffer: Int
  ) throws(MemoryShortage) {
    let half = budget.bytes / 2
    // A list grows by one buffer; one more is read while integers become floats.
    let growing = 2 * lists
    var buffer = largestBuffer
    while buffer > Self.leastBuffer, growing * buffer > (half - Self.readingBytes) / 2 {
      buffer /= 2
    }
    let least = Self.readingBytes + growing * buffer
    if half < least, budget.origin == .typed {
      throw MemoryShortage(budget: budget.bytes, needed: 2 * least)
    }
    limit = Swift.max(0, half - least)
    bufferBytes = buffer
    lineLimit = budget.origin == .typed ? half / Self.lineCopies : .max
  }
}

/// Text that a rank holds, before the stages begin.
public struct HeldText: Sendable, Equatable {
  /// Bytes in memory, and in files, of the rank that has most of each.
  public var inMemory: Int
  public var inFiles: Int
  /// Resident before it was read.
  public var residentBefore: Int

  public init(inMemory: Int = 0, inFiles: Int = 0, residentBefore: Int = 0) {
    (self.inMemory, self.inFiles, self.residentBefore) = (inMemory, inFiles, residentBefore)
  }
}
