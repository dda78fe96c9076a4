/// Whether survivors are moved to an even partition.
public enum BalancePolicy: String, Sendable, Hashable, CaseIterable {
  /// When the measured gain over all passes exceeds the measured cost of moving.
  case auto
  case always
  case never
}
