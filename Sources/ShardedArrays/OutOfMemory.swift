internal import Synchronization

/// What happens when the operating system has no memory for records.
///
/// It can happen at any record, nothing can be saved then, and all ranks must end: a program
/// says in one line what it could not have, and does not come back.
public enum OutOfMemory {
  /// Says that so many bytes could not be had, and ends the program.
  public typealias Handler = @Sendable (_ byteCount: Int) -> Never

  private static let handler = Mutex<Handler>({ byteCount in
    preconditionFailure("out of memory: \(byteCount) bytes for records could not be mapped")
  })

  /// Local. Replaces what happens; the default traps.
  public static func handle(with handler: @escaping Handler) {
    Self.handler.withLock { $0 = handler }
  }

  static func report(_ byteCount: Int) -> Never {
    let handler = Self.handler.withLock { $0 }
    handler(byteCount)
  }
}
