import Glibc

// Pieces of messages. Text that comes from a file is untrusted: it is cut to a readable length
// and its control characters are escaped, so that a message stays one line.

/// A shape as `[4096, 3]`; of more than sixteen lengths only the first ones.
func words(_ shape: [Int]) -> String {
  let shown = shape.prefix(16).map(String.init).joined(separator: ", ")
  return shape.count > 16 ? "[\(shown), … \(shape.count) lengths]" : "[\(shown)]"
}

/// At most the first sixty characters, control characters as `\u{1b}`.
func clipped(_ text: String) -> String {
  var result = ""
  for scalar in text.unicodeScalars.prefix(60) {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator:
      result += "\\u{\(String(scalar.value, radix: 16))}"
    default:
      result.unicodeScalars.append(scalar)
    }
  }
  return text.unicodeScalars.dropFirst(60).isEmpty ? result : result + "…"
}

func quoted(_ text: String) -> String { "'\(clipped(text))'" }

/// Bytes as `93 4e 55`.
func hex(_ bytes: some Sequence<UInt8>) -> String {
  bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
}

/// What an `errno` means, in lower case: `no space left on device`.
func systemWords(_ code: CInt) -> String {
  // SAFETY: `strerror` returns a terminated string that lives until the next call in this
  // thread; it is copied at once.
  unsafe String(cString: strerror(code)).lowercased()
}
