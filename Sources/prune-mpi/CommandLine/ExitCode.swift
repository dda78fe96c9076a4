/// How the program ends, by kind; the numbers from 64 on are those of BSD's `sysexits.h`.
package enum ExitCode: Int32, Sendable, CaseIterable {
  case success = 0
  case differs = 2
  case usage = 64
  case badData = 65
  case missingInput = 66
  case `internal` = 70
  case outOfMemory = 71
  case cannotCreate = 73
  case io = 74

  /// One line of the list in `--help`.
  package var summary: String {
    switch self {
    case .success: "done; from verify: the output matches its report"
    case .differs: "from verify: the output differs from its report"
    case .usage: "the command line or an expression is wrong"
    case .badData: "what an input holds is wrong: header, size or element type"
    case .missingInput: "an input does not exist or cannot be opened"
    case .internal: "a check of the program on itself failed; please report it"
    case .outOfMemory: "the machine has no memory left for the records that survive"
    case .cannotCreate: "an output cannot be created, or exists and --force is absent"
    case .io: "reading, writing or renaming failed; a full disk, for example"
    }
  }
}
