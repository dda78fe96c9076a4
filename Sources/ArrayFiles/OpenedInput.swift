/// What one input of the command line holds, its headers read.
enum OpenedInput {
  struct Field {
    let name: String
    var array: JoinedArray
  }

  case array(JoinedArray)
  /// Equally long arrays, from one group of an HDF5 file.
  case fields([Field])

  /// Local. Reads and checks the headers.
  ///
  /// - Parameter text: A file, or `data.h5:/group/name`.
  static func open(_ text: String, raw: RawLayout?) throws(ArrayFileError) -> OpenedInput {
    if raw != nil { return .array(try JoinedArray(text, raw: raw)) }
    switch try InputPlace(text) {
    case .file(let path): return .array(try JoinedArray(path, raw: nil))
    case .hdf5(let path, let object): return try HDF5Opening.open(path, object: object)
    }
  }

  /// This with `next` behind it, field by field.
  ///
  /// - Parameters:
  ///   - label: What `next` was opened from.
  ///   - firstLabel: What this was.
  func joined(
    with next: OpenedInput, _ label: String, _ firstLabel: String
  ) throws(ArrayFileError) -> OpenedInput {
    switch (self, next) {
    case (.array(let array), .array(let other)):
      return .array(try array.joined(with: other))
    case (.fields(var fields), .fields(let others)) where fields.map(\.name) == others.map(\.name):
      for index in fields.indices {
        fields[index].array = try fields[index].array.joined(with: others[index].array)
      }
      return .fields(fields)
    default:
      throw .fieldsDiffer(
        path: label, fields: next.fieldNames, firstPath: firstLabel, firstFields: fieldNames)
    }
  }

  private var fieldNames: [String] {
    if case .fields(let fields) = self { fields.map(\.name) } else { [] }
  }
}

/// Where a column comes from, so that an output can be made in its likeness.
public struct HDF5Origin: Hashable, Sendable {
  /// The file.
  public let path: String
  /// `/wind/u`
  public let dataset: String
}

/// Local. The file that an input's text names, without what it names in the file.
public func inputFile(_ text: String) -> String {
  (try? InputPlace(text))?.path ?? InputPlace.split(text)?.path ?? text
}
