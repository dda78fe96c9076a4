/// What one input of the command line holds, its headers read: what a rank finds in its turn.
package struct OpenedInput: InputHead {
  /// Of the equally long arrays of a group of an HDF5 file; nil of one array without a name.
  let names: [String]?
  /// As many as there are names, or one.
  let heads: [FileHead]

  init(_ head: FileHead) {
    names = nil
    heads = [head]
  }

  /// - Precondition: there is a field.
  init(fields: [(name: String, head: FileHead)]) {
    precondition(!fields.isEmpty, "a group without fields")
    names = fields.map(\.name)
    heads = fields.map(\.head)
  }

  /// Local. Reads and checks the headers.
  ///
  /// - Parameters:
  ///   - text: A file, or `data.h5:/group/name`.
  ///   - raw: How the entries lie in a file without a header; nil for other files.
  ///   - member: Of an `.npz` file: the array in it.
  static func open(
    _ text: String, raw: RawLayout?, member: String? = nil
  ) throws(ArrayFileError) -> OpenedInput {
    if let member { return OpenedInput(try FileHead.read(text, member: member)) }
    if raw != nil { return OpenedInput(try FileHead.read(text, raw: raw)) }
    switch try InputPlace(text) {
    case .file(let path): return OpenedInput(try FileHead.read(path, raw: nil))
    case .hdf5(let path, let object): return try HDF5Opening.open(path, object: object)
    }
  }
}

extension OpenedInput {
  package func encoded() -> [UInt8] {
    var message = MessageWriter()
    message.append(names == nil ? 0 : 1)
    message.append(names ?? [])
    message.append(heads.count)
    for head in heads { message.append(head.encoded()) }
    return message.bytes
  }

  package init(decoding bytes: [UInt8]) throws(ArrayFileError) {
    var message = MessageReader(bytes, what: "list of headers")
    let isNamed = try message.integer() == 1
    let names = try message.texts()
    var heads: [FileHead] = []
    for _ in 0..<(try message.count(ofAtLeast: 8)) {
      heads.append(try FileHead(decoding: try message.bytes()))
    }
    guard !heads.isEmpty, heads.count == (isNamed ? names.count : 1) else {
      throw message.malformed
    }
    try message.finish()
    self.names = isNamed ? names : nil
    self.heads = heads
  }
}

/// Inputs that follow one another: one array, or of groups of HDF5 files one for each field.
struct JoinedInput {
  struct Field {
    let name: String
    let array: JoinedArray
  }

  /// Nil of one array without a name.
  private let names: [String]?
  private var arrays: [JoinedArray]
  /// What the first input was opened from.
  private let firstLabel: String

  /// - Parameter label: What `input` was opened from.
  private init(_ input: OpenedInput, _ label: String) {
    names = input.names
    arrays = input.heads.map { JoinedArray($0) }
    firstLabel = label
  }

  /// Local. Inputs in order, at least one.
  ///
  /// - Parameter labels: What each was opened from; there may be more of them.
  init(
    _ inputs: ArraySlice<OpenedInput>, _ labels: [String]
  ) throws(ArrayFileError) {
    precondition(!inputs.isEmpty && labels.count >= inputs.count, "inputs: no files")
    self.init(inputs[inputs.startIndex], labels[0])
    for (input, label) in zip(inputs, labels).dropFirst() { try append(input, label) }
  }

  /// Local. Reads and checks the headers of all files, of which there is at least one.
  static func open(_ paths: [String], raw: RawLayout?) throws(ArrayFileError) -> JoinedInput {
    precondition(!paths.isEmpty, "input: no files")
    var joined = JoinedInput(try OpenedInput.open(paths[0], raw: raw), paths[0])
    for path in paths.dropFirst() { try joined.append(OpenedInput.open(path, raw: raw), path) }
    return joined
  }

  /// Puts one more input behind these.
  private mutating func append(
    _ input: OpenedInput, _ label: String
  ) throws(ArrayFileError) {
    guard input.names == names else {
      throw .fieldsDiffer(
        path: label, fields: input.names ?? [], firstPath: firstLabel, firstFields: names ?? [])
    }
    for (index, head) in input.heads.enumerated() { try arrays[index].append(head) }
  }

  /// Nil of one array without a name.
  var fields: [Field]? {
    names.map { names in zip(names, arrays).map { Field(name: $0, array: $1) } }
  }

  /// The one array.
  ///
  /// - Throws: ``ArrayFileError`` where it is a group.
  func array() throws(ArrayFileError) -> JoinedArray {
    guard names != nil else { return arrays[0] }
    let origins = arrays.compactMap(\.origin)
    throw .hdf5(
      path: arrays[0].parts[0].path,
      .isGroup(
        origins.first.map { OutputName.directory(of: $0.dataset) } ?? "/",
        fields: origins.map(\.dataset)))
  }
}

/// Where a column comes from, so that an output can be made in its likeness.
public struct HDF5Origin: Hashable, Sendable {
  /// The file.
  public let path: String
  /// `/wind/u`
  public let dataset: String
}
