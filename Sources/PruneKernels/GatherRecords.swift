/// Copies chosen records, in the order of their places.
///
/// - Parameters:
///   - places: Numbers of records. Shape `[n]`.
///   - first: The number of the first record that is there.
///   - records: Of `width` bytes, side by side; need not be aligned.
///   - kept: Receives `n` records at its start.
/// - Complexity: a load, a store and a bounds check for each record that is copied; nothing for the
///   others, so that few are had faster than by a mask.
public func gatherRecords(
  _ places: Span<Int64>, from first: Int = 0, of records: RawSpan, width: Int,
  into kept: inout MutableRawSpan
) {
  guard width > 0 else { return }
  precondition(
    kept.byteCount >= places.count * width,
    "\(places.count) records of \(width) bytes into \(kept.byteCount)")
  let count = records.byteCount / width
  // SAFETY: every place is checked to be one of a whole record; room for all was checked.
  unsafe records.withUnsafeBytes { records in
    unsafe kept.withUnsafeMutableBytes { kept in
      guard let from = records.baseAddress, let to = kept.baseAddress else { return }
      switch width {
      case 1: unsafe gather(UInt8.self, places, first, from, count, to)
      case 2: unsafe gather(UInt16.self, places, first, from, count, to)
      case 4: unsafe gather(UInt32.self, places, first, from, count, to)
      case 8: unsafe gather(UInt64.self, places, first, from, count, to)
      default:
        for index in places.indices {
          let place = Int(places[index]) - first
          precondition(UInt(bitPattern: place) < UInt(count), "record \(place) of \(count)")
          unsafe (to + index * width).copyMemory(from: from + place * width, byteCount: width)
        }
      }
    }
  }
}

@inline(__always) @unsafe
private func gather<Bits: BitwiseCopyable>(
  _ type: Bits.Type, _ places: Span<Int64>, _ first: Int, _ from: UnsafeRawPointer, _ count: Int,
  _ to: UnsafeMutableRawPointer
) {
  let width = MemoryLayout<Bits>.size
  for index in places.indices {
    let place = Int(places[index]) - first
    precondition(UInt(bitPattern: place) < UInt(count))
    let bits = unsafe (from + place * width).loadUnaligned(as: Bits.self)
    unsafe (to + index * width).storeBytes(of: bits, as: Bits.self)
  }
}
