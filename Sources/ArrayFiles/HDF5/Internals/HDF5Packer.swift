#if HDF5
  internal import CHDF5
  import PruneKernels
  import ShardedArrays

  /// Fills the chunks of a file that ``HDF5Writer`` has laid out: shuffles and deflates them here and
  /// gives them to the library as they shall be in the file.
  final class HDF5Packer {
    private struct Column {
      let dataset: HDF5Handle
      let chunks: PackedChunks?
      let axes: Int
      /// Bytes of an entry, which is what is shuffled.
      let entryBytes: Int
      /// Where the records start in the plain file.
      let offset: Int
    }

    private let name: String
    private let path: String
    private let plain: InputFile
    private let file: HDF5Handle
    private let columns: [Column]
    private let packer = Deflated.Packer(level: PackedChunks.level)
    private let records: RecordBuffer
    private let shuffled: RecordBuffer
    private let deflated: RecordBuffer
    private var column = 0
    private var chunk = 0

    init(_ files: [StagedFile], _ formats: [ColumnFormat]) throws(ArrayFileError) {
      let (name, path) = (files[0].path, files[0].packedPath ?? files[0].partialPath)
      (self.name, self.path) = (name, path)
      plain = try InputFile(files[0].partialPath)
      HDF5CrashGuard.removeOnCrash(path)
      (file, columns) = try HDF5Writer.creating(name) { () throws(HDF5Problem) in
        let file = try HDF5Writer.reopen(path)
        var columns: [Column] = []
        for (staged, format) in zip(files, formats) {
          let dataset = staged.dataset ?? ""
          columns.append(
            Column(
              dataset: try HDF5Handle(
                "opening \(quoted(dataset))", unsafe H5Dopen2(file.id, dataset, 0)),
              chunks: staged.records.isEmpty || format.width == 0
                ? nil : PackedChunks(count: staged.records.count, width: format.width),
              axes: 1 + format.rowShape.count, entryBytes: format.entry.byteCount,
              offset: staged.dataOffset))
        }
        return (file, columns)
      }
      let largest = columns.compactMap { $0.chunks?.byteCount }.max() ?? 0
      records = RecordBuffer(byteCount: largest)
      shuffled = RecordBuffer(byteCount: largest)
      deflated = RecordBuffer(byteCount: largest)
    }

    deinit { HDF5CrashGuard.removeOnCrash(nil) }

    func packNext() throws(ArrayFileError) -> Bool {
      while column < columns.count, chunk >= columns[column].chunks?.chunkCount ?? 0 {
        (column, chunk) = (column + 1, 0)
      }
      guard column < columns.count, let chunks = columns[column].chunks else { return false }
      try read(chunks, columns[column].offset)
      try write(chunks, columns[column])
      chunk += 1
      return true
    }

    /// Reads the chunk's records, and zeros behind the last one of all.
    private func read(_ chunks: PackedChunks, _ offset: Int) throws(ArrayFileError) {
      let range = chunks.records(of: chunk)
      let count = range.count * chunks.width
      try plain.read(into: records, 0..<count, at: offset + range.lowerBound * chunks.width)
      records.withMutableBytes(count..<chunks.byteCount) { rest in
        // SAFETY: a byte has any value.
        unsafe rest.withUnsafeMutableBytes { bytes in
          _ = unsafe bytes.initializeMemory(as: UInt8.self, repeating: 0)
        }
      }
    }

    /// Shuffled where an entry has several bytes, deflated where that makes it shorter.
    private func write(_ chunks: PackedChunks, _ column: Column) throws(ArrayFileError) {
      let whole = 0..<chunks.byteCount
      let isShuffled = column.entryBytes > 1
      if isShuffled {
        records.withBytes(whole) { bytes in
          shuffled.withMutableBytes(whole) { shuffle(bytes, width: column.entryBytes, into: &$0) }
        }
      }
      let source = isShuffled ? shuffled : records
      let size = source.withBytes(whole) { bytes in
        deflated.withMutableBytes(whole) { packer.pack(bytes, into: &$0) }
      }
      // A chunk's mask has a bit for each filter it has not gone through.
      let mask: UInt32 = size == nil ? (isShuffled ? 2 : 1) : 0
      var start = [hsize_t](repeating: 0, count: column.axes)
      start[0] = hsize_t(chunk * chunks.records)
      _ = try HDF5Writer.creating(name) { () throws(HDF5Problem) in
        try (size == nil ? source : deflated).withBytes(0..<(size ?? chunks.byteCount)) {
          (bytes) throws(HDF5Problem) in
          // SAFETY: the span's bytes are read during the call, and as many numbers as the dataset
          // has axes.
          try unsafe bytes.withUnsafeBytes { bytes throws(HDF5Problem) in
            try checked(
              "writing a chunk",
              unsafe H5Dwrite_chunk(
                column.dataset.id, 0, mask, start, bytes.count, bytes.baseAddress))
          }
        }
      }
    }

    func finish() throws(ArrayFileError) -> FilePacker.Result {
      let stored = try HDF5Writer.creating(name) { () throws(HDF5Problem) in
        let stored = columns.map { Int(clamping: H5Dget_storage_size($0.dataset.id)) }
        // Closing the file closes all in it, so that what fails then is heard of.
        try checked("flushing it", H5Fflush(file.id, H5F_SCOPE_GLOBAL))
        try file.close("closing it")
        return stored
      }
      var packed = try PartialFile.openExisting(path, as: name)
      try packed.flush()
      let size = try packed.size()
      try packed.close()
      return FilePacker.Result(size: size, stored: stored)
    }
  }
#endif
