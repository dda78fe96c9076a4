/// How the records of a compressed dataset lie in chunks: whole records, about 1 MiB of them, the
/// last chunk filled up with zeros.
///
/// They depend on the number of records alone, so that the file is the same on any number of ranks.
struct PackedChunks: Hashable {
  static let targetBytes = 1 << 20
  /// Bytes of a record, at most: a chunk of an HDF5 file has less than 4 GiB.
  static let recordLimit = 1 << 30
  /// Of deflate. The next ones take twice as long, for 1 to 4 % less.
  static let level = 1

  /// All of them.
  let count: Int
  /// Bytes of a record.
  let width: Int
  /// Of a chunk.
  let records: Int

  /// - Precondition: there are records, and they have bytes.
  init(count: Int, width: Int) {
    precondition(count > 0 && width > 0, "chunks of \(count) records of \(width) bytes")
    (self.count, self.width) = (count, width)
    records = Swift.max(1, Swift.min(count, Self.targetBytes / width))
  }

  var byteCount: Int { records * width }
  var chunkCount: Int { (count + records - 1) / records }

  /// The records in a chunk.
  func records(of chunk: Int) -> Range<Int> {
    chunk * records..<Swift.min(count, (chunk + 1) * records)
  }
}

extension OutputTarget {
  /// Local. Throws where the parts of this output cannot be compressed.
  ///
  /// - Parameter formats: Of its columns.
  public func checkCompression(_ formats: [ColumnFormat]) throws(ArrayFileError) {
    guard hdf5 != nil else { throw .compressNotHDF5(path: path) }
    let widest = formats.map(\.width).max() ?? 0
    guard widest <= PackedChunks.recordLimit else {
      throw .compressTooWide(path: path, bytes: widest, limit: PackedChunks.recordLimit)
    }
  }
}
