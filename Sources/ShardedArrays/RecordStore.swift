/// Where the full buffers of record lists are: in memory up to a limit, and from there on in a file
/// without a name, from which they are mapped again.
///
/// One for each rank's run; lists made with it share its limit. A list's last buffer, which grows,
/// is always in memory. What a buffer's owners see is the same in both places.
///
/// Memory: the limit, and one buffer for each list that grows.
public final class RecordStore {
  /// Bytes of one buffer, unless one record has more.
  public let bufferBytes: Int
  /// Bytes that full buffers may take in memory.
  public let limit: Int
  private let directory: String
  private let account = MemoryAccount()
  private var file: ScratchFile?
  /// Bytes that were written to the file.
  public private(set) var spilledBytes = 0
  /// The first thing that went wrong. From there on all stays in memory, above the limit: whoever
  /// fills lists must look, and end the run.
  public private(set) var failure: ScratchError?

  /// Local. The file is made when the first buffer needs it, in `directory`.
  public init(limit: Int, bufferBytes: Int, directory: String) {
    precondition(limit >= 0 && bufferBytes > 0, "a store of \(limit) bytes in \(bufferBytes)s")
    self.limit = limit
    self.bufferBytes = bufferBytes
    self.directory = directory
  }

  /// Bytes that buffers hold in memory now.
  public var heldBytes: Int { account.bytes }

  func buffer(ofAtLeast byteCount: Int) -> RecordBuffer {
    RecordBuffer(byteCount: byteCount, account: account)
  }

  /// Local. Takes in that a buffer is full and will not be written again.
  ///
  /// - Complexity: a write of the buffer where memory is used up.
  func filled(_ buffer: RecordBuffer) {
    guard account.bytes > limit, failure == nil else { return }
    do throws(ScratchError) {
      let file: ScratchFile
      if let made = self.file { file = made } else { file = try ScratchFile(in: directory) }
      self.file = file
      try buffer.move(to: file)
      spilledBytes += buffer.byteCount
    } catch {
      failure = error
    }
  }
}

/// Bytes that buffers hold in memory.
final class MemoryAccount {
  var bytes = 0
}
