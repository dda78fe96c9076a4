import ShardedArrays

/// What the metadata of a zarr array say, of either version.
struct ZarrMetadata {
  var type: ElementType
  var order: ByteOrder
  var layout: ZarrLayout
}

/// Reads values of one metadata file, and says which one is wrong.
struct ZarrFields {
  /// The file's name in the directory.
  let file: String
  let root: JSONValue

  /// - Parameter bytes: The whole file.
  init(_ file: String, parsing bytes: [UInt8]) throws(ZarrProblem) {
    self.file = file
    do {
      root = try JSONValue(parsing: bytes)
    } catch {
      throw .notJSON(file: file, offset: error.offset)
    }
    guard case .object = root else {
      throw .badValue(file: file, name: "the whole", value: root.words)
    }
  }

  /// Throws unless the format's version is this one.
  func checkVersion(_ version: Int) throws(ZarrProblem) {
    let value = root["zarr_format"]
    guard value?.integer == version else {
      throw .formatVersion(file: file, value: value?.words ?? "missing")
    }
  }

  func wrong(_ name: String, _ value: JSONValue?) -> ZarrProblem {
    .badValue(file: file, name: name, value: value?.words ?? "missing")
  }

  /// Lengths of axes, none negative.
  func lengths(_ name: String, in object: JSONValue? = nil) throws(ZarrProblem) -> [Int] {
    let value = (object ?? root)[name]
    guard let lengths = value?.integers else { throw wrong(name, value) }
    guard lengths.count <= ZarrLayout.axisLimit else {
      throw .tooManyAxes(lengths.count, limit: ZarrLayout.axisLimit)
    }
    guard lengths.allSatisfy({ $0 >= 0 }) else {
      throw .badValue(file: file, name: name, value: words(lengths))
    }
    return lengths
  }

  /// What separates the numbers of a chunk's key; `standard` where nothing is said.
  func separator(
    _ name: String, in object: JSONValue, standard: String
  ) throws(ZarrProblem) -> String {
    switch object[name] {
    case nil, .null: return standard
    case .text("."): return "."
    case .text("/"): return "/"
    case let value: throw wrong(name, value)
    }
  }

  func fill(_ type: ElementType, _ order: ByteOrder) throws(ZarrProblem) -> [UInt8] {
    let value = root["fill_value"] ?? .null
    guard let fill = ZarrFill.bytes(value, type, order) else { throw wrong("fill_value", value) }
    return fill
  }

  /// The lengths of chunks must be as many as those of the array.
  func check(_ name: String, _ chunks: [Int], of shape: [Int]) throws(ZarrProblem) {
    guard chunks.count == shape.count, zip(shape, chunks).allSatisfy({ $1 > 0 || $0 == 0 }) else {
      throw .badValue(
        file: file, name: name, value: "\(words(chunks)), of an array of shape \(words(shape))")
    }
  }
}
