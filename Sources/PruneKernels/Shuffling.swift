// The byte shuffle that HDF5 and others put before a compressor: of `count` elements of `width`
// bytes first all their first bytes, then all their second ones, and so on. Bytes behind the last
// whole element stay where they are.
//
// Words of 2, 4 and 8 bytes are put together in registers, which the compiler makes into vector
// code (10 to 40 GB/s; 4 for other widths, which go byte by byte, in stretches that stay in cache).

/// Local. Puts bytes of shuffled data back in their order.
///
/// - Parameters:
///   - shuffled: All of the data, as the shuffle has left them.
///   - width: Bytes of an element, at least 1.
///   - first: Place in the data, in their right order, that the first byte of `target` has. A whole
///     number of elements.
///   - target: Receives as many bytes as it has: whole elements, or all to the end of the data.
/// - Complexity: the bytes of `target`.
public func unshuffle(
  _ shuffled: RawSpan, width: Int, from first: Int, into target: inout MutableRawSpan
) {
  let total = shuffled.byteCount
  let count = total / width
  let whole = Swift.min(target.byteCount, Swift.max(0, count * width - first)) / width
  precondition(
    width > 0 && first >= 0 && first <= total - target.byteCount && first % width == 0
      && (whole * width == target.byteCount || first + target.byteCount == total),
    "unshuffling \(target.byteCount) bytes from \(first) on, of \(total) in elements of \(width)")
  // SAFETY: elements first / width ..< first / width + whole are among `count`, so that byte `plane`
  // of each lies inside `shuffled`; the target has room for them. The rest, fewer bytes than an
  // element, lies at the end of both.
  unsafe shuffled.withUnsafeBytes { source in
    unsafe target.withUnsafeMutableBytes { target in
      guard let from = source.baseAddress, let to = target.baseAddress else { return }
      let start = unsafe from + first / width
      switch width {
      case 2: unsafe unshuffleWords(UInt16.self, start, stride: count, whole, to)
      case 4: unsafe unshuffleWords(UInt32.self, start, stride: count, whole, to)
      case 8: unsafe unshuffleEights(start, stride: count, whole, to)
      default: unsafe unshuffleBytes(start, stride: count, width: width, whole, to)
      }
      for index in whole * width..<target.count {
        unsafe target[index] = source[first + index]
      }
    }
  }
}

/// Local. The inverse, of all data at once.
///
/// - Precondition: `shuffled` has as many bytes as `bytes`.
/// - Complexity: the bytes.
public func shuffle(_ bytes: RawSpan, width: Int, into shuffled: inout MutableRawSpan) {
  precondition(
    width > 0 && shuffled.byteCount == bytes.byteCount,
    "shuffling \(bytes.byteCount) bytes into \(shuffled.byteCount), in elements of \(width)")
  let count = bytes.byteCount / width
  // SAFETY: element and byte are smaller than `count` and `width`, whose product both have.
  unsafe bytes.withUnsafeBytes { source in
    unsafe shuffled.withUnsafeMutableBytes { target in
      for start in stride(from: 0, to: count, by: stretch) {
        let end = Swift.min(start + stretch, count)
        for plane in 0..<width {
          for index in start..<end {
            unsafe target[plane * count + index] = source[index * width + plane]
          }
        }
      }
      for index in count * width..<source.count { unsafe target[index] = source[index] }
    }
  }
}

/// Elements: their bytes stay in cache while each plane passes over them.
private let stretch = 1024

private func unshuffleWords<Word: FixedWidthInteger & UnsignedInteger>(
  _ type: Word.Type, _ planes: UnsafeRawPointer, stride: Int, _ count: Int,
  _ target: UnsafeMutableRawPointer
) {
  // SAFETY: as of the caller.
  for index in 0..<count {
    let word = unsafe gathered(Word.self, planes + index, stride: stride)
    unsafe target.storeBytes(
      of: word, toByteOffset: index &* MemoryLayout<Word>.size, as: Word.self)
  }
}

/// In two halves: the compiler's vector code for words of 8 bytes takes three times as long.
private func unshuffleEights(
  _ planes: UnsafeRawPointer, stride: Int, _ count: Int, _ target: UnsafeMutableRawPointer
) {
  // SAFETY: as of the caller.
  for index in 0..<count {
    let first = unsafe gathered(UInt32.self, planes + index, stride: stride)
    let second = unsafe gathered(UInt32.self, planes + 4 &* stride + index, stride: stride)
    unsafe target.storeBytes(of: first, toByteOffset: 8 &* index, as: UInt32.self)
    unsafe target.storeBytes(of: second, toByteOffset: 8 &* index &+ 4, as: UInt32.self)
  }
}

/// A word of the bytes at `bytes` and every `stride` behind it, as it lies in memory.
@inline(__always)
private func gathered<Word: FixedWidthInteger & UnsignedInteger>(
  _ type: Word.Type, _ bytes: UnsafeRawPointer, stride: Int
) -> Word {
  // SAFETY: as of the caller.
  var word = Word(0)
  for plane in 0..<MemoryLayout<Word>.size {
    let byte = unsafe bytes.load(fromByteOffset: plane &* stride, as: UInt8.self)
    word |= Word(truncatingIfNeeded: byte) &<< Word(truncatingIfNeeded: 8 &* plane)
  }
  return word.littleEndian
}

private func unshuffleBytes(
  _ planes: UnsafeRawPointer, stride: Int, width: Int, _ count: Int,
  _ target: UnsafeMutableRawPointer
) {
  // SAFETY: as of the caller.
  for start in Swift.stride(from: 0, to: count, by: stretch) {
    let end = Swift.min(start + stretch, count)
    for plane in 0..<width {
      for index in start..<end {
        let byte = unsafe planes.load(fromByteOffset: plane &* stride &+ index, as: UInt8.self)
        unsafe target.storeBytes(of: byte, toByteOffset: index &* width &+ plane, as: UInt8.self)
      }
    }
  }
}
