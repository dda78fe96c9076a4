/// What a rule says of the sample that it has just seen.
package struct SeriesVerdict: OptionSet {
  package let rawValue: UInt8

  package init(rawValue: UInt8) { self.rawValue = rawValue }
  package static let keep = SeriesVerdict(rawValue: 1)
  /// The sample before it in its series is kept, too.
  package static let keepPrevious = SeriesVerdict(rawValue: 2)
  /// Its time is not after that of the sample before it.
  package static let stepsBack = SeriesVerdict(rawValue: 4)
}

/// A recurrence over the samples of one series, in order, that decides which are kept.
///
/// The state after a sample depends on what was kept before only through the state before it.
package protocol SeriesRule: Sendable {
  associatedtype Time: SeriesNumber
  associatedtype Value: SeriesNumber
  /// Words of 8 bytes, which travel between ranks as they are.
  associatedtype State: BitwiseCopyable

  /// Before the first sample of a series.
  var empty: State { get }
  func isEmpty(_ state: State) -> Bool
  /// Whether two states of the same series, at the same sample, decide alike from there on.
  func coincide(_ a: State, _ b: State) -> Bool
  func step(_ state: inout State, _ time: Time, _ value: Value) -> SeriesVerdict

  /// Whether the last sample of each series is kept, whatever the recurrence says.
  var keepsLast: Bool { get }
  /// Whether a verdict may keep the sample before.
  var looksBack: Bool { get }
}
