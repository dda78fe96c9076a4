internal import Foundation
import Planning

/// How much memory this process may use, from what the system says.
package struct AvailableMemory {
  /// Text of a file, nil where there is none; variables of the environment.
  package var read: (String) -> String?
  package var variable: (String) -> String?

  package init(read: @escaping (String) -> String?, variable: @escaping (String) -> String?) {
    self.read = read
    self.variable = variable
  }

  /// This machine's.
  static var here: AvailableMemory {
    AvailableMemory(
      read: { try? String(contentsOfFile: $0, encoding: .utf8) },
      variable: { ProcessInfo.processInfo.environment[$0] })
  }

  /// Local. A rank's share: of the least limit of the control groups the process is in and of the
  /// Slurm job on this host; where there is none, of what is free.
  ///
  /// - Parameter ranks: All of the run, for where the launcher does not say how many are here.
  package func share(ofRanks ranks: Int) -> (bytes: Int, origin: MemoryBudget.Origin) {
    let here = ranksHere ?? ranks
    let limits = [groupLimit, slurmLimit].compactMap(\.self)
    let free = self.free ?? .max
    if let limit = limits.min(), limit <= free { return (limit / here, .limit) }
    return (free / here, .free)
  }

  /// As Open MPI, MPICH and Slurm tell.
  private var ranksHere: Int? {
    for name in [
      "OMPI_COMM_WORLD_LOCAL_SIZE", "MPI_LOCALNRANKS", "PMI_LOCAL_SIZE", "SLURM_NTASKS_PER_NODE",
    ] {
      if let count = variable(name).flatMap({ Int($0) }), count > 0 { return count }
    }
    return nil
  }

  /// Version 2: `memory.max` of the group and of all above it. Version 1: `limit_in_bytes`.
  private var groupLimit: Int? {
    guard let groups = read("/proc/self/cgroup") else { return nil }
    var limits: [Int] = []
    for line in groups.split(separator: "\n") {
      let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard parts.count == 3 else { continue }
      let isFirst = parts[1].split(separator: ",").contains("memory")
      guard isFirst || parts[0] == "0" && parts[1].isEmpty else { continue }
      let root = isFirst ? "/sys/fs/cgroup/memory" : "/sys/fs/cgroup"
      let name = isFirst ? "memory.limit_in_bytes" : "memory.max"
      var path = Substring(parts[2])
      while true {
        let folder = path == "/" ? "" : path
        if let limit = read("\(root)\(folder)/\(name)").flatMap({ Self.number($0) }) {
          limits.append(limit)
        }
        guard let end = path.lastIndex(of: "/"), !folder.isEmpty else { break }
        path = end == path.startIndex ? "/" : path[..<end]
      }
    }
    // Version 1 says "no limit" with a number near 2⁶³.
    return limits.filter { $0 < 1 << 60 }.min()
  }

  /// In MiB, for the job's part on one host.
  private var slurmLimit: Int? {
    if let node = variable("SLURM_MEM_PER_NODE").flatMap({ Int($0) }), node > 0 {
      return node << 20
    }
    guard let each = variable("SLURM_MEM_PER_CPU").flatMap({ Int($0) }), each > 0 else {
      return nil
    }
    let processors = variable("SLURM_CPUS_ON_NODE").flatMap { Int($0) } ?? 1
    return each * processors << 20
  }

  private var free: Int? {
    guard let lines = read("/proc/meminfo")?.split(separator: "\n") else { return nil }
    for line in lines where line.hasPrefix("MemAvailable:") {
      return line.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map { $0 << 10 }
    }
    return nil
  }

  private static func number(_ text: String) -> Int? {
    Int(text.trimmingCharacters(in: .whitespacesAndNewlines))
  }

  /// Where survivors are put that have no room, unless it is said: Slurm's own directory for the
  /// job, the user's, or the one for large temporary files.
  package var scratch: String {
    variable("SLURM_TMPDIR") ?? variable("TMPDIR") ?? "/var/tmp"
  }
}

extension MemoryBudget {
  /// Local. As it was asked for; or what the machine leaves.
  init(_ job: PruneJob, ranks: Int, resident: Int) {
    self.init(ranks: ranks, resident: resident)
    if let directory = job.scratch { scratch = directory }
    if let bytes = job.memory { (self.bytes, origin) = (bytes, .typed) }
  }

  /// Local. Of this rank's share of the machine what the program and the MPI library leave.
  init(ranks: Int, resident: Int) {
    let here = AvailableMemory.here
    let share = here.share(ofRanks: ranks)
    let rest = share.bytes - resident - MemoryModel.libraryBytes(ranks: ranks)
    self.init(bytes: Swift.max(0, rest), origin: share.origin, scratch: here.scratch)
  }
}
