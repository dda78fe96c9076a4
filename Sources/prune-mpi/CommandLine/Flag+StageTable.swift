internal import Stages

/// The flags that are stages, in the order in which help lists them.
extension Flag {
  static let stages: [Flag] = [
    keep, drop, top, bottom, aboveQuantile, belowQuantile, unique, outliers, sample, every,
    deadband, swing, nonfinite, budget, keepMass,
  ]

  private static func stage(
    _ name: String, _ placeholder: String?, expected: String? = nil, summary: String,
    details: String, _ make: @escaping @Sendable (String) -> StageRequest?
  ) -> Flag {
    Flag(
      name, .stage(StageValue(placeholder: placeholder, expected: expected, make: make)),
      isRepeatable: true, for: [.prune], summary: summary, details: details)
  }

  static let keep = stage(
    "--keep", "EXPR", summary: "keep the records for which EXPR is true",
    details: """
      Keep the records for which EXPR is true and drop the others. Stages may be given as often \
      as wanted, in any mix: they run in the order given, and each sees only what the one before \
      it kept. Put EXPR in quotes, or the shell takes > for a redirection. The language is under \
      EXPRESSIONS.
      """
  ) { .filter(.keep, $0) }

  static let drop = stage(
    "--drop", "EXPR", summary: "drop the records for which EXPR is true",
    details: """
      Drop the records for which EXPR is true and keep the others. With NaN this is not the same \
      as keeping the opposite, because a comparison with NaN is false: --keep 'x > 0' drops a NaN, \
      --drop 'x <= 0' keeps it.
      """
  ) { .filter(.drop, $0) }

  private static let amount = "a whole number, or a percentage from 0% to 100%"

  static let top = stage(
    "--top", "N|P%", expected: amount, summary: "keep the N records, or P %, with the largest key",
    details: """
      Keep exactly N records, those with the largest key (--by; the value where there is one), or \
      P % of the records that come, rounded up. Of equal keys the lower position wins; the \
      survivors stay in their order. The data is passed over once to find the border, for any N.
      """
  ) { Amount($0).map { .selection(.init(.top, $0)) } }

  static let bottom = stage(
    "--bottom", "N|P%", expected: amount,
    summary: "keep the N records, or P %, with the smallest key",
    details: """
      Keep exactly N records, those with the smallest key, or P %, as --top does.
      """
  ) { Amount($0).map { .selection(.init(.bottom, $0)) } }

  private static let share = "a number from 0 to 1"

  static let aboveQuantile = stage(
    "--above-quantile", "Q", expected: share, summary: "keep the records whose key is above",
    details: """
      Keep the records whose key is larger than the Q-quantile of all keys: the smallest key such \
      that a part Q of the keys is not larger (the inverted distribution function; \
      numpy.quantile with method="inverted_cdf"). It is one of the keys, exactly, and the records \
      that have it are not above it.
      """
  ) { quantile($0).map { .quantile(.init(.above, $0)) } }

  static let belowQuantile = stage(
    "--below-quantile", "Q", expected: share, summary: "keep the records whose key is below",
    details: """
      Keep the records whose key is smaller than the Q-quantile of all keys, as --above-quantile \
      defines it.
      """
  ) { quantile($0).map { .quantile(.init(.below, $0)) } }

  private static func quantile(_ text: String) -> TypedNumber? {
    TypedNumber(text).flatMap { $0.value <= 1 ? $0 : nil }
  }

  static let unique = stage(
    "--unique", nil, summary: "keep one record of each value",
    details: """
      Keep one record of each value, the first by position (--keep-last: the last). The value is \
      that of the whole record, or of the fields named by --by. Floats are compared by value: -0 \
      is 0, and with --nan keep all NaN are one value. --count-out writes how many records each \
      survivor stands for. Each rank drops its own repeats first, and a value's owner decides: no \
      rank holds all values, and one value that comes often overloads none.
      """
  ) { _ in .unique(.init()) }

  static let outliers = stage(
    "--outliers", "METHOD:K", expected: "zscore:K, iqr:K or mad:K, K a finite number, 0 or more",
    summary: "drop outliers: zscore:K, iqr:K or mad:K",
    details: """
      Drop the records whose key is far from the others, or with --only-outliers keep nothing \
      else. zscore:K: more than K standard deviations (of the whole population) from the mean. \
      iqr:K: more than K times the distance of the quartiles below the first or above the third. \
      mad:K: more than K times the median absolute deviation from the median; not scaled, so that \
      K is 1.4826 times what it is for a normal distribution's sigma. Quartiles and medians are \
      exact, by the definition of --above-quantile; the mean is that of the exact sum.
      """
  ) { text in
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, let method = StageRequest.Outliers.Method(rawValue: String(parts[0])),
      let limit = TypedNumber(parts[1])
    else { return nil }
    return .outliers(.init(method, limit))
  }

  static let sample = stage(
    "--sample", "N|P%", expected: amount, summary: "keep N records, or P %, drawn at random",
    details: """
      Keep exactly N records, or P % rounded up, drawn uniformly and without replacement; they \
      stay in their order. Each record has a random number of its own, made from --seed and its \
      place among the records that come (Philox4x32-10): the same seed draws the same sample on \
      any number of ranks.
      """
  ) { Amount($0).map { .sample(.init($0)) } }

  static let every = stage(
    "--every", "K", expected: "a whole number, 1 or more", summary: "keep every K-th record",
    details: """
      Keep every K-th of the records that come, from the first or from --offset on.
      """
  ) { wholeNumber($0).flatMap { $0 >= 1 ? .every(.init($0)) : nil } }

  private static let width = "a finite number, 0 or more"

  static let deadband = stage(
    "--deadband", "D", expected: width,
    summary: "keep a sample that differs by more than D",
    details: """
      Keep a sample when its value (--value) differs by more than D from the last one kept of its \
      series (--by), or when --max-gap has passed since (--time; without it, records). The first \
      sample of a series is kept. With --keep-previous also the one before a jump. Any number of \
      series may be interleaved; the result is that of one pass from the first record to the last.
      """
  ) { TypedNumber($0).map { .deadband(.init($0)) } }

  static let swing = stage(
    "--swing", "D", expected: width,
    summary: "keep what straight lines need to miss none by more",
    details: """
      Keep the samples that are needed so that the straight line over time from each kept sample \
      to the next misses no dropped one between them by more than D (a swinging door through the \
      kept samples). Every dropped sample is checked, and the report has the largest error. The \
      first and the last sample of a series are kept, and both sides of a time that repeats or \
      steps back, through which no line goes. Options as for --deadband.
      """
  ) { TypedNumber($0).map { .swing(.init($0)) } }

  static let nonfinite = stage(
    "--nonfinite", "drop", expected: "drop", summary: "drop records with NaN or an infinity",
    details: """
      Drop the records of which any number is NaN or infinite; the report counts them by kind.
      """
  ) { $0 == "drop" ? .nonfinite : nil }

  static let budget = stage(
    "--budget", "SIZE", expected: "bytes (512MiB), a percentage (10%) or 'N ranks'",
    summary: "keep the best records that fit: 2GiB, 10%, '4 ranks'",
    details: """
      Keep as many records as fit, those with the largest key (--by). SIZE is bytes, with a unit \
      where wanted (kB, MB, GB, TB, KiB, MiB, GiB, TiB), a percentage of the bytes that are read, \
      or what so many ranks hold ('4 ranks'; --rank-memory says how much one does, so that the \
      result does not depend on the ranks of this run).
      """
  ) { budget($0).map { .budget(.init($0)) } }

  static let keepMass = stage(
    "--keep-mass", "P%", expected: "a percentage from 0% to 100%",
    summary: "keep the fewest records with P % of the sum of keys",
    details: """
      Keep the fewest records whose keys add up to at least P % of the sum of all keys: the \
      largest first, of equal ones the lower position. Keys are 0 or more. Sums are exact: no \
      rounding decides, on any number of ranks.
      """
  ) { text in
    guard case .percent(let percent) = Amount(text) else { return nil }
    return .keepMass(.init(percent))
  }

  private static func budget(_ text: String) -> StageRequest.Budget.Limit? {
    if case .percent(let percent) = Amount(text) { return .percent(percent) }
    for unit in ["ranks", "rank"] where text.hasSuffix(unit) {
      let number = text.dropLast(unit.count)
      return wholeNumber(number.hasSuffix(" ") ? number.dropLast() : number).map { .ranks($0) }
    }
    return byteCount(text).map { .bytes($0) }
  }
}

/// Digits only, so that neither `+1` nor `-0` passes.
func wholeNumber(_ text: some StringProtocol) -> Int? {
  guard text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
    return nil
  }
  return Int(text)
}

/// `1000`, `512MiB`, `1.5GB`: whole bytes, rounded down.
func byteCount(_ text: String) -> Int? {
  let units: [(String, Int)] = [
    ("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30), ("TiB", 1 << 40), ("kB", 1_000),
    ("KB", 1_000), ("MB", 1_000_000), ("GB", 1_000_000_000), ("TB", 1_000_000_000_000), ("B", 1),
  ]
  let unit = units.first { text.hasSuffix($0.0) }
  guard let number = Decimal(text.dropLast(unit?.0.count ?? 0)) else { return nil }
  let bytes = Int128(number.numerator) * Int128(unit?.1 ?? 1) / Int128(number.denominator)
  return Int(exactly: bytes)
}
