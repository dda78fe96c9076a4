/// What is wrong with a line of a text file.
public enum TextProblem: Error, Hashable, Sendable {
  /// Another number of fields than the header has.
  case fieldCount(found: Int, expected: Int)
  /// A quote in a field that does not start with one.
  case quoteInField
  /// Something else than a separator behind a closing quote.
  case textBehindQuote
  /// The file ends inside quotes, which were opened in this line.
  case openQuote
  /// A line, or what quotes make one, that is longer than is read.
  case tooLong(limit: Int)
  /// One that is longer than there is memory for.
  case tooLongForMemory(limit: Int)
  case emptyHeader
  case headerTooLong(limit: Int)
  case columnTwice(String)
}

extension TextProblem {
  static func tooLong(_ limit: Int) -> TextProblem {
    limit < CSVParser.lineLimit ? .tooLongForMemory(limit: limit) : .tooLong(limit: limit)
  }
}

extension TextProblem: CustomStringConvertible {
  public var description: String {
    switch self {
    case .fieldCount(let found, let expected):
      "has \(found) \(found == 1 ? "field" : "fields"), the header has \(expected)"
    case .quoteInField:
      "has a quote inside a field that does not start with one\n"
        + "try: put the field in quotes and double those inside it"
    case .textBehindQuote:
      "has something else than a separator behind a closing quote\n"
        + "try: double a quote that is part of the text"
    case .openQuote:
      "opens a quote that is not closed"
    case .tooLong(let limit):
      "is longer than \(limit) bytes: is a closing quote missing?"
    case .tooLongForMemory(let limit):
      "is longer than \(limit) bytes, for which --memory leaves room: is a closing quote missing?\n"
        + "try: --memory with more"
    case .emptyHeader:
      "is empty, expected the names of the columns"
    case .headerTooLong(let limit):
      "is longer than \(limit) bytes, expected the names of the columns"
    case .columnTwice(let name):
      "names two columns \(quoted(name))"
    }
  }
}
