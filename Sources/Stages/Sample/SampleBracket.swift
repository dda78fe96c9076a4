/// Where the key of the last record of a sample is looked for. Pure.
enum SampleBracket {
  /// Upper halves of keys between which the `wanted`-th smallest of `total` lies.
  ///
  /// How many keys are below a bound is binomially distributed; the bounds are at six standard
  /// deviations and sixteen records, times `margin`, to either side of what is expected. The
  /// sixteen are for small numbers, whose distribution is not normal. With a great margin the
  /// bounds are all there is.
  ///
  /// - Precondition: 0 < `wanted` < `total`.
  static func bounds(wanted: Int, of total: Int, margin: Double) -> ClosedRange<UInt32> {
    let (wanted, total) = (Double(wanted), Double(total))
    let deviation = (wanted * (1 - wanted / total)).squareRoot()
    let reach = margin * (6 * deviation + 16)
    func bound(_ rank: Double) -> UInt32 {
      UInt32(Swift.min(Swift.max(rank / total * 0x1p32, 0), 0x1p32 - 1))
    }
    return bound(wanted - reach)...bound(wanted + reach)
  }

  /// The whole keys whose upper halves are within `bounds`.
  static func keys(_ bounds: ClosedRange<UInt32>) -> ClosedRange<UInt64> {
    UInt64(bounds.lowerBound) << 32...(UInt64(bounds.upperBound) << 32 | 0xFFFF_FFFF)
  }
}
