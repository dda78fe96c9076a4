/// Why a report cannot be written or read back.
public enum ReportError: Error, Hashable {
  case notEncodable(String)
  case notJSON(path: String)
  /// A number that is too large, or has a fraction where a count belongs.
  case badNumber(path: String)
  case missing(path: String, key: String)
  case wrongKind(path: String, key: String, expected: String)
  case badValue(path: String, key: String, problem: String)
}

extension ReportError: CustomStringConvertible {
  /// Lower case, no full stop: the program puts its name in front.
  public var description: String {
    switch self {
    case .notEncodable(let reason):
      "cannot be written as JSON: \(reason)"
    case .notJSON(let path):
      "\(path): is not a report: not valid JSON"
    case .badNumber(let path):
      "\(path): is not a report: a number in it is too large, or not whole where a count belongs"
    case .missing(let path, let key):
      "\(path): is not a whole report: '\(key)' is missing"
    case .wrongKind(let path, let key, let expected):
      "\(path): is not a report: \(key.isEmpty ? "the file" : "'\(key)'") must be \(expected)"
    case .badValue(let path, let key, let problem):
      "\(path): is not a valid report: '\(key)' \(problem)"
    }
  }
}
