/// What is wrong with an HDF5 file, or with what was asked of it.
public enum HDF5Problem: Error, Hashable, Sendable {
  /// This program was built without HDF5.
  case switchedOff
  /// A call of the library failed; `words` are its own.
  case library(action: String, words: String)
  /// The file ends before the end that its first bytes state. Bytes from the start of the file.
  case truncated(needs: Int, holds: Int)
  /// An object was named in a file that is not HDF5.
  case notHDF5(object: String)
  case noObject(String, holds: [String])
  /// A group where one array was asked for, with the arrays in it.
  case isGroup(String, fields: [String])
  /// `what` is neither a dataset nor a group: `a named type`.
  case notData(String, what: String)
  /// A dataset of things that are not pruned: `strings`.
  case unsupported(dataset: String, holds: String)
  case missingFilter(dataset: String, filter: String)
  /// A virtual dataset's part.
  case missingSource(dataset: String, file: String)
  case lengthsDiffer(first: String, count: Int, second: String, secondCount: Int)
  /// Compound data where the fields of a group were asked for.
  case recordsAmongFields(dataset: String, group: String)
  /// A group without a dataset that could be a field.
  case noFields(group: String)
  /// What can be read of a file where none was named: with the fields of a group.
  case choices([HDF5Choice])
  case nothing
  /// A chunk that cannot be in a file of this size.
  case chunkTooLarge(dataset: String, bytes: Int, stored: Int)
  /// The chunk whose first entry is at `start` does not become the bytes that it `needs`; `holds` is
  /// nil where it becomes more of them.
  case chunkDamaged(dataset: String, start: [Int])
  case chunkSize(dataset: String, start: [Int], needs: Int, holds: Int?)
  case chunkPackedTooLarge(dataset: String, start: [Int], bytes: Int, limit: Int)
  /// Bytes from the start of the file.
  case outside(dataset: String, needs: Int, holds: Int)
  case shapeTooLarge(dataset: String, shape: [Int])
  case tooManyObjects(limit: Int)
  case changed(dataset: String)
}

/// Something of a file that can be read as records.
public struct HDF5Choice: Hashable, Sendable {
  /// `/wind`
  public var object: String
  /// Of a group; empty for a dataset.
  public var fields: [String]
}

extension HDF5Problem {
  /// What the library says of a file that it cannot open, `truncated file: eof = 96,
  /// sblock->base_addr = 0, stored_eof = 2048`, in our words where these are known.
  static func opening(_ problem: HDF5Problem) -> HDF5Problem {
    guard case .library(_, let words) = problem, words.hasPrefix("truncated file: eof =") else {
      return problem
    }
    let numbers = words.split(whereSeparator: { !$0.isWholeNumber }).compactMap { Int($0) }
    guard numbers.count == 3, numbers[2] > numbers[0] else { return problem }
    return .truncated(needs: numbers[2], holds: numbers[0])
  }

  /// - Parameter path: The file.
  func words(_ path: String) -> String {
    switch self {
    case .switchedOff:
      "\(path): HDF5 files are read and written by a library that this build goes without\n"
        + "try: install libhdf5-dev, then swift build -c release --traits HDF5"
    case .library(let action, let words):
      "\(path): \(action) failed, the file may be damaged: \(clipped(words))"
    case .truncated(let needs, let holds):
      "\(path): truncated: an HDF5 file of \(needs) bytes, of which \(holds) are there"
    case .notHDF5(let object):
      "\(path): not an HDF5 file, so it holds no \(quoted(object))"
        + (path.lowercased().hasSuffix(".npz")
          ? "\ntry: --field NAME=\(path):\(clipped(object))" : "")
    case .noObject(let object, let holds):
      "\(path): holds no \(quoted(object))" + Self.advice(path, holds)
    case .isGroup(let object, let fields):
      "\(path): \(quoted(object)) is a group, not a dataset" + Self.advice(path, fields)
    case .notData(let object, let what):
      "\(path): \(quoted(object)) is \(what), neither a dataset nor a group"
    case .unsupported(let dataset, let holds):
      "\(path): dataset \(quoted(dataset)) holds \(holds), which cannot be pruned"
    case .missingFilter(let dataset, let filter):
      "\(path): dataset \(quoted(dataset)) is compressed with \(clipped(filter)), which the HDF5 "
        + "library here cannot decode\ntry: h5repack -f GZIP=4 on a machine that can"
    case .missingSource(let dataset, let file):
      "\(path): virtual dataset \(quoted(dataset)) has a part in \(clipped(file)), "
        + "and there is no such file"
    case .lengthsDiffer(let first, let count, let second, let secondCount):
      "\(path): dataset \(quoted(second)) holds \(secondCount) records, but \(quoted(first)) "
        + "holds \(count)\ntry: --field NAME=\(path):\(clipped(first)) for each of those that "
        + "belong together"
    case .recordsAmongFields(let dataset, let group):
      "\(path): dataset \(quoted(dataset)) holds records with fields of their own, so it cannot be "
        + "a field of \(quoted(group))\ntry: \(path):\(clipped(dataset))"
    case .noFields(let group):
      "\(path): group \(quoted(group)) holds no dataset that can be pruned"
    case .choices(let choices):
      "\(path): holds several things to prune, and none is named\ntry: "
        + choices.prefix(8).map { $0.words(path) }.joined(separator: ", ")
        + (choices.count > 8 ? ", … \(choices.count) in all" : "")
    case .nothing:
      "\(path): holds no dataset that can be pruned"
    case .chunkTooLarge(let dataset, let bytes, let stored):
      "\(path): dataset \(quoted(dataset)) claims chunks of \(bytes) bytes, more than its "
        + "\(stored) stored bytes can hold"
    case .chunkDamaged(let dataset, let start):
      "\(path): dataset \(quoted(dataset)): the chunk at \(ArrayFiles.words(start)) is damaged, its "
        + "bytes do not inflate"
    case .chunkSize(let dataset, let start, let needs, let holds):
      "\(path): dataset \(quoted(dataset)): the chunk at \(ArrayFiles.words(start)) is damaged, it "
        + "needs \(needs) bytes and holds \(holds.map(String.init) ?? "more")"
    case .chunkPackedTooLarge(let dataset, let start, let bytes, let limit):
      "\(path): dataset \(quoted(dataset)): the chunk at \(ArrayFiles.words(start)) has \(bytes) bytes, "
        + "deflated it would have at most \(limit)"
    case .outside(let dataset, let needs, let holds):
      "\(path): truncated: dataset \(quoted(dataset)) ends at byte \(needs), the file holds "
        + "\(holds)"
    case .shapeTooLarge(let dataset, let shape):
      "\(path): dataset \(quoted(dataset)) of shape \(ArrayFiles.words(shape)) passes "
        + "\(Int.max) bytes"
    case .tooManyObjects(let limit):
      "\(path): holds more than \(limit) objects\ntry: name one: \(path):/group/name"
    case .changed(let dataset):
      "\(path): dataset \(quoted(dataset)) has changed while it was read"
    }
  }

  private static func advice(_ path: String, _ objects: [String]) -> String {
    guard !objects.isEmpty else { return "" }
    return "\ntry: " + objects.prefix(8).map { "\(path):\(clipped($0))" }.joined(separator: ", ")
      + (objects.count > 8 ? ", … \(objects.count) in all" : "")
  }

  var kind: ArrayFileError.Kind {
    switch self {
    case .noObject, .notHDF5, .missingSource: .missingInput
    case .choices, .isGroup: .usage
    case .changed: .io
    default: .badData
    }
  }
}

extension HDF5Choice {
  fileprivate func words(_ path: String) -> String {
    "\(path):\(clipped(object))"
      + (fields.isEmpty ? "" : " (fields \(fields.prefix(8).map(clipped).joined(separator: ", ")))")
  }
}
