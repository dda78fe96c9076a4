#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension JSONReport {
  /// The report as JSON text in UTF-8: indented, keys in alphabetical order, one line feed at
  /// the end.
  public func encoded() throws(ReportError) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    do {
      return Array(try encoder.encode(self)) + [0x0A]
    } catch {
      throw .notEncodable("\(error)")
    }
  }

  /// Reads a report back and checks that it agrees with itself.
  ///
  /// - Parameter path: Where the bytes come from, for messages.
  public init(decoding bytes: [UInt8], path: String) throws(ReportError) {
    do {
      self = try JSONDecoder().decode(JSONReport.self, from: Data(bytes))
    } catch let error as DecodingError {
      throw ReportError(error, in: bytes, path: path)
    } catch {
      throw .notJSON(path: path)
    }
    try check(path: path)
  }
}

extension ReportError {
  fileprivate init(_ error: DecodingError, in bytes: [UInt8], path: String) {
    switch error {
    case .keyNotFound(let key, let context):
      self = .missing(path: path, key: name(context.codingPath + [key]))
    case .typeMismatch(let type, let context), .valueNotFound(let type, let context):
      self = .wrongKind(path: path, key: name(context.codingPath), expected: kind(of: type))
    case .dataCorrupted(let context) where !context.codingPath.isEmpty:
      self = .wrongKind(
        path: path, key: name(context.codingPath), expected: "one of the words a report uses")
    default:
      // The decoder says the same of broken syntax and of a number that does not fit.
      let isJSON = (try? JSONDecoder().decode(Anything.self, from: Data(bytes))) != nil
      self = isJSON ? .badNumber(path: path) : .notJSON(path: path)
    }
  }
}

/// Any valid JSON, ignored.
private struct Anything: Decodable {
  init(from decoder: any Decoder) {}
}

/// `output.files[2].path`
private func name(_ path: [any CodingKey]) -> String {
  path.reduce(into: "") { name, key in
    if let index = key.intValue {
      name += "[\(index)]"
    } else {
      name += name.isEmpty ? key.stringValue : ".\(key.stringValue)"
    }
  }
}

private func kind(of type: any Any.Type) -> String {
  switch type {
  case is Int.Type: "a whole number"
  case is Double.Type: "a number"
  case is String.Type: "a text"
  case is [Any].Type: "a list"
  default: "an object"
  }
}
