import ShardedArrays

/// Whether moving survivors to an even partition pays, and the two sides of the inequality.
///
/// Moving costs the busiest rank's bytes over the measured bandwidth. Staying costs, in every
/// later pass, the time by which the fullest rank holds up the others: its surplus over the
/// even share times the measured cost of one pass over one record. Pure arithmetic: all ranks
/// come to the same answer from the same numbers.
public struct BalanceDecision: Sendable, Equatable {
  public enum Outcome: String, Sendable {
    /// The survivors are moved to an even partition.
    case moved
    /// They are left where they were found.
    case stayed
    /// They are even already: there is nothing to move.
    case even
    /// They are left where they were found, as those without room are not held but read again.
    case notHeld
  }

  public let outcome: Outcome
  /// Records that an even partition needs moved, and the most that one rank sends or receives.
  public let surplus: Int
  public let busiest: Int
  public let predictedMoveSeconds: Double
  public let predictedGainSeconds: Double

  /// - Parameters:
  ///   - found: Survivors by rank.
  ///   - target: The even partition of the same records.
  ///   - recordBytes: What moves with one record.
  ///   - bandwidth: Bytes per second that one rank can send and receive; nil if not measured.
  ///   - secondsPerRecord: One pass over one record, on the slowest rank.
  ///   - reuse: Passes to come.
  public init(
    policy: BalancePolicy, found: Partition, target: Partition, recordBytes: Int,
    bandwidth: Double?, secondsPerRecord: Double, reuse: Double
  ) {
    let cost = TransferPlan.cost(from: found, to: target)
    surplus = cost.moved
    busiest = cost.busiest
    predictedGainSeconds =
      reuse * secondsPerRecord * Double(found.largest - target.largest)
    let speed = bandwidth ?? 0
    predictedMoveSeconds = speed > 0 ? Double(cost.busiest * recordBytes) / speed : 0
    if cost.moved == 0 {
      outcome = .even
    } else {
      switch policy {
      case .always: outcome = .moved
      case .never: outcome = .stayed
      case .auto:
        outcome = speed > 0 && predictedGainSeconds > predictedMoveSeconds ? .moved : .stayed
      }
    }
  }
}
