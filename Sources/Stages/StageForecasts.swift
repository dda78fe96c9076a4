public import ShardedArrays

// What each stage needs at most while it is solved, beside blocks of keys; the stages' own
// comments say where it goes.

extension Unique {
  public func solvingBytes(records: Int, ranks: Int, layout: RecordLayout) -> Int {
    // A round's part of the values; the bits of all records.
    let part = (records + rounds - 1) / rounds
    return memory(records: part, distinct: part, owned: part, ranks: ranks, layout: layout)
      + (rounds > 1 ? records / 4 : 0)
  }

  /// The fewest rounds, a power of two, and no more than still save something: messages and
  /// buffers are the same in each.
  public func within(
    _ bytes: Int, records: Int, ranks: Int, layout: RecordLayout
  ) -> any GlobalStage {
    var stage = self
    var needed = stage.solvingBytes(records: records, ranks: ranks, layout: layout)
    while !counts, needed > bytes {
      var next = stage
      next.rounds *= 2
      let less = next.solvingBytes(records: records, ranks: ranks, layout: layout)
      if less > needed / 10 * 9 { break }
      (stage, needed) = (next, less)
    }
    return stage
  }
}

extension SearchLimits {
  /// A histogram of 65,536 bins here and summed, a sample, and the candidates that a bracket keeps.
  fileprivate func bytes(records: Int) -> Int {
    3 * (candidateCapacity(of: records) + StagePass.blockRecords) * 8 + Self.fixedBytes
  }

  private static let fixedBytes = 4 << 20

  /// With fewer candidates, which costs passes where they are too many.
  fileprivate func within(_ bytes: Int) -> SearchLimits {
    var limits = self
    let room = (bytes - Self.fixedBytes) / 24 - StagePass.blockRecords
    limits.candidateMost = Swift.max(StagePass.blockRecords, Swift.min(candidateMost, room))
    return limits
  }
}

extension Selection {
  public func solvingBytes(records: Int, ranks: Int, layout: RecordLayout) -> Int {
    limits.bytes(records: records)
  }

  public func within(
    _ bytes: Int, records: Int, ranks: Int, layout: RecordLayout
  ) -> any GlobalStage {
    var stage = self
    stage.limits = limits.within(bytes)
    return stage
  }
}

extension QuantileCut {
  public func solvingBytes(records: Int, ranks: Int, layout: RecordLayout) -> Int {
    limits.bytes(records: records)
  }

  public func within(
    _ bytes: Int, records: Int, ranks: Int, layout: RecordLayout
  ) -> any GlobalStage {
    var stage = self
    stage.limits = limits.within(bytes)
    return stage
  }
}

extension KeepMass {
  public func solvingBytes(records: Int, ranks: Int, layout: RecordLayout) -> Int {
    limits.bytes(records: records)
  }

  public func within(
    _ bytes: Int, records: Int, ranks: Int, layout: RecordLayout
  ) -> any GlobalStage {
    var stage = self
    stage.limits = limits.within(bytes)
    return stage
  }
}

extension Outliers {
  public func solvingBytes(records: Int, ranks: Int, layout: RecordLayout) -> Int {
    2 * limits.bytes(records: records)
  }

  public func within(
    _ bytes: Int, records: Int, ranks: Int, layout: RecordLayout
  ) -> any GlobalStage {
    var stage = self
    stage.limits = limits.within(bytes / 2)
    return stage
  }
}

extension Sample {
  /// A bit for each record, and the keys near the last one kept.
  public func solvingBytes(records: Int, ranks: Int, layout: RecordLayout) -> Int {
    records / 8 + (4 << 20)
  }
}

extension Nonfinite {
  public func solvingBytes(records: Int, ranks: Int, layout: RecordLayout) -> Int { records / 8 }
}

extension Deadband {
  /// A bit for each record; of series at most one for each record, 150 bytes each.
  public func solvingBytes(records: Int, ranks: Int, layout: RecordLayout) -> Int {
    records / 8 + (options.series == nil ? 1 : records) * 150 + (4 << 20)
  }
}

extension SwingingDoor {
  /// A bit for each record; of open lines that no sample can be forgotten of, 16 bytes for each in
  /// memory that has just doubled, and no more than may be held where there is one series; then 40
  /// bytes for a line that had more; of series at most one for each record, 450 bytes.
  public func solvingBytes(records: Int, ranks: Int, layout: RecordLayout) -> Int {
    let isOne = options.series == nil
    let held = isOne ? Swift.min(pointsMost, records) : records
    let compared = held < records ? records / (leastLineSamples / 2) * 40 + (2 << 20) : 0
    return records / 8 + 48 * held + compared + (isOne ? 1 : records) * 450 + (4 << 20)
  }

  /// With fewer samples of an open line; of one series, as nobody knows how many there are.
  public func within(
    _ bytes: Int, records: Int, ranks: Int, layout: RecordLayout
  ) -> any GlobalStage {
    var stage = self
    var most = records
    while options.series == nil, most > leastLineSamples,
      stage.solvingBytes(records: records, ranks: ranks, layout: layout) > bytes
    {
      most = Swift.max(leastLineSamples, most / 2)
      stage.pointsMost = most
    }
    return stage
  }
}

// How many records stay, where it is said beforehand.

extension Selection {
  public func survivors(of records: Int) -> Int? { amount.records(of: records) }
}

extension Sample {
  public func survivors(of records: Int) -> Int? { amount.records(of: records) }
}

extension Every {
  public func survivors(of records: Int) -> Int? {
    records > offset ? (records - offset - 1) / step + 1 : 0
  }
}
