// Whether survivors moved, and why: both sides of the inequality in words.

extension TextReport {
  /// Nothing on one rank, or without survivors: there is nothing to balance.
  var balance: [String] {
    guard isParallel, survived > 0 else { return [] }
    let balance = report.balance
    let surplus = moved(balance.surplusRecords, balance.surplusBytes)
    switch balance.decision {
    case .even:
      return ["Balance: the survivors were even already, nothing had to move"]
    case .notHeld:
      return Layout.wrapped(
        "Balance: survivors stayed where they were found, as those without room were read a "
          + "second time and never held", indent: 9)
    case .moved:
      let took = balance.moveSeconds.map { " in \(words.seconds($0))" } ?? ""
      let reason = balance.policy == .auto ? "because it pays" : "as --balance always asks"
      let what = moved(balance.movedRecords, balance.movedBytes)
      return Layout.wrapped("Balance: moved \(what)\(took), \(reason)", indent: 9) + bothSides
    case .stayed:
      let reason =
        balance.policy == .auto
        ? "as moving \(surplus) does not pay" : "as --balance never asks"
      return Layout.wrapped("Balance: survivors stayed where they were found, \(reason)", indent: 9)
        + bothSides
    }
  }

  private func moved(_ records: Int, _ bytes: Int) -> String {
    "\(words.count(records, "record")) (\(words.bytes(bytes)))"
  }

  /// The predicted cost of moving, and the predicted cost of not moving.
  private var bothSides: [String] {
    let balance = report.balance
    let speed = balance.bandwidth.map(words.rate)
    return Layout.table(
      [
        [
          "moving costs", speed == nil ? "?" : seconds(balance.predictedMoveSeconds),
          speed.map { "the busiest rank's records at \($0), by a trial just before" }
            ?? "the speed between ranks was not measured",
        ],
        [
          "and saves", seconds(balance.predictedGainSeconds),
          "in \(words.passes(balance.reuse ?? 0)): no rank then waits for the fullest",
        ],
      ], [.left, .right, .left])
  }

  private func seconds(_ value: Double?) -> String { value.map(words.seconds) ?? "?" }
}

extension Wording {
  /// `1 pass (--reuse)`, `100 passes (--reuse)`, `2.50 passes (--reuse)`
  func passes(_ reuse: Double) -> String {
    let isWhole = reuse.magnitude < 1e9 && reuse == reuse.rounded()
    return (isWhole ? count(Int(reuse), "pass") : "\(ratio(reuse)) passes") + " (--reuse)"
  }
}
