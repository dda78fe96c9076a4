/// Local. The names that an expression mentions, of fields, functions and constants alike; nil
/// where it cannot even be cut into words.
package func namesMentioned(in expression: String) -> Set<String>? {
  guard let tokens = try? Lexer.tokens(of: expression) else { return nil }
  var names: Set<String> = []
  for token in tokens {
    switch token.kind {
    case .name(let name), .quoted(let name): names.insert(name)
    default: break
    }
  }
  return names
}
