internal import Glibc

/// Page-aligned memory of a fixed size, mapped for itself alone and given back to the operating
/// system as soon as nothing refers to it.
///
/// Large buffers start on a huge page's boundary and ask for huge pages: filling 4 KiB pages one
/// fault at a time costs more than writing them. They are mapped and not allocated, because an
/// allocator keeps what is freed, and the memory of a run is stated beforehand.
@safe public final class RecordBuffer {
  /// Usable bytes.
  public let byteCount: Int
  private let memory: UnsafeMutableRawBufferPointer
  private var populated = false
  /// Whether the memory is this buffer's, to be given back with it.
  private let isOwned: Bool
  /// Where the bytes in memory are counted; nil where they are not, or are in a file.
  private var account: MemoryAccount?
  private var isInFile = false

  private static let page = 4096
  private static let hugePage = 2 << 20

  /// - Parameter byteCount: Usable bytes, 0 allowed.
  public convenience init(byteCount: Int) { self.init(byteCount: byteCount, account: nil) }

  init(byteCount: Int, account: MemoryAccount?) {
    self.byteCount = byteCount
    self.account = account
    account?.bytes += byteCount
    isOwned = true
    let size = (Swift.max(byteCount, 1) + Self.page - 1) / Self.page * Self.page
    let huge = size >= Self.hugePage
    unsafe memory = huge ? Self.mapAligned(size) : Self.map(size)
    if huge {
      // Advice only: where it is not taken, the pages are small.
      _ = unsafe madvise(memory.baseAddress, size, MADV_HUGEPAGE)
    }
  }

  /// A view of memory that someone else holds, only to be read.
  ///
  /// - Precondition: nobody uses the buffer after the memory is gone, and nobody writes into it.
  @unsafe public init(borrowing bytes: UnsafeRawBufferPointer) {
    byteCount = bytes.count
    isOwned = false
    unsafe memory = UnsafeMutableRawBufferPointer(mutating: bytes)
  }

  deinit {
    account?.bytes -= byteCount
    if isOwned { _ = unsafe munmap(memory.baseAddress, memory.count) }
  }

  /// Local. Puts the bytes into a file and maps them from there, at the same place. They must not
  /// be written any more.
  ///
  /// - Throws: where the file takes no more; the bytes are in memory then, as before.
  func move(to file: ScratchFile) throws(ScratchError) {
    guard !isInFile, isOwned else { return }
    let offset = try unsafe file.append(UnsafeRawBufferPointer(memory))
    try unsafe file.map(memory, from: offset)
    isInFile = true
    account?.bytes -= byteCount
    account = nil
  }

  /// Local. Gives pages back that were read from a file; reading them again brings them back.
  func forgetPages() {
    // Advice only: where it is not taken, they stay.
    if isInFile { _ = unsafe madvise(memory.baseAddress, memory.count, MADV_DONTNEED) }
  }

  /// Local. Has the operating system map all pages now. Does nothing the second time.
  func populate() {
    guard !populated else { return }
    populated = true
    // SAFETY: one byte of each page is written, inside the buffer, before anyone uses it.
    for offset in unsafe stride(from: 0, to: memory.count, by: Self.page) {
      unsafe memory.storeBytes(of: 0, toByteOffset: offset, as: UInt8.self)
    }
  }

  /// Local. The bytes in `range`.
  public func withBytes<Result, Failure: Error>(
    _ range: Range<Int>, _ body: (RawSpan) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    check(range)
    // SAFETY: the range lies inside the mapping, which `self` keeps during the call; mapped
    // memory reads as zero until it is written.
    let bytes = unsafe UnsafeRawBufferPointer(rebasing: memory[range]).bytes
    return try body(bytes)
  }

  /// Local. The bytes in `range`, to write. The caller must be the only one using them.
  public func withMutableBytes<Result, Failure: Error>(
    _ range: Range<Int>, _ body: (inout MutableRawSpan) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    check(range)
    // SAFETY: as above; exclusive use is the caller's duty and is kept by `RecordList`, whose
    // shared runs are never written.
    var bytes = unsafe UnsafeMutableRawBufferPointer(rebasing: memory[range]).mutableBytes
    return try body(&bytes)
  }

  private func check(_ range: Range<Int>) {
    precondition(
      range.lowerBound >= 0 && range.upperBound <= (unsafe memory.count),
      "bytes \(range) of a buffer of \(byteCount)")
  }

  private static func map(_ size: Int) -> UnsafeMutableRawBufferPointer {
    let address = unsafe mmap(
      nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let address = unsafe address, unsafe address != MAP_FAILED else {
      OutOfMemory.report(size)
    }
    return unsafe UnsafeMutableRawBufferPointer(start: address, count: size)
  }

  /// Maps one huge page more than needed and gives back what lies outside the boundary.
  private static func mapAligned(_ size: Int) -> UnsafeMutableRawBufferPointer {
    let whole = unsafe map(size + hugePage)
    let address = UInt(bitPattern: whole.baseAddress)
    let lead = Int((UInt(hugePage) - address % UInt(hugePage)) % UInt(hugePage))
    let wanted = unsafe UnsafeMutableRawBufferPointer(rebasing: whole[lead..<lead + size])
    let trail = unsafe UnsafeMutableRawBufferPointer(rebasing: whole[(lead + size)...])
    if lead > 0 { _ = unsafe munmap(whole.baseAddress, lead) }
    if unsafe !trail.isEmpty { _ = unsafe munmap(trail.baseAddress, trail.count) }
    return unsafe wanted
  }
}
