// Compaction of records of any width by a mask of bytes.
//
// Widths of 1, 2, 4 and 8 bytes have kernels of their own. Of 12, 16 and 24 bytes, rows of two or
// three numbers, every record is stored and the target advances by the mask's 0 or 1, without a
// branch on data. Wider records are copied run by run: consecutive kept ones at once, and eight
// dropped ones are passed over in one step.

/// Keeps the records whose mask byte is 1, in order.
///
/// - Parameters:
///   - width: Bytes of one record, 0 allowed.
///   - records: A block of records. Shape `[n × width]`; of 1, 2, 4 or 8 bytes aligned to that.
///   - mask: 0 or 1 for each record. Shape `[n]`.
///   - keeping: False to keep those whose mask byte is 0 instead.
///   - survivors: Receives the kept records at its start, as ``compact(_:where:keeping:into:path:)``
///     says. At least `[n × width]`, aligned as `records`; another stretch of memory.
/// - Returns: How many were kept.
/// - Complexity: one read of the mask, and of the block, or for more than 24 bytes of the kept
///   records alone.
public func compact(
  recordsOf width: Int, _ records: RawSpan, where mask: Span<UInt8>, keeping: Bool = true,
  into survivors: inout MutableRawSpan, path: KernelPath = .best
) -> Int {
  let byteCount = mask.count * width
  precondition(
    width >= 0 && records.byteCount == byteCount && survivors.byteCount >= byteCount,
    "compacting \(records.byteCount) bytes of \(mask.count) records of \(width) bytes into "
      + "\(survivors.byteCount)")
  if width == 0 {
    let kept = countKept(mask)
    return keeping ? kept : mask.count - kept
  }
  // SAFETY: the pointers cover `mask.count` records, of one byte for the mask, and the kernels
  // write no more records than they read; those that need alignment are given it below.
  return unsafe records.withUnsafeBytes { source in
    unsafe mask.withUnsafeBufferPointer { mask in
      unsafe survivors.withUnsafeMutableBytes { target in
        guard let from = source.baseAddress, let to = target.baseAddress else { return 0 }
        switch width {
        case 1, 2, 4, 8:
          precondition(
            UInt(bitPattern: from) % UInt(width) == 0 && UInt(bitPattern: to) % UInt(width) == 0,
            "records of \(width) bytes at an address that is no multiple of it")
          return unsafe compactByMask(width, from, mask, keeping: keeping, into: to, path: path)
        case 12: return unsafe compactPacked(Packed12.self, from, mask, keeping, to)
        case 16: return unsafe compactPacked(Packed16.self, from, mask, keeping, to)
        case 24: return unsafe compactPacked(Packed24.self, from, mask, keeping, to)
        default: return unsafe compactRuns(width, from, mask, keeping, to)
        }
      }
    }
  }
}

private typealias Packed12 = (UInt32, UInt32, UInt32)
private typealias Packed16 = (UInt64, UInt64)
private typealias Packed24 = (UInt64, UInt64, UInt64)

/// Without a branch on data, for records as wide as `Record`, at any address.
@inline(__always)
private func compactPacked<Record: BitwiseCopyable>(
  _ type: Record.Type, _ records: UnsafeRawPointer, _ mask: UnsafeBufferPointer<UInt8>,
  _ keeping: Bool, _ kept: UnsafeMutableRawPointer
) -> Int {
  let width = MemoryLayout<Record>.size
  let flip: UInt8 = keeping ? 0 : 1
  var next = 0
  // SAFETY: as for the caller; neither load nor store needs an alignment.
  for index in mask.indices {
    let record = unsafe records.loadUnaligned(fromByteOffset: index &* width, as: Record.self)
    unsafe kept.storeBytes(of: record, toByteOffset: next &* width, as: Record.self)
    next &+= Int(unsafe mask[index] ^ flip)
  }
  return next
}

/// Copies each run of consecutive kept records at once.
private func compactRuns(
  _ width: Int, _ records: UnsafeRawPointer, _ mask: UnsafeBufferPointer<UInt8>,
  _ keeping: Bool, _ kept: UnsafeMutableRawPointer
) -> Int {
  let wanted: UInt8 = keeping ? 1 : 0
  var next = 0
  var index = 0
  while true {
    index = unsafe firstIndex(of: wanted, in: mask, from: index)
    if index == mask.count { return next }
    let end = unsafe firstIndex(of: wanted ^ 1, in: mask, from: index)
    // SAFETY: the run lies inside the mask, so its records lie inside both stretches, of which
    // one is being written by this caller alone.
    unsafe (kept + next &* width).copyMemory(
      from: records + index &* width, byteCount: (end &- index) &* width)
    next &+= end &- index
    index = end
  }
}

/// The first place from `start` on where the mask has `byte`, or its end. Eight bytes a step.
@inline(__always)
private func firstIndex(
  of byte: UInt8, in mask: UnsafeBufferPointer<UInt8>, from start: Int
) -> Int {
  guard let base = unsafe mask.baseAddress.map({ unsafe UnsafeRawPointer($0) }) else { return 0 }
  var index = start
  let other: UInt64 = byte == 0 ? 0x0101_0101_0101_0101 : 0
  // SAFETY: eight bytes are loaded only where so many are left; loads may be unaligned.
  while index &+ 8 <= mask.count {
    let differs =
      unsafe UInt64(
        littleEndian: base.loadUnaligned(fromByteOffset: index, as: UInt64.self)) ^ other
    if differs != 0 { return index &+ differs.trailingZeroBitCount / 8 }
    index &+= 8
  }
  while unsafe index < mask.count && mask[index] != byte { index &+= 1 }
  return index
}
