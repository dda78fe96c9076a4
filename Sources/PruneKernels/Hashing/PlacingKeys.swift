// Keys as bits that are equal exactly where the values are: integers and booleans as they are,
// floats with one zero and one NaN.

/// Copies a column's elements into rows of key bytes.
///
/// - Parameters:
///   - values: The bits of the elements. Shape `[n × length]`.
///   - length: Elements per record.
///   - areFloats: Whether they are IEEE 754 numbers of their width (2, 4 or 8 bytes): −0 becomes
///     +0, and every NaN the quiet one with no payload.
///   - rows: Receives them. Shape `[n × stride]` bytes.
///   - stride: Bytes from one record's row to the next.
///   - offset: Where in its row a record's first element goes, in bytes.
///   - nan: Set to 1 for each record that has a NaN; left as it is for the others. Shape `[n]`.
/// - Returns: Whether there was a NaN.
public func placeKeys<Bits: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
  _ values: Span<Bits>, length: Int, areFloats: Bool, into rows: inout MutableRawSpan,
  stride: Int, offset: Int, nan: inout MutableSpan<UInt8>
) -> Bool {
  let width = MemoryLayout<Bits>.size
  let count = nan.count
  precondition(
    values.count == count * length && offset >= 0 && offset + length * width <= stride
      && rows.byteCount == count * stride,
    "\(values.count) elements of \(count) rows of \(stride) bytes, from \(offset) on")
  // SAFETY: the precondition bounds every element's place in the rows; `nan` has one byte a row.
  return unsafe values.withUnsafeBufferPointer { values in
    unsafe rows.withUnsafeMutableBytes { rows in
      unsafe nan.withUnsafeMutableBufferPointer { nan in
        if !areFloats {
          eachElement(count, length, width, stride, offset) { index, _, place in
            unsafe rows.storeBytes(of: values[index], toByteOffset: place, as: Bits.self)
          }
          return false
        }
        let infinity = infinityBits(Bits.self)
        let quiet = infinity | (infinity & (0 &- infinity)) >> 1
        var found: UInt8 = 0
        eachElement(count, length, width, stride, offset) { index, record, place in
          let bits = unsafe values[index]
          let magnitude = bits & (Bits.max >> 1)
          let isNaN = magnitude > infinity
          let key = magnitude == 0 ? 0 : isNaN ? quiet : bits
          unsafe rows.storeBytes(of: key, toByteOffset: place, as: Bits.self)
          let flag: UInt8 = isNaN ? 1 : 0
          found |= flag
          unsafe nan[record] |= flag
        }
        return found != 0
      }
    }
  }
}

/// Calls `body` with the number of each element, its record and its place in the rows.
@inline(__always)
private func eachElement(
  _ count: Int, _ length: Int, _ width: Int, _ stride: Int, _ offset: Int,
  _ body: (_ index: Int, _ record: Int, _ place: Int) -> Void
) {
  if length == 1 {
    for record in 0..<count { body(record, record, record &* stride &+ offset) }
    return
  }
  for record in 0..<count {
    let place = record &* stride &+ offset
    for element in 0..<length {
      body(record &* length &+ element, record, place &+ element &* width)
    }
  }
}

/// The exponent's bits of the float of this width (IEEE 754-2019 section 3.6).
private func infinityBits<Bits: FixedWidthInteger & UnsignedInteger>(_ type: Bits.Type) -> Bits {
  switch Bits.bitWidth {
  case 16: Bits(truncatingIfNeeded: Float16.infinity.bitPattern)
  case 32: Bits(truncatingIfNeeded: Float.infinity.bitPattern)
  case 64: Bits(truncatingIfNeeded: Double.infinity.bitPattern)
  default: preconditionFailure("a float of \(Bits.bitWidth) bits")
  }
}
