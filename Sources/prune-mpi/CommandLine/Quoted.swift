/// An argument as a message shows it: in single quotes, on one line, with invisible characters
/// written as `\u{…}`, and cut after 60 characters.
func quoted(_ argument: some StringProtocol) -> String {
  let limit = 60
  var shown = ""
  for scalar in argument.unicodeScalars.prefix(limit) {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned:
      shown += "\\u{\(String(scalar.value, radix: 16))}"
    default: shown.unicodeScalars.append(scalar)
    }
  }
  let count = argument.unicodeScalars.count
  return count > limit ? "'\(shown)...' (\(count) characters)" : "'\(shown)'"
}
