/// Where the key of the last record of a sample is looked for. Pure.
enum SampleBracket {
  /// Keys between which the `wanted`-th smallest of `total` lies.
  ///
  /// How many keys are below a bound is binomially distributed; the bounds are at six standard
  /// deviations and sixteen records, times `margin`, to either side of what is expected. The
  /// sixteen are for small numbers, whose distribution is not normal. With a great margin the
  /// bounds are all there is.
  ///
  /// - Precondition: 0 < `wanted` < `total`.
  static func keys(wanted: Int, of total: Int, margin: Double) -> ClosedRange<UInt64> {
    let (wanted, total) = (Double(wanted), Double(total))
    let deviation = (wanted * (1 - wanted / total)).squareRoot()
    let reach = margin * (6 * deviation + 16)
    /// A multiple of 2³²: finer places would be lost in the rounding.
    func bound(_ rank: Double) -> UInt64 {
      UInt64(Swift.min(Swift.max(rank / total * 0x1p32, 0), 0x1p32 - 1)) << 32
    }
    return bound(wanted - reach)...(bound(wanted + reach) | 0xFFFF_FFFF)
  }
}
