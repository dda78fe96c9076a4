/// The members of a zip file, as the directory at its end says: PKWARE's APPNOTE, sections 4.3.12
/// to 4.3.16 and 4.5.3 (ZIP64).
///
/// Not read: files on several disks, encrypted directories. Everything is held against the size of
/// the file before it is used.
struct ZIPDirectory {
  struct Entry {
    var name: String
    var method: Int
    var isEncrypted: Bool
    var packedSize: Int
    var size: Int
    /// CRC-32 of the unpacked bytes.
    var checksum: UInt32
    /// Of the header before the data.
    var headerOffset: Int
  }

  /// Where the directory starts, and its bytes.
  let offset: Int
  let byteCount: Int
  private let count: Int

  static let endLength = 22
  private static let locatorLength = 20
  private static let end64Length = 56
  /// The end record may have a comment behind it.
  static let tailLength = endLength + 0xFFFF + locatorLength

  /// Finds the directory.
  ///
  /// - Parameters:
  ///   - tail: The last bytes of the file, ``tailLength`` or all.
  ///   - bytes: Reads bytes of the file at an offset; both are inside it.
  init<Failure: Error>(
    tail: [UInt8], fileSize: Int, bytes: (_ offset: Int, _ count: Int) throws(Failure) -> [UInt8],
    fail: (ArchiveProblem) -> Failure
  ) throws(Failure) {
    guard let end = Self.end(in: tail) else { throw fail(.noDirectory) }
    let record = LittleEndian(tail, from: end)
    var (count, size, offset) = (record.u16(10), record.u32(12), record.u32(16))
    let locator = end - Self.locatorLength
    if locator >= 0, LittleEndian(tail, from: locator).u32(0) == 0x0706_4B50 {
      guard let place = LittleEndian(tail, from: locator).u64(8), place >= 0,
        place <= fileSize - Self.end64Length
      else { throw fail(.outside(what: "the directory")) }
      let record = LittleEndian(try bytes(place, Self.end64Length), from: 0)
      guard record.u32(0) == 0x0606_4B50, let long = record.u64(32), let longSize = record.u64(40),
        let longOffset = record.u64(48)
      else { throw fail(.damaged(what: "the directory's end")) }
      (count, size, offset) = (long, longSize, longOffset)
    }
    guard offset <= fileSize, size <= fileSize - offset else {
      throw fail(.outside(what: "the directory"))
    }
    // Every entry has 46 bytes at least.
    guard count <= size / 46 else { throw fail(.damaged(what: "the directory")) }
    (self.count, byteCount, self.offset) = (count, size, offset)
  }

  /// Where the end record starts in `tail`: the last place where one, with its comment, ends the
  /// file.
  private static func end(in tail: [UInt8]) -> Int? {
    var place = tail.count - endLength
    while place >= 0 {
      let record = LittleEndian(tail, from: place)
      if record.u32(0) == 0x0605_4B50, record.u16(20) == tail.count - place - endLength {
        return place
      }
      place -= 1
    }
    return nil
  }

  /// All entries, in the order of the directory, whose bytes these are.
  func entries(_ bytes: [UInt8]) throws(ArchiveProblem) -> [Entry] {
    var entries: [Entry] = []
    var place = 0
    for number in 1...Swift.max(1, count) where number <= count {
      let damaged = ArchiveProblem.damaged(what: "entry \(number) of the directory")
      let record = LittleEndian(bytes, from: place)
      guard place + 46 <= bytes.count, record.u32(0) == 0x0201_4B50 else { throw damaged }
      let (nameLength, extraLength, commentLength) = (
        record.u16(28), record.u16(30), record.u16(32)
      )
      let end = place + 46 + nameLength + extraLength + commentLength
      guard end <= bytes.count else { throw damaged }
      let name = bytes[place + 46..<place + 46 + nameLength]
      var entry = Entry(
        name: String(decoding: name, as: UTF8.self), method: record.u16(10),
        isEncrypted: record.u16(8) & 1 == 1, packedSize: record.u32(20), size: record.u32(24),
        checksum: UInt32(record.u32(16)), headerOffset: record.u32(42))
      let extra = place + 46 + nameLength
      guard entry.takeLongSizes(Array(bytes[extra..<extra + extraLength])) else { throw damaged }
      entries.append(entry)
      place = end
    }
    return entries
  }
}

extension ZIPDirectory.Entry {
  /// Numbers that do not fit 32 bits stand in an extra field, in this order; false where they do
  /// not.
  fileprivate mutating func takeLongSizes(_ extra: [UInt8]) -> Bool {
    let missing = 0xFFFF_FFFF
    if ![size, packedSize, headerOffset].contains(missing) { return true }
    var place = 0
    while place + 4 <= extra.count {
      let field = LittleEndian(extra, from: place)
      let length = field.u16(2)
      guard place + 4 + length <= extra.count else { return false }
      if field.u16(0) == 1 {
        let values = Array(extra[place + 4..<place + 4 + length])
        var next = 0
        for path in [\Self.size, \Self.packedSize, \Self.headerOffset]
        where self[keyPath: path] == missing {
          guard next + 8 <= values.count,
            let value = LittleEndian(values, from: 0).u64(next)
          else { return false }
          self[keyPath: path] = value
          next += 8
        }
        return true
      }
      place += 4 + length
    }
    return false
  }
}

/// Numbers in bytes, little end first; those beyond the end read as zero.
struct LittleEndian {
  private let bytes: [UInt8]
  private let start: Int

  init(_ bytes: [UInt8], from start: Int) {
    self.bytes = bytes
    self.start = start
  }

  func u16(_ offset: Int) -> Int { Int(value(offset, 2)) }
  func u32(_ offset: Int) -> Int { Int(value(offset, 4)) }
  /// Nil above 2^63 − 1.
  func u64(_ offset: Int) -> Int? { Int(exactly: value(offset, 8)) }

  private func value(_ offset: Int, _ width: Int) -> UInt64 {
    (0..<width).reversed().reduce(0) { value, index in
      let place = start + offset + index
      return value << 8 | (place < bytes.count ? UInt64(bytes[place]) : 0)
    }
  }
}
