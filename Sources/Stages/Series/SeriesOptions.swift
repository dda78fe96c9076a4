/// Which keys make records samples of series: what ``Deadband`` and ``SwingingDoor`` share.
public struct SeriesOptions: Hashable, Sendable {
  /// What is measured, of any type.
  public var value: Key
  /// When; nil for the position among the records that enter the stage.
  public var time: Key?
  /// Which series a sample belongs to, by value, of any type; nil for one series.
  public var series: Key?
  /// In the unit of the time, 0 or more; nil for no limit.
  public var maxGap: Double?
  /// What happens to records of which value, time or series is NaN. Kept ones leave their series
  /// as it is: the samples around them are next to each other.
  public var nan: NaNPolicy

  public init(
    value: Key, time: Key? = nil, series: Key? = nil, maxGap: Double? = nil,
    nan: NaNPolicy = .refuse
  ) {
    precondition(maxGap.map { $0 >= 0 } ?? true, "a largest gap below 0, or NaN")
    self.value = value
    self.time = time
    self.series = series
    self.maxGap = maxGap
    self.nan = nan
  }
}
