/// What to measure, and on how much data.
struct BenchOptions {
  enum Case: String, CaseIterable { case kernels, mpi, threshold, memory, stages, files }

  struct Usage: Error, CustomStringConvertible {
    let description: String
  }

  var cases: [Case] = []
  /// Bytes of the input file, and of each kernel's input.
  var fileBytes = 1 << 30
  var kernelBytes = 64 << 20
  /// Records of each stage's input; `--top` takes twice as many, files hold half of them.
  var records = 64 << 20
  var runs = 5
  /// Only the rows of stages whose names contain this; empty for all.
  var rows = ""
  /// Where the files go; needs `fileBytes` three times.
  var directory = "/tmp"
  /// A Python with h5py, to compare with.
  var python: String?

  init(_ arguments: some Sequence<String>) throws {
    var rest = Array(arguments)[...]
    while let word = rest.popFirst() {
      if let named = Case(rawValue: word) {
        cases.append(named)
        continue
      }
      guard let value = rest.popFirst() else { throw Usage(description: "'\(word)' needs a value") }
      switch word {
      case "--bytes": fileBytes = try Self.positive(value, word)
      case "--kernel-bytes": kernelBytes = try Self.positive(value, word)
      case "--records": records = try Self.positive(value, word)
      case "--runs": runs = try Self.positive(value, word)
      case "--rows": rows = value
      case "--directory": directory = value
      case "--python": python = value
      default: throw Usage(description: "unknown argument '\(word)'")
      }
    }
    if cases.isEmpty { cases = Case.allCases }
  }

  private static func positive(_ text: String, _ flag: String) throws -> Int {
    guard let number = Int(text), number > 0 else {
      throw Usage(description: "\(flag) takes a positive number, not '\(text)'")
    }
    return number
  }
}
