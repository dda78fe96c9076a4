import Planning
import Pruning
import Testing

/// What the system says of memory, read from made-up files and variables.
struct AvailableMemoryTests {
  private static let free = ["/proc/meminfo": "MemTotal: 900 kB\nMemAvailable:   800 kB\n"]

  private func share(
    _ files: [String: String], _ variables: [String: String] = [:], ranks: Int = 4
  ) -> (bytes: Int, origin: MemoryBudget.Origin) {
    AvailableMemory(read: { files[$0] }, variable: { variables[$0] }).share(ofRanks: ranks)
  }

  @Test func withoutLimitsWhatIsFree() {
    let found = share(Self.free)
    #expect(found.bytes == 200 << 10 && found.origin == .free)
    let here = share(Self.free, ["OMPI_COMM_WORLD_LOCAL_SIZE": "2"])
    #expect(here.bytes == 400 << 10)
    #expect(share(Self.free, ["MPI_LOCALNRANKS": "8"]).bytes == 100 << 10)
  }

  @Test func theLeastGroupAbove() {
    var files = Self.free
    files["/proc/self/cgroup"] = "0::/job/step/task\n"
    files["/sys/fs/cgroup/job/step/task/memory.max"] = "max\n"
    files["/sys/fs/cgroup/job/step/memory.max"] = "400000\n"
    files["/sys/fs/cgroup/job/memory.max"] = "500000\n"
    let found = share(files)
    #expect(found.bytes == 100_000 && found.origin == .limit)
    files["/sys/fs/cgroup/job/step/memory.max"] = "90000000000\n"
    files["/sys/fs/cgroup/job/memory.max"] = "max\n"
    #expect(share(files).origin == .free)
    files["/sys/fs/cgroup/memory.max"] = "4000\n"
    #expect(share(files).bytes == 1000)
  }

  @Test func groupsOfVersionOne() {
    var files = Self.free
    files["/proc/self/cgroup"] = "11:cpu,cpuacct:/a\n5:memory:/slurm/job_7\n0::/\n"
    files["/sys/fs/cgroup/memory/slurm/job_7/memory.limit_in_bytes"] = "40000\n"
    files["/sys/fs/cgroup/memory/memory.limit_in_bytes"] = "9223372036854771712\n"
    #expect(share(files).bytes == 10_000)
    files["/sys/fs/cgroup/memory/slurm/job_7/memory.limit_in_bytes"] = "9223372036854771712\n"
    #expect(share(files).origin == .free)
  }

  @Test func slurm() {
    let node = share(["/proc/meminfo": "MemAvailable: 99999999 kB\n"], ["SLURM_MEM_PER_NODE": "40"])
    #expect(node.bytes == 10 << 20 && node.origin == .limit)
    let each = share(
      ["/proc/meminfo": "MemAvailable: 99999999 kB\n"],
      ["SLURM_MEM_PER_CPU": "20", "SLURM_CPUS_ON_NODE": "8"])
    #expect(each.bytes == 40 << 20)
    // None is set to 0 where Slurm does not limit memory.
    #expect(share(Self.free, ["SLURM_MEM_PER_NODE": "0"]).origin == .free)
  }

  @Test func whereScratchFilesGo() {
    func scratch(_ variables: [String: String]) -> String {
      AvailableMemory(read: { _ in nil }, variable: { variables[$0] }).scratch
    }
    #expect(scratch(["SLURM_TMPDIR": "/local/7", "TMPDIR": "/tmp"]) == "/local/7")
    #expect(scratch(["TMPDIR": "/tmp"]) == "/tmp")
    #expect(scratch([:]) == "/var/tmp")
  }
}
