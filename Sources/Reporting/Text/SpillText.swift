import Planning

// Why survivors without room in memory go to a file or are read a second time.

extension JSONReport.Spill {
  /// Both costs, or what leaves no choice; in one line.
  func reason(_ words: Wording) -> String {
    switch obstacle {
    case .passes: return "a later step works on them, so that they must be kept"
    case .text: return "lines of text are not read a second time"
    case .balance: return "--balance always moves them, so that they must be kept"
    case nil: break
    }
    guard let scratchSeconds, let rereadSeconds else { return "as --spill \(policy.rawValue) asks" }
    let scratch = "a scratch file \(words.seconds(scratchSeconds))"
    let reread = "a second read \(words.seconds(rereadSeconds))"
    let both = way == .scratch ? "\(scratch), \(reread)" : "\(reread), \(scratch)"
    let predicted = "predicted, over all ranks: \(both)"
    return policy == .auto ? predicted : "as --spill \(policy.rawValue) asks; \(predicted)"
  }
}
