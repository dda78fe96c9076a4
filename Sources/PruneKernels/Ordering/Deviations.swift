/// The squares of the distances of some numbers from a centre: `(v * scale - center)^2`, each
/// operation rounded.
///
/// - Parameters:
///   - values: Shape `[n]`.
///   - squares: At least `[n]`. NaN where the value is NaN.
/// - Returns: The largest distance; 0 of no numbers.
/// - Complexity: one read of the block.
public func squareDeviations(
  _ values: Span<Double>, scale: Double, center: Double, into squares: inout MutableSpan<Double>
) -> Double {
  precondition(
    squares.count >= values.count, "\(values.count) squares into room for \(squares.count)")
  // SAFETY: both pointers cover `values.count` doubles; vectors are loaded and stored only where
  // four are left.
  return unsafe values.withUnsafeBufferPointer { values in
    unsafe squares.withUnsafeMutableBufferPointer { squares in
      guard let from = values.baseAddress, let to = squares.baseAddress else { return 0 }
      var largest = SIMD4<Double>.zero
      let whole = values.count - values.count % 4
      for index in stride(from: 0, to: whole, by: 4) {
        let lanes = unsafe UnsafeRawPointer(from + index).loadUnaligned(as: SIMD4<Double>.self)
        let distances = lanes * scale - center
        unsafe UnsafeMutableRawPointer(to + index).storeBytes(
          of: distances * distances, as: SIMD4<Double>.self)
        // A comparison with NaN is false.
        largest.replace(with: distances, where: distances .> largest)
        largest.replace(with: -distances, where: -distances .> largest)
      }
      var most = largest.max()
      for index in whole..<values.count {
        let distance = unsafe from[index] * scale - center
        unsafe to[index] = distance * distance
        if distance.magnitude > most { most = distance.magnitude }
      }
      return most
    }
  }
}
