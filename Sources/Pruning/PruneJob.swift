public import Planning
public import Stages

/// What a run is asked to do: the command line in types, the same on every rank.
public struct PruneJob: Sendable {
  /// Where the records come from.
  public enum Input: Sendable {
    /// Files, taken as one array along axis 0.
    case files(InputRequest)
    /// The built-in example.
    case generated(GeneratedField)
  }

  public var input: Input
  /// In the order in which they run.
  public var stages: [StageRequest]
  /// What stages do with records whose key is NaN.
  public var nan: NaNPolicy
  public var output: Plan.Output
  /// Where the report goes as JSON, published together with the outputs.
  public var report: String?
  /// Whether existing outputs may be replaced.
  public var force: Bool
  public var balance: BalancePolicy
  public var reuse: Double
  /// Bytes that a rank may use for records, beside the program and the MPI library; nil for what
  /// the machine leaves it.
  public var memory: Int?
  /// The directory for survivors that have no room; nil for the machine's.
  public var scratch: String?
  /// What becomes of them.
  public var spill: SpillPolicy
  /// The command as typed, program name first.
  public var command: [String]
  public var version: String

  public init(
    input: Input, stages: [StageRequest], nan: NaNPolicy = .refuse,
    output: Plan.Output = Plan.Output(), report: String? = nil,
    force: Bool = false, balance: BalancePolicy = .auto, reuse: Double = 1,
    memory: Int? = nil, scratch: String? = nil, spill: SpillPolicy = .auto,
    command: [String] = [], version: String = ""
  ) {
    self.input = input
    self.stages = stages
    self.nan = nan
    self.output = output
    self.output.counts = stages.compactMap(\.countOutput)
    self.report = report
    self.force = force
    self.balance = balance
    self.reuse = reuse
    self.memory = memory
    self.scratch = scratch
    self.spill = spill
    self.command = command
    self.version = version
  }
}

extension StageRequest {
  /// Where the number that goes with each survivor is written.
  var countOutput: String? {
    if case .unique(let unique) = self { unique.countOutput } else { nil }
  }
}

/// Which files a run reads, and as what.
///
/// A path may also be a folder, whose `.npy` files are meant, or a pattern with `*`, `?` or
/// `[...]`; the files of either come in natural order, `part-2` before `part-10`.
public struct InputRequest: Sendable, Hashable {
  /// Joined along axis 0.
  public var paths: [String]
  /// How elements lie in files without a header, as typed.
  public var raw: String?
  /// Files that are a field each, in order; then there are no ``paths``.
  public var fields: [NamedFile]
  /// Whether a record is a row, not an element.
  public var byRow: Bool
  /// Whether the paths are `.npz` files, whose arrays are the fields.
  public var isArchive: Bool {
    raw == nil && !paths.isEmpty && paths.allSatisfy { $0.lowercased().hasSuffix(".npz") }
  }
  /// Whether each field lies in files of its own, or in an array of its own in an `.npz` file; then
  /// it is written into a file of its own.
  public var hasFieldFiles: Bool { !fields.isEmpty || isArchive }
  /// What separates the fields of a line, where the files are text with a header.
  public var delimiter: UInt8?

  public struct NamedFile: Sendable, Hashable {
    public var name: String
    public var path: String

    public init(name: String, path: String) {
      self.name = name
      self.path = path
    }
  }

  public init(
    _ paths: [String], raw: String? = nil, fields: [NamedFile] = [], byRow: Bool = false,
    delimiter: UInt8? = nil
  ) {
    self.paths = paths
    self.raw = raw
    self.fields = fields
    self.byRow = byRow
    self.delimiter = delimiter
  }
}
