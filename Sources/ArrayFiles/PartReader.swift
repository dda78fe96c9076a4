import ShardedArrays

/// Reads the bytes of an array that one file holds, whatever way it holds them.
protocol PartReader: AnyObject {
  /// Local. Fills `buffer` with the bytes from `offset` on, counted from the array's first byte.
  ///
  /// - Throws: ``ArrayFileError``; parts of `buffer` may have been filled.
  func read(
    into buffer: UnsafeMutableRawBufferPointer, at offset: Int
  ) throws(ArrayFileError)
}

extension ArrayStorage {
  /// Local. Opens the file.
  ///
  /// - Parameter byteCount: Bytes of the array, as its header said when it was first read.
  func open(_ path: String, byteCount: Int) throws(ArrayFileError) -> any PartReader {
    switch self {
    case .plain(let offset): PlainReader(try InputFile(path), offset: offset)
    case .hdf5(let dataset):
      try Self.openHDF5(path, dataset: dataset, byteCount: byteCount)
    case .deflated(let member): try DeflatedStream(InputFile(path), path: path, member)
    case .zarr(let layout): ZarrReader(path, layout)
    }
  }
}

/// Bytes as they are in the file.
private final class PlainReader: PartReader {
  private let file: InputFile
  private let offset: Int

  init(_ file: consuming InputFile, offset: Int) {
    self.file = file
    self.offset = offset
  }

  func read(
    into buffer: UnsafeMutableRawBufferPointer, at start: Int
  ) throws(ArrayFileError) {
    try unsafe file.read(into: buffer, at: offset + start)
  }
}

/// Reads bytes of arrays that follow one another, each in its file.
final class PartsReader {
  /// One file's array.
  struct Part {
    let path: String
    let storage: ArrayStorage
    let byteCount: Int
  }

  private let parts: [Part]
  /// Which part holds which bytes.
  private let partition: Partition
  /// Index of the open part.
  private var index = 0
  private var reader: (any PartReader)?

  init(_ parts: [Part]) {
    self.parts = parts
    partition = Partition(counts: parts.map(\.byteCount))
  }

  /// Fills the start of `buffer`.
  func read(_ range: Range<Int>, into buffer: inout MutableRawSpan) throws(ArrayFileError) {
    precondition(
      buffer.byteCount >= range.count,
      "reading \(range.count) bytes into a buffer of \(buffer.byteCount)")
    // SAFETY: the pointer stays in this closure; every slice is within `range.count` bytes, which
    // the buffer was just checked to have.
    try unsafe buffer.withUnsafeMutableBytes { bytes throws(ArrayFileError) in
      for (index, part) in partition.owners(of: range) {
        let slice = unsafe UnsafeMutableRawBufferPointer(
          rebasing: bytes[part.lowerBound - range.lowerBound..<part.upperBound - range.lowerBound])
        try open(index)
        try unsafe reader?.read(into: slice, at: part.lowerBound - partition.boundaries[index])
      }
    }
  }

  private func open(_ index: Int) throws(ArrayFileError) {
    if reader != nil, index == self.index { return }
    reader = nil
    let part = parts[index]
    reader = try part.storage.open(part.path, byteCount: part.byteCount)
    self.index = index
  }
}
