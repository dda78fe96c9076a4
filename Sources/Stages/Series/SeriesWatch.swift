/// What is learnt from a run over series besides which samples are kept.
///
/// `begin` is called before each stretch of samples, `look` before and `saw` after each step of
/// the rule, `end` behind the stretch.
protocol SeriesWatch {
  associatedtype Rule: SeriesRule
  /// What is remembered of a state over a step.
  associatedtype Before

  /// Makes room for as many series.
  mutating func begin(series: Int)
  func look(_ state: borrowing Rule.State) -> Before
  /// - Parameter isLocal: Whether the sample before this one in its series is on this rank.
  mutating func saw(
    _ id: Int, _ verdict: SeriesVerdict, _ before: Before, _ time: Rule.Time, _ value: Rule.Value,
    isLocal: Bool)
  /// Takes samples from the start of a stretch on, as many as vectors can; others are left to the
  /// rule.
  ///
  /// - Parameter slots: How each series stands, by its index.
  /// - Returns: How many were taken; nil where vectors never can.
  @unsafe mutating func takeInLanes(
    _ stretch: SeriesStretch<Rule.Time, Rule.Value>, from index: Int, first: Int,
    _ slots: SeriesSlots<Rule.State>, _ bits: KeepBits
  ) -> Int?
  mutating func end()
  /// Takes over what another watch has seen of this rank's first stretches, where series stood
  /// otherwise than they were assumed to.
  mutating func replaceFirst(with other: Self)
}

/// Nothing more.
struct NoWatch<Rule: SeriesRule>: SeriesWatch {
  func begin(series: Int) {}
  func look(_ state: borrowing Rule.State) {}
  @inline(__always)
  func saw(
    _ id: Int, _ verdict: SeriesVerdict, _ before: Void, _ time: Rule.Time, _ value: Rule.Value,
    isLocal: Bool
  ) {}
  @unsafe func takeInLanes(
    _ stretch: SeriesStretch<Rule.Time, Rule.Value>, from index: Int, first: Int,
    _ slots: SeriesSlots<Rule.State>, _ bits: KeepBits
  ) -> Int? { nil }
  func end() {}
  func replaceFirst(with other: NoWatch) {}
}
