extension Decimal: CustomStringConvertible {
  /// As it is typed, without zeros at the end: `0.1`, `99.95`.
  public var description: String {
    let digits = String(denominator).utf8.count - 1
    let (whole, part) = numerator.quotientAndRemainder(dividingBy: denominator)
    guard part > 0 else { return String(whole) }
    let text = String(part)
    var padded = String(repeating: "0", count: digits - text.utf8.count) + text
    while padded.hasSuffix("0") { padded.removeLast() }
    return "\(whole).\(padded)"
  }
}

extension Amount: CustomStringConvertible {
  /// `1000` or `10%`.
  public var description: String {
    switch self {
    case .count(let count): String(count)
    case .percent(let percent): "\(percent)%"
    }
  }
}
