/// Local. All bytes of a small file, for instance a report.
///
/// - Parameter limit: A larger file is not read.
/// - Throws: ``ArrayFileError``; ``ArrayFileError/tooLarge(path:bytes:limit:)`` past the limit.
public func readWhole(_ path: String, limit: Int = 256 << 20) throws(ArrayFileError) -> [UInt8] {
  let file = try InputFile(path)
  let size = try file.size()
  guard size <= limit else { throw .tooLarge(path: path, bytes: size, limit: limit) }
  return try file.bytes(at: 0, count: size)
}
