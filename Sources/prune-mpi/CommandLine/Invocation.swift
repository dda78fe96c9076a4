package import Planning
package import Stages

/// What the user asked for, checked as far as the command line alone allows.
package enum Invocation: Sendable, Equatable {
  /// No arguments: the built-in example.
  case demonstration(quiet: Bool)
  case prune(PruneOptions)
  case inspect(InspectOptions)
  case verify(VerifyOptions)
  case effect(EffectOptions)
  /// The page to print, without its last line feed.
  case help(String)
  case version
}

/// One `--field NAME=PATH`.
package struct FieldOption: Sendable, Equatable {
  package var name: String
  package var path: String
}

/// `prune-mpi FILE… [flags]`.
package struct PruneOptions: Sendable, Equatable {
  /// As typed, at least one once parsed, or there are ``fields``; taken as one array along axis 0.
  package var inputs: [String] = []
  /// In the order given, at least one once parsed.
  package var stages: [StageRequest] = []
  /// Instead of ``inputs``: files that are a field each.
  package var fields: [FieldOption] = []
  /// 0 where records are rows.
  package var axis: Int?
  /// What stages do with records whose key is NaN; nil: the run ends.
  package var nan: NaNPolicy?
  /// A file, or a directory where ``shards`` is given.
  package var output: String?
  /// 1…99,999; only with ``output``.
  package var shards: Int?
  /// Of zarr outputs; nil for that of the input.
  package var zarrFormat: Int?
  /// Only with ``output``.
  package var copyRest = false
  /// Whether the files of an HDF5 output's shards are compressed.
  package var compress = false
  package var indexOutput: String?
  package var rejectsOutput: String?
  /// Element type and shape of headerless inputs, as typed.
  package var raw: String?
  /// What separates the fields of a line, where the inputs are text with a header.
  package var delimiter: UInt8?
  package var force = false
  package var balance = BalancePolicy.auto
  /// How often the survivors will be passed over: finite, at least 0.
  package var reuse = 1.0
  /// Bytes that a rank may use for records.
  package var memory: Int?
  /// A directory.
  package var scratch: String?
  package var spill = SpillPolicy.auto
  /// Where the report goes as JSON.
  package var report: String?
  package var explain = false
  package var quiet = false

  package init() {}
}

/// `prune-mpi inspect FILE…`.
package struct InspectOptions: Sendable, Equatable {
  /// At least one.
  package var inputs: [String]
  /// Element type and shape of headerless inputs, as typed.
  package var raw: String?
  /// What separates the fields of a line, where the inputs are text with a header.
  package var delimiter: UInt8?

  package init(inputs: [String], raw: String? = nil, delimiter: UInt8? = nil) {
    self.inputs = inputs
    self.raw = raw
    self.delimiter = delimiter
  }
}

/// `prune-mpi verify FILE|DIR --report FILE`.
package struct VerifyOptions: Sendable, Equatable {
  /// A file, or a directory of shards.
  package var output: String
  /// The JSON report of the run that wrote it.
  package var report: String

  package init(output: String, report: String) {
    self.output = output
    self.report = report
  }
}

/// `prune-mpi effect --before LIST --after LIST`.
package struct EffectOptions: Sendable, Equatable {
  /// Performance of each node before: finite, none negative, the mean above zero.
  package var before: [Double]
  /// The same after, as many as before.
  package var after: [Double]

  package init(before: [Double], after: [Double]) {
    self.before = before
    self.after = after
  }
}
