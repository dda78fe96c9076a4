import Stages

/// What the passes of a run have done on this rank, in numbers.
struct StageFigures {
  /// Survivors.
  var kept = 0
  /// How often all records that enter were passed over to solve the stage, and what that sent.
  var passes = 0
  var calls = 0
  var bytes = 0
  /// The same on every rank.
  var facts: [StageFact] = []
}

/// What all passes of a plan have done on this rank.
struct PassFigures {
  var stages: [StageFigures]
  /// Records that entered the first pass, and survivors where they were compacted last.
  var readCount = 0
  var survivorCount = 0
  /// Processor time of one pass of the kernel over what was read, from samples.
  var kernelSeconds = 0.0
  var readSeconds = 0.0
  var readBytes = 0
  var solveSeconds = 0.0
  var pruneSeconds = 0.0
}
