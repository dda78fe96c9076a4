/// What a receive or a probe tells of a message.
public struct Message: Hashable, Sendable {
  /// The rank that sent it.
  public var source: Int
  public var tag: Int
  /// How many elements it has.
  public var count: Int

  public init(source: Int, tag: Int, count: Int) {
    self.source = source
    self.tag = tag
    self.count = count
  }
}

/// The tags of messages that the library itself sends. Every MPI has tags up to 32,767
/// (MPI-3.1 section 8.1.2); those up to 32,000 are the caller's.
enum InternalTag {
  static let bell: CInt = 32_001
  static let exchange: CInt = 32_002
  static let lastOfCaller = 32_000
}

extension CInt {
  /// The tag of a message that is sent.
  @inline(__always) init(sendTag tag: Int) {
    require(
      tag >= 0 && tag <= InternalTag.lastOfCaller,
      "tag \(tag): tags are 0 … \(InternalTag.lastOfCaller)")
    self.init(truncatingIfNeeded: tag)
  }

  /// The tag that a message must have, or any.
  @inline(__always) init(receiveTag tag: Int?) {
    if let tag { self.init(sendTag: tag) } else { self.init(tag: nil) }
  }
}
