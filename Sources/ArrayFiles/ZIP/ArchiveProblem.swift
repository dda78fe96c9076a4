/// What is wrong with an `.npz` file, which is a zip file of `.npy` files.
public enum ArchiveProblem: Error, Hashable, Sendable {
  /// The file does not end with a zip file's directory: it is another kind of file, or was cut.
  case noDirectory
  /// The directory, or what it points to, lies outside the file; `what` is the directory or a
  /// member.
  case outside(what: String)
  /// Bytes that are not what a zip file has there.
  case damaged(what: String)
  case overlap(first: String, second: String)
  case memberTwice(String)
  case encrypted(member: String)
  /// Packed in a way that we do not read.
  case method(member: String, Int)
  /// More bytes than these can be unpacked to; in bytes.
  case expandsTooFar(member: String, packed: Int, unpacked: Int)
  /// The packed data are not what they should be.
  case badData(member: String)
  /// The unpacked data are not those that were packed.
  case checksum(member: String)
  case noArrays
  case noMember(String, has: [String])
  /// A member that has no axis of records, or has fields of its own.
  case singleValue(member: String)
  case hasFields(member: String)
  /// Two members have different numbers of records.
  case lengthsDiffer(member: String, count: Int, first: String, firstCount: Int)
}

extension ArchiveProblem: CustomStringConvertible {
  public var description: String {
    switch self {
    case .noDirectory:
      "not an npz file, or cut: it does not end with the directory of a zip file"
    case .outside(let what):
      "\(what) lies outside the file, which was cut or is damaged"
    case .damaged(let what):
      "\(what) is damaged"
    case .overlap(let first, let second):
      "members \(quoted(first)) and \(quoted(second)) claim the same bytes"
    case .memberTwice(let name):
      "holds two members \(quoted(name))"
    case .encrypted(let member):
      "member \(quoted(member)) is encrypted"
    case .method(let member, let method):
      "member \(quoted(member)) is packed by method \(method), only stored and deflated ones are "
        + "read\ntry: numpy.savez_compressed"
    case .expandsTooFar(let member, let packed, let unpacked):
      "member \(quoted(member)) claims to unpack from \(packed) to \(unpacked) bytes, which "
        + "deflated data cannot"
    case .badData(let member):
      "member \(quoted(member)): its deflated data are damaged"
    case .checksum(let member):
      "member \(quoted(member)): its data do not have the checksum of the archive, they are damaged"
    case .noArrays:
      "holds no .npy members"
    case .noMember(let name, let has):
      "holds no member \(quoted(name)), but \(has.prefix(8).map(quoted).joined(separator: ", "))"
        + (has.count > 8 ? " and \(has.count - 8) more" : "")
    case .singleValue(let member):
      "member \(quoted(member)) holds a single value (shape []), which has no axis 0\n"
        + "try: --field NAME=FILE:MEMBER for each of the others"
    case .hasFields(let member):
      "member \(quoted(member)) holds records with named fields, so it cannot be a field\n"
        + "try: numpy.save(name, archive[\(quoted(member))])"
    case .lengthsDiffer(let member, let count, let first, let firstCount):
      "member \(quoted(member)) holds \(count) records, but \(quoted(first)) holds \(firstCount)\n"
        + "try: --field NAME=FILE:MEMBER for each of those that are equally long"
    }
  }
}
