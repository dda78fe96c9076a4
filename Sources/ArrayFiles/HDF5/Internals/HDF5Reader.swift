#if HDF5
  internal import CHDF5

  /// Reads a dataset's entries through the library, which decodes them and keeps the chunks it is
  /// in: a chunk is decoded once while reads go forward.
  final class HDF5Reader: PartReader {
    private let path: String
    let name: String
    private let dataset: HDF5Handle
    private let space: HDF5Handle
    /// The file's own: nothing is converted.
    private let type: HDF5Handle
    let shape: [Int]
    let entryBytes: Int
    /// More than any processor needs to decode all the chunks that a read may touch, at 20 MB/s.
    private let secondsToRead: Int

    /// - Parameter byteCount: Of the whole dataset, as another rank has found it.
    init(_ path: String, dataset name: String, byteCount: Int) throws(ArrayFileError) {
      self.path = path
      self.name = name
      let file = try HDF5File(path)
      (dataset, space, type, shape, entryBytes, secondsToRead) = try HDF5Library.using(path) {
        () throws(HDF5Problem) in
        let action = "opening \(quoted(name))"
        let access = try HDF5Handle(action, H5Pcreate(chdf5_dataset_access()))
        let cache = try Self.cache(file, name, action)
        if let cache {
          try checked(action, H5Pset_chunk_cache(access.id, cache.slots, cache.bytes, 1))
        }
        let dataset = try HDF5Handle(action, unsafe H5Dopen2(file.handle.id, name, access.id))
        let space = try HDF5Handle(action, H5Dget_space(dataset.id))
        let type = try HDF5Handle(action, H5Dget_type(dataset.id))
        let entryBytes = H5Tget_size(type.id)
        guard let shape = try HDF5Array.shape(of: space, action),
          byteCountStrictly(of: shape, each: entryBytes) == byteCount, entryBytes > 0
        else { throw .changed(dataset: name) }
        return (dataset, space, type, shape, entryBytes, 30 + (cache?.bytes ?? 0) / 20_000_000)
      }
    }

    /// Room for all chunks that one index of axis 0 lies in, and more places than the library's
    /// hashing needs to keep them apart; nil where there are no chunks.
    private static func cache(
      _ file: HDF5File, _ name: String, _ action: String
    ) throws(HDF5Problem) -> (slots: Int, bytes: Int)? {
      guard let object = try file.object(name), H5Iget_type(object.id) == H5I_DATASET else {
        throw .changed(dataset: name)
      }
      let facts = try HDF5Array(name, object, of: file)
      guard case .chunked(let chunk) = facts.layout, let shape = facts.shape,
        let entryBytes = Optional(
          H5Tget_size(try HDF5Handle(action, H5Dget_type(object.id)).id)),
        let chunkBytes = byteCountStrictly(of: chunk, each: entryBytes), !chunk.contains(0)
      else { return nil }
      let across = zip(shape, chunk).dropFirst().reduce(1) { count, axis in
        count.multipliedReportingOverflow(by: (axis.0 + axis.1 - 1) / axis.1).partialValue
      }
      let (bytes, overflow) = chunkBytes.multipliedReportingOverflow(by: across)
      guard !overflow, across > 0 else { return nil }
      return (Swift.min(1_000_003, Swift.max(521, 100 * across + 1)), Swift.max(bytes, 1 << 20))
    }

    func read(
      into buffer: UnsafeMutableRawBufferPointer, at offset: Int
    ) throws(ArrayFileError) {
      let end = offset + buffer.count
      if unsafe buffer.isEmpty { return }
      guard offset.isMultiple(of: entryBytes), end.isMultiple(of: entryBytes) else {
        return try unsafe readParts(into: buffer, at: offset)
      }
      try HDF5Library.using(path) { () throws(HDF5Problem) in
        if shape.isEmpty { return try unsafe read(all: buffer) }
        var done = 0
        for slab in HDF5Slab.covering(offset / entryBytes..<end / entryBytes, of: shape) {
          // SAFETY: the slabs together are the buffer's entries.
          let piece = unsafe UnsafeMutableRawBufferPointer(
            rebasing: buffer[done..<done + slab.size * entryBytes])
          try unsafe read(slab, into: piece)
          done += piece.count
        }
      }
    }

    /// Bytes that are not whole entries: those around them are read too.
    private func readParts(
      into buffer: UnsafeMutableRawBufferPointer, at offset: Int
    ) throws(ArrayFileError) {
      let first = offset / entryBytes * entryBytes
      let end = (offset + buffer.count + entryBytes - 1) / entryBytes * entryBytes
      let whole = UnsafeMutableRawBufferPointer.allocate(byteCount: end - first, alignment: 16)
      // SAFETY: allocated above; the bytes copied lie inside it.
      defer { unsafe whole.deallocate() }
      try unsafe read(into: whole, at: first)
      unsafe buffer.copyMemory(
        from: UnsafeRawBufferPointer(
          rebasing: whole[offset - first..<offset - first + buffer.count]))
    }

    private func read(_ slab: HDF5Slab, into buffer: UnsafeMutableRawBufferPointer)
      throws(HDF5Problem)
    {
      let action = "reading \(quoted(name))"
      let start = slab.start.map(hsize_t.init)
      let count = slab.count.map(hsize_t.init)
      // SAFETY: both lists have as many numbers as the space has axes; they are read only here.
      try checked(
        action, unsafe H5Sselect_hyperslab(space.id, H5S_SELECT_SET, start, nil, count, nil))
      var size = hsize_t(slab.size)
      let memory = try HDF5Handle(action, unsafe H5Screate_simple(1, &size, nil))
      HDF5CrashGuard.allow(seconds: secondsToRead)
      // SAFETY: the buffer has the selection's bytes, in the file's own type.
      try checked(
        action, unsafe H5Dread(dataset.id, type.id, memory.id, space.id, 0, buffer.baseAddress))
    }

    // MARK: Chunks as they are

    /// What undoes the filters of the chunks, and their shape; nil where only the library can, and
    /// where there are no chunks.
    func chunks() throws(HDF5Problem) -> (filters: HDF5Filters, shape: [Int])? {
      let action = "reading how \(quoted(name)) is kept"
      let creation = try HDF5Handle(action, H5Dget_create_plist(dataset.id))
      guard let filters = try HDF5Filters(creation, entryBytes: entryBytes, action) else {
        return nil
      }
      var lengths = [hsize_t](repeating: 1, count: shape.count)
      // SAFETY: at most as many lengths are written as there is room for.
      let axes = try checked(
        action, unsafe H5Pget_chunk(creation.id, CInt(lengths.count), &lengths))
      guard axes == shape.count, !lengths.contains(0) else { return nil }
      return (filters, lengths.map { Int(clamping: $0) })
    }

    /// Bytes in the file of the chunk whose first entry is at `start`; nil where it has none, and
    /// where it cannot be found, which reading it through the library will say.
    func storedBytes(ofChunkAt start: [Int]) -> Int? {
      var bytes = hsize_t(0)
      // SAFETY: as many numbers are read as the dataset has axes. The library of 1.10 fails where
      // a chunk has no bytes, later ones give 0.
      let code = unsafe H5Dget_chunk_storage_size(dataset.id, start.map(hsize_t.init), &bytes)
      HDF5CrashGuard.allow()
      return code < 0 || bytes == 0 ? nil : Int(clamping: bytes)
    }

    /// Reads a chunk as it is in the file.
    ///
    /// - Parameter buffer: Has the chunk's stored bytes.
    /// - Returns: The filters that the chunk has not gone through, a bit for each.
    func readChunk(
      at start: [Int], into buffer: UnsafeMutableRawBufferPointer
    ) throws(HDF5Problem) -> UInt32 {
      var mask = UInt32(0)
      // SAFETY: the library writes the chunk's stored bytes, which it has just told; the file is
      // not written through this library.
      try checked(
        "reading a chunk of \(quoted(name))",
        unsafe chdf5_read_chunk(
          dataset.id, start.map(hsize_t.init), &mask, buffer.baseAddress, buffer.count))
      return mask
    }

    private func read(all buffer: UnsafeMutableRawBufferPointer) throws(HDF5Problem) {
      guard buffer.count == entryBytes else { throw .changed(dataset: name) }
      // SAFETY: the buffer has the one entry's bytes.
      try checked(
        "reading \(quoted(name))",
        unsafe H5Dread(
          dataset.id, type.id, chdf5_all(), chdf5_all(), 0, buffer.baseAddress))
    }
  }
#endif
