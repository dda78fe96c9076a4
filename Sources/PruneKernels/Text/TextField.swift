import CPruneKernels

/// One field of records, by the places that ``TextSeparators`` has found: as many for each record as
/// it has fields.
package struct TextField {
  let column: Int
  /// Of each record.
  let fields: Int
  let path: KernelPath

  package init(_ column: Int, of fields: Int, path: KernelPath = .best) {
    precondition(column >= 0 && column < fields, "field \(column) of \(fields)")
    (self.column, self.fields, self.path) = (column, fields, path)
  }

  /// Local. Reads one field of the records from `first` on as plain decimal numbers: exact, without
  /// exponents, and of at most 2⁵³ without the point.
  ///
  /// - Parameters:
  ///   - starts: Where each record starts.
  ///   - places: Of the separators behind the fields of each.
  ///   - values: Get the numbers, each at its record's place.
  ///   - longest: Grows to the bytes of the longest field that was read.
  /// - Returns: The first record whose field is no such number, or the number of records.
  /// - Complexity: about 4 ns a field.
  package func decimals(
    in text: Span<UInt8>, starts: Span<UInt32>, places: Span<UInt32>, from first: Int,
    into values: inout MutableSpan<Double>, longest: inout Int
  ) -> Int {
    precondition(values.count >= starts.count, "room for \(values.count) numbers")
    var most = UInt32(longest)
    let count = starts.count
    // SAFETY: `values` has room for all records.
    let read = unsafe values.withUnsafeMutableBufferPointer { values in
      unsafe withField(text, starts, places) { field -> Int in
        guard let target = values.baseAddress else { return first }
        #if arch(x86_64)
          if path == .avx512 {
            return unsafe prune_text_decimals_avx512(field, first, count, target, &most)
          }
        #endif
        return unsafe prune_text_decimals(field, first, count, target, &most)
      }
    }
    longest = Int(most)
    return read
  }

  /// Local. As ``decimals(in:starts:places:from:into:longest:)``, whole numbers of 64 bits but `-0`.
  package func integers(
    in text: Span<UInt8>, starts: Span<UInt32>, places: Span<UInt32>, from first: Int,
    into values: inout MutableSpan<Int64>, longest: inout Int
  ) -> Int {
    precondition(values.count >= starts.count, "room for \(values.count) numbers")
    var most = UInt32(longest)
    let count = starts.count
    // SAFETY: `values` has room for all records.
    let read = unsafe values.withUnsafeMutableBufferPointer { values in
      unsafe withField(text, starts, places) { field -> Int in
        guard let target = values.baseAddress else { return first }
        #if arch(x86_64)
          if path == .avx512 {
            return unsafe prune_text_integers_avx512(field, first, count, target, &most)
          }
        #endif
        return unsafe prune_text_integers(field, first, count, target, &most)
      }
    }
    longest = Int(most)
    return read
  }

  @unsafe private func withField(
    _ text: Span<UInt8>, _ starts: Span<UInt32>, _ places: Span<UInt32>,
    _ body: (prune_text_field) -> Int
  ) -> Int {
    precondition(places.count >= starts.count * fields, "\(places.count) places of fields")
    // SAFETY: the pointers stay in the closures; places lie in the text, or one behind it, and
    // there are as many of them as the records have fields.
    return unsafe text.withUnsafeBufferPointer { text in
      unsafe starts.withUnsafeBufferPointer { starts in
        unsafe places.withUnsafeBufferPointer { places in
          unsafe body(
            prune_text_field(
              text: text.baseAddress, starts: starts.baseAddress, places: places.baseAddress,
              fields: fields, column: column))
        }
      }
    }
  }
}

/// Local. Where records of `fields` fields each start; nil where a line has another number.
///
/// - Parameter lines: How many records the places are of.
package func evenRecords(
  _ text: Span<UInt8>, places: Span<UInt32>, fields: Int, lines: Int
) -> [UInt32]? {
  precondition(places.count >= lines * fields, "\(lines) lines of \(fields) fields")
  var isEven = false
  // SAFETY: the pointers stay in the closures; there are as many places as are looked at, each of
  // them compared with the text's end, and room for as many starts.
  let starts = unsafe text.withUnsafeBufferPointer { text in
    unsafe places.withUnsafeBufferPointer { places in
      unsafe [UInt32](unsafeUninitializedCapacity: lines) { starts, count in
        isEven = unsafe prune_text_even(
          text.baseAddress, text.count, places.baseAddress, fields, lines, starts.baseAddress)
        count = isEven ? lines : 0
      }
    }
  }
  return isEven ? starts : nil
}
