/// An `.npz` file: a zip file whose members are `.npy` files, stored or deflated, as `numpy.savez`
/// and `numpy.savez_compressed` write them.
///
/// Members with other names are passed over. Checksums are not looked at: of a member each rank
/// reads its own part.
struct ZIPArchive {
  /// One array.
  struct Member {
    /// Without `.npy`.
    let name: String
    let isDeflated: Bool
    /// Where its data start in the file, how many bytes they are there, and unpacked.
    let offset: Int
    let packedSize: Int
    let size: Int
    /// CRC-32 of the unpacked bytes.
    let checksum: UInt32
  }

  let path: String
  /// In the order of the directory.
  let members: [Member]

  /// Local. Reads the directory, and the header of every member.
  ///
  /// - Throws: ``ArrayFileError`` where the file is no zip file, or one that contradicts itself.
  /// - Complexity: two small reads and one of the directory, whose bytes are held meanwhile; one
  ///   small read for each member.
  init(_ path: String) throws(ArrayFileError) {
    func wrong(_ problem: ArchiveProblem) -> ArrayFileError { .archive(path: path, problem) }
    let file = try InputFile(path)
    let size = try file.size()
    if size == 0 { throw .empty(path: path) }
    let tailLength = Swift.min(size, ZIPDirectory.tailLength)
    let tail = try file.bytes(at: size - tailLength, count: tailLength)
    let directory = try ZIPDirectory(
      tail: tail, fileSize: size,
      bytes: { (offset, count) throws(ArrayFileError) in try file.bytes(at: offset, count: count) },
      fail: wrong)
    let bytes = try file.bytes(at: directory.offset, count: directory.byteCount)
    let entries: [ZIPDirectory.Entry]
    do throws(ArchiveProblem) { entries = try directory.entries(bytes) } catch {
      throw wrong(error)
    }
    var members: [Member] = []
    var names: Set<String> = []
    for entry in entries where entry.name.hasSuffix(".npy") {
      let name = String(entry.name.dropLast(4))
      guard names.insert(name).inserted else { throw wrong(.memberTwice(name)) }
      if entry.isEncrypted { throw wrong(.encrypted(member: name)) }
      guard entry.method == 0 || entry.method == 8 else {
        throw wrong(.method(member: name, entry.method))
      }
      let outside = wrong(.outside(what: "member \(quoted(name))"))
      guard entry.headerOffset <= directory.offset - 30 else { throw outside }
      let header = LittleEndian(
        try file.bytes(at: entry.headerOffset, count: 30), from: 0)
      guard header.u32(0) == 0x0403_4B50 else {
        throw wrong(.damaged(what: "the header of member \(quoted(name))"))
      }
      let offset = entry.headerOffset + 30 + header.u16(26) + header.u16(28)
      guard offset <= directory.offset, entry.packedSize <= directory.offset - offset else {
        throw outside
      }
      if entry.method == 0 {
        guard entry.size == entry.packedSize else {
          throw wrong(.damaged(what: "the size of member \(quoted(name))"))
        }
      } else if entry.size / 1032 > entry.packedSize {
        // Deflate's longest match is 258 bytes in two bits.
        throw wrong(
          .expandsTooFar(member: name, packed: entry.packedSize, unpacked: entry.size))
      }
      members.append(
        Member(
          name: name, isDeflated: entry.method == 8, offset: offset,
          packedSize: entry.packedSize, size: entry.size, checksum: entry.checksum))
    }
    let inOrder = members.sorted { $0.offset < $1.offset }
    for (first, second) in zip(inOrder, inOrder.dropFirst())
    where first.offset + first.packedSize > second.offset {
      throw wrong(.overlap(first: first.name, second: second.name))
    }
    guard !members.isEmpty else { throw wrong(.noArrays) }
    self.path = path
    self.members = members
  }

  /// Local. Reads and checks the `.npy` header of a member.
  ///
  /// - Complexity: a few small reads; of a deflated member its start is unpacked, at most 1 MiB.
  func head(of name: String) throws(ArrayFileError) -> FileHead {
    guard let member = members.first(where: { $0.name == name }) else {
      throw .archive(path: path, .noMember(name, has: members.map(\.name)))
    }
    let file = try InputFile(path)
    if member.size == 0 { throw .archive(path: path, .damaged(what: "member \(quoted(name))")) }
    let header: NPYHeader
    let start: Int
    if member.isDeflated {
      let stream = try DeflatedStream(
        file, path: path,
        DeflatedMember(
          name: name, offset: member.offset, packedSize: member.packedSize, size: member.size,
          checksum: member.checksum, skip: 0))
      (header, start) = try NPYHeader.read(path, size: member.size) {
        (offset, count) throws(ArrayFileError) in
        var bytes = [UInt8](repeating: 0, count: count)
        var span = bytes.mutableSpan
        // SAFETY: the pointer covers the array and stays in the closure.
        try unsafe span.withUnsafeMutableBytes { bytes throws(ArrayFileError) in
          try unsafe stream.read(into: bytes, at: offset)
        }
        return bytes
      }
    } else {
      (header, start) = try NPYHeader.read(path, size: member.size) {
        (offset, count) throws(ArrayFileError) in
        try file.bytes(at: member.offset + offset, count: count)
      }
    }
    if header.shape.isEmpty { throw .archive(path: path, .singleValue(member: name)) }
    guard header.entry.isElement else { throw .archive(path: path, .hasFields(member: name)) }
    let storage: ArrayStorage =
      member.isDeflated
      ? .deflated(
        DeflatedMember(
          name: name, offset: member.offset, packedSize: member.packedSize, size: member.size,
          checksum: member.checksum, skip: start))
      : .plain(offset: member.offset + start)
    return FileHead(
      path: path, entry: header.entry, shape: header.shape, storage: storage)
  }
}

extension FileHead {
  /// Local. Reads the header of one array of an `.npz` file.
  package static func read(
    _ path: String, member: String
  ) throws(ArrayFileError) -> FileHead {
    try ZIPArchive(path).head(of: member)
  }
}

/// Local. The names of the arrays in an `.npz` file, in its order.
package func archiveMembers(_ path: String) throws(ArrayFileError) -> [String] {
  try ZIPArchive(path).members.map(\.name)
}
