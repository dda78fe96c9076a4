/// What a rank may use for records, beside the program and the MPI library, and where it puts what
/// is more.
public struct MemoryBudget: Sendable, Hashable {
  /// Where the number comes from.
  public enum Origin: String, Sendable {
    /// `--memory`.
    case typed
    /// The control group's or the Slurm job's limit, shared by the ranks on the host.
    case limit
    /// What is free on the host, shared by its ranks.
    case free
  }

  public var bytes: Int
  public var origin: Origin
  /// Where survivors are put that have no room.
  public var scratch: String

  public init(bytes: Int, origin: Origin, scratch: String) {
    self.bytes = bytes
    self.origin = origin
    self.scratch = scratch
  }
}

/// Where the records are that a rank holds.
public enum RecordPlace: Sendable, Equatable {
  case memory
  /// In memory up to `limit` bytes, in buffers of `bufferBytes`, and from there on in a file.
  case scratch(limit: Int, bufferBytes: Int, directory: String)
  /// In memory likewise, and from there on nowhere: what is more is read a second time.
  case reread(limit: Int, bufferBytes: Int)
}

/// A run that cannot be made in the memory it was given.
public struct MemoryShortage: Error, Equatable, CustomStringConvertible {
  public var budget: Int
  /// Bytes that would do.
  public var needed: Int

  package init(budget: Int, needed: Int) {
    self.budget = budget
    self.needed = needed
  }

  /// Lower case, no full stop; the next step on a second line.
  public var description: String {
    let enough = "\((needed + (1 << 20) - 1) >> 20)MiB"
    return "--memory \(typed) is less than a rank of this run needs for its work, "
      + "whatever survives: \(enough)\ntry: --memory \(enough)"
  }

  /// The budget in the largest unit that gives a whole number.
  private var typed: String {
    let units = ["TiB", "GiB", "MiB", "KiB"]
    for (index, unit) in units.enumerated() {
      let size = 1 << (10 * (units.count - index))
      if budget > 0, budget % size == 0 { return "\(budget / size)\(unit)" }
    }
    return "\(budget)"
  }
}
