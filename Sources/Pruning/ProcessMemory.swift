internal import Glibc

/// What this process occupies, as Linux counts it (proc(5), `/proc/self/status`).
enum ProcessMemory {
  /// Bytes resident now; 0 where the system does not say.
  static var resident: Int { field("VmRSS:") }

  /// The most bytes that were ever resident; 0 where the system does not say.
  static var peak: Int { field("VmHWM:") }

  private static func field(_ name: String) -> Int {
    let descriptor = unsafe open("/proc/self/status", O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return 0 }
    defer { close(descriptor) }
    var buffer = [UInt8](repeating: 0, count: 8192)
    let capacity = buffer.count
    let length = unsafe buffer.withUnsafeMutableBytes {
      unsafe Glibc.read(descriptor, $0.baseAddress, capacity)
    }
    guard length > 0 else { return 0 }
    let text = String(decoding: buffer.prefix(length), as: UTF8.self)
    let line = text.split(separator: "\n").first { $0.hasPrefix(name) }
    let words = (line ?? "").split { $0 == " " || $0 == "\t" }
    return words.count > 1 ? (Int(words[1]) ?? 0) * 1024 : 0
  }
}
