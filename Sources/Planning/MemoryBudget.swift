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
}

/// A run that cannot be made in the memory it was given.
public struct MemoryShortage: Error, Equatable, CustomStringConvertible {
  public var budget: Int
  /// Bytes that would do.
  public var needed: Int

  /// Lower case, no full stop; the next step on a second line.
  public var description: String {
    let size = Self.size(needed)
    return "--memory \(Self.size(budget)) is less than a rank of this run needs for its work, "
      + "whatever survives: \(size)\ntry: --memory \(size)"
  }

  /// In the largest unit that gives a whole number, rounded up to 1/1024 of the next one.
  private static func size(_ bytes: Int) -> String {
    let units = ["", "KiB", "MiB", "GiB", "TiB"]
    var (value, unit) = (bytes, 0)
    while unit < 4, value >= 4096 || value % 1024 == 0 && value > 0 {
      value = (value + 1023) / 1024
      unit += 1
    }
    return "\(value)\(units[unit])"
  }
}
