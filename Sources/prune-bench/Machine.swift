#if canImport(Glibc)
  import Glibc
#endif

/// The machine, in the words of its own kernel.
enum Machine {
  static func description(ranks: Int) -> String {
    let model = field("model name", in: "/proc/cpuinfo") ?? "unknown processor"
    let cores = sysconf(Int32(_SC_NPROCESSORS_ONLN))
    return "\(model), \(cores) cores, \(ranks) ranks, \(memory)"
  }

  /// Forgets the most memory this process ever had, so that what follows is measured alone
  /// (proc(5), `/proc/self/clear_refs`). Does nothing where that is not allowed.
  static func resetPeakMemory() {
    guard let file = unsafe fopen("/proc/self/clear_refs", "w") else { return }
    _ = unsafe fputs("5", file)
    _ = unsafe fclose(file)
  }

  private static var memory: String {
    let words = (field("MemTotal", in: "/proc/meminfo") ?? "").split(separator: " ")
    guard let first = words.first, let kib = Int(first) else { return "unknown memory" }
    return "\((kib + (1 << 19)) >> 20) GiB of memory"
  }

  private static func field(_ name: String, in path: String) -> String? {
    guard let file = unsafe fopen(path, "r") else { return nil }
    defer { unsafe fclose(file) }
    var line = [CChar](repeating: 0, count: 4096)
    while unsafe fgets(&line, CInt(line.count), file) != nil {
      let bytes = line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
      let text = String(decoding: bytes, as: UTF8.self)
      guard text.hasPrefix(name), let colon = text.firstIndex(of: ":") else { continue }
      let value = text[text.index(after: colon)...]
      return String(value.drop { $0 == " " || $0 == "\t" }.prefix { $0 != "\n" })
    }
    return nil
  }
}
