extension JSONReport {
  /// Whether the figures that `verify` relies on agree with each other.
  func check(path: String) throws(ReportError) {
    func require(_ holds: Bool, _ key: String, _ problem: @autoclosure () -> String)
      throws(ReportError)
    {
      if !holds { throw .badValue(path: path, key: key, problem: problem()) }
    }
    try require(ranks >= 1, "ranks", "is \(ranks)")
    try require(
      effect.perRank.count == ranks, "effect.perRank",
      "has \(effect.perRank.count) entries for \(ranks) ranks")
    for (key, value) in [
      ("records.read", records.read), ("records.survived", records.survived),
      ("records.dropped", records.dropped),
    ] {
      try require(value >= 0, key, "is \(value)")
    }
    let (sum, overflow) = records.survived.addingReportingOverflow(records.dropped)
    try require(
      !overflow && sum == records.read, "records",
      "has \(records.read) read, but \(records.survived) survived and \(records.dropped) dropped")
    var survivors = 0
    for (index, file) in output.files.enumerated() {
      let key = "output.files[\(index)]"
      try require(
        (0...records.read).contains(file.records), "\(key).records", "is \(file.records)")
      try require(file.bytes >= 0, "\(key).bytes", "is \(file.bytes)")
      if file.role == .survivors { survivors = survivors.addingClamped(file.records) }
    }
    let written = output.files.contains { $0.role == .survivors }
    // Each column's files hold all survivors.
    let columns = input.columns ?? 1
    try require((1...4096).contains(columns), "input.columns", "is \(columns)")
    let (whole, rest) = survivors.quotientAndRemainder(dividingBy: columns)
    try require(
      !written || (whole == records.survived && rest == 0), "output.files",
      "holds \(survivors) survivors of \(records.survived)")
    let digits = output.digest.utf8
    let isHex = digits.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    try require(
      digits.count == 32 && isHex, "output.digest", "is not 32 hexadecimal digits")
  }
}

extension Int {
  /// The sum, or the largest number where it does not fit. For counts.
  func addingClamped(_ other: Int) -> Int {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? .max : sum
  }
}
