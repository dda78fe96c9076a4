/// Copies one field out of records that lie side by side, each element in native byte order.
///
/// - Parameters:
///   - records: `n` records of `recordBytes` bytes each; need not be aligned.
///   - offset: Of the field in its record, in bytes.
///   - elements: Of the field in one record.
///   - elementBytes: 1, 2, 4 or 8.
///   - swapped: Whether the bytes of each element are turned round.
///   - values: Receives `n × elements` elements at its start.
public func gatherField(
  _ records: RawSpan, recordBytes: Int, offset: Int, elements: Int, elementBytes: Int,
  swapped: Bool, into values: inout MutableRawSpan
) {
  guard recordBytes > 0, elements > 0 else { return }
  let count = records.byteCount / recordBytes
  precondition(
    offset >= 0 && offset + elements * elementBytes <= recordBytes
      && values.byteCount >= count * elements * elementBytes,
    "\(elements) elements at \(offset) of records of \(recordBytes) bytes")
  // SAFETY: the last element read ends where its record does, at most; the last one written is
  // number `count × elements`; both were checked.
  unsafe records.withUnsafeBytes { records in
    unsafe values.withUnsafeMutableBytes { values in
      guard let from = records.baseAddress, let to = values.baseAddress else { return }
      switch elementBytes {
      case 1: unsafe gather(UInt8.self, from + offset, recordBytes, count, elements, false, to)
      case 2: unsafe gather(UInt16.self, from + offset, recordBytes, count, elements, swapped, to)
      case 4: unsafe gather(UInt32.self, from + offset, recordBytes, count, elements, swapped, to)
      case 8: unsafe gather(UInt64.self, from + offset, recordBytes, count, elements, swapped, to)
      default: preconditionFailure("elements of \(elementBytes) bytes")
      }
    }
  }
}

@inline(__always) @unsafe
private func gather<Bits: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
  _ type: Bits.Type, _ from: UnsafeRawPointer, _ recordBytes: Int, _ count: Int, _ elements: Int,
  _ swapped: Bool, _ to: UnsafeMutableRawPointer
) {
  let target = unsafe to.assumingMemoryBound(to: Bits.self)
  if elements == 1 {
    for index in 0..<count {
      let bits = unsafe (from + index * recordBytes).loadUnaligned(as: Bits.self)
      unsafe target[index] = swapped ? bits.byteSwapped : bits
    }
    return
  }
  for index in 0..<count {
    let row = unsafe from + index * recordBytes
    for element in 0..<elements {
      let bits = unsafe (row + element * MemoryLayout<Bits>.size).loadUnaligned(as: Bits.self)
      unsafe target[index * elements + element] = swapped ? bits.byteSwapped : bits
    }
  }
}
