import Pruning

#if canImport(Glibc)
  import Glibc
#endif

/// The one place that prints. Text for people goes to standard output, complaints and progress
/// to standard error.
enum Console {
  /// - Throws: ``PruningError/output(_:)`` when the text could not be written; a reader that has
  ///   seen enough and gone away is none.
  static func out(_ text: String) throws(PruningError) {
    let code = write(text + "\n", to: STDOUT_FILENO)
    guard code == 0 || code == EPIPE else {
      let reason = unsafe String(cString: strerror(code)).lowercased()
      throw .output("standard output: writing failed: \(reason)")
    }
  }

  /// One complaint, with the program's name in front. Control characters, which a file name may
  /// hold, do not reach the terminal.
  static func complain(_ text: String) {
    let shown = text.unicodeScalars.map { scalar in
      let isControl = scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value)
      return isControl && scalar != "\n"
        ? "\\u{\(String(scalar.value, radix: 16))}" : String(scalar)
    }
    write("prune-mpi: \(shown.joined())\n", to: STDERR_FILENO)
  }

  /// Part of a line of progress, as it is.
  static func progress(_ text: String) {
    write(text, to: STDERR_FILENO)
  }

  static var errorIsTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  /// Whether standard output can show Unicode: the locale says so.
  static var unicode: Bool {
    for name in ["LC_ALL", "LC_CTYPE", "LANG"] {
      if let value = Environment.value(of: name), !value.isEmpty {
        let upper = value.uppercased()
        return upper.contains("UTF-8") || upper.contains("UTF8")
      }
    }
    return false
  }

  /// - Returns: 0, or the `errno` of the write that failed.
  @discardableResult
  private static func write(_ text: String, to descriptor: Int32) -> Int32 {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = unsafe bytes.withUnsafeBytes {
        unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
      }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return count < 0 ? errno : EIO }
      bytes = bytes.dropFirst(count)
    }
    return 0
  }
}

/// What the process was started with.
enum Environment {
  static func value(of name: String) -> String? {
    unsafe getenv(name).map { unsafe String(cString: $0) }
  }

  /// Whether this process is the one that speaks before MPI has said so: rank 0 of a launcher,
  /// or the only process.
  static var speaks: Bool {
    for name in ["OMPI_COMM_WORLD_RANK", "PMIX_RANK", "PMI_RANK", "SLURM_PROCID"] {
      if let rank = value(of: name) { return rank == "0" }
    }
    return true
  }
}
