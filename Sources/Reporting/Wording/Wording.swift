/// How facts are written: the same number always gives the same text, in any locale.
///
/// Where a terminal cannot show Unicode, every sign of ours has a plain stand-in.
package struct Wording {
  package let unicode: Bool

  package init(unicode: Bool) { self.unicode = unicode }

  package var times: String { unicode ? "×" : "x" }
  package var arrow: String { unicode ? "→" : "->" }
  package var ellipsis: String { unicode ? "…" : "..." }
  package var dot: String { unicode ? "·" : "-" }

  /// A whole number with thousands separators: `1,234,567`.
  package func count(_ value: Int) -> String {
    let digits = String(value.magnitude)
    var grouped = value < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0 && (digits.count - index).isMultiple(of: 3) { grouped.append(",") }
      grouped.append(digit)
    }
    return grouped
  }

  /// A count with its noun: `1 record`, `2 passes`.
  package func count(_ value: Int, _ noun: String) -> String {
    "\(count(value)) \(value == 1 ? noun : noun + (noun.hasSuffix("s") ? "es" : "s"))"
  }

  /// Binary units: `512 B`, `5.30 MiB`.
  package func bytes(_ value: Int) -> String {
    abs(Double(value)) < 1024 ? "\(value) B" : bytes(Double(value))
  }

  private func bytes(_ value: Double) -> String {
    var scaled = value / 1024
    var unit = 0
    let units = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"]
    while scaled >= 1023.5 && unit < units.count - 1 {
      scaled /= 1024
      unit += 1
    }
    return "\(ratio(scaled)) \(units[unit])"
  }

  /// Bytes per second.
  package func rate(_ value: Double) -> String {
    (value < 1024 ? "\(ratio(value)) B" : bytes(value)) + "/s"
  }

  /// Three digits and the unit in which they read best: `12.3 µs`, `4.56 ms`, `1.20 s`,
  /// `12 min 5 s`, `3 h 20 min`.
  package func seconds(_ value: Double) -> String {
    guard value.isFinite else { return value > 0 ? "endless" : "unknown" }
    if value == 0 { return "0 s" }
    let size = value.magnitude
    if size < 999.5e-9 { return "\(ratio(value * 1e9)) ns" }
    if size < 999.5e-6 { return "\(ratio(value * 1e6)) \(unicode ? "µs" : "us")" }
    if size < 999.5e-3 { return "\(ratio(value * 1e3)) ms" }
    if size < 599.5 { return "\(ratio(value)) s" }
    guard size < 359_999.5 else { return "\(ratio(value / 3600)) h" }
    let whole = Int(value.rounded())
    if size < 3599.5 { return "\(whole / 60) min \(whole % 60) s" }
    let minutes = (whole + 30) / 60
    return "\(minutes / 60) h \(minutes % 60) min"
  }

  /// Three significant digits: `0.0123`, `1.00`, `12.3`, `123`, `1,234`; from a million and
  /// below a thousandth as a power of ten.
  package func ratio(_ value: Double) -> String {
    guard value.isFinite else { return value.isNaN ? "unknown" : value > 0 ? "inf" : "-inf" }
    let size = value.magnitude
    if size == 0 { return "0" }
    if size >= 999_999.5 || size < 0.000_999_5 { return scientific(value) }
    if size >= 999.5 { return count(Int(value.rounded())) }
    return fixed(value, size >= 99.95 ? 0 : size >= 9.995 ? 1 : size >= 0.9995 ? 2 : 3 + lead(size))
  }

  /// Zeros between the point and the first digit of a number below 1.
  private func lead(_ size: Double) -> Int { size >= 0.09995 ? 0 : size >= 0.009995 ? 1 : 2 }

  private func scientific(_ value: Double) -> String {
    var mantissa = value
    var exponent = 0
    while mantissa.magnitude >= 9.995 {
      mantissa /= 10
      exponent += 1
    }
    while mantissa.magnitude < 0.9995 {
      mantissa *= 10
      exponent -= 1
    }
    return "\(fixed(mantissa, 2))e\(exponent)"
  }

  /// A part of a whole: `13.2 %`, `0.0417 %`. Only nothing is `0 %` and only everything is `100 %`.
  package func percent(_ part: Int, of whole: Int) -> String {
    if whole == 0 || part == 0 { return "0 %" }
    if part == whole { return "100 %" }
    let share = 100 * Double(part) / Double(whole)
    if share >= 99.95 { return "> 99.9 %" }
    return share < 9.995 ? "\(ratio(share)) %" : "\(fixed(share, 1)) %"
  }

  /// Five significant digits without trailing zeros: `0.826`, `1.0775`, `2`.
  package func precise(_ value: Double) -> String {
    guard value.isFinite else { return ratio(value) }
    let size = value.magnitude
    if size == 0 { return "0" }
    if size >= 999_999.5 || size < 0.000_1 { return scientific(value) }
    var decimals = 4
    var limit = 9.999_95
    while size >= limit && decimals > 0 {
      decimals -= 1
      limit *= 10
    }
    limit = 0.999_995
    while size < limit && limit > 1e-4 {
      decimals += 1
      limit /= 10
    }
    var text = fixed(value, decimals)
    guard text.contains(".") else { return text }
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return text
  }

  /// So many decimals, rounded half to even on the decimal scale.
  ///
  /// - Precondition: `|value|` · 10^`decimals` is below 2⁶².
  package func fixed(_ value: Double, _ decimals: Int) -> String {
    var scale = 1
    for _ in 0..<decimals { scale *= 10 }
    let scaled = Int((value.magnitude * Double(scale)).rounded(.toNearestOrEven))
    let sign = value < 0 && scaled != 0 ? "-" : ""
    guard decimals > 0 else { return sign + String(scaled) }
    let fraction = String(scaled % scale)
    return sign + String(scaled / scale) + "."
      + String(repeating: "0", count: decimals - fraction.count) + fraction
  }
}
