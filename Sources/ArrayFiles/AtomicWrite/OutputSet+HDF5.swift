import ShardedArrays

extension OutputSet {
  /// Local; on one rank. Has the HDF5 library lay out a file for all columns, reserves its space
  /// and notes where each column's records go; or as many as there are shards, and a file that
  /// joins them.
  mutating func prepareHDF5(
    _ array: OutputArray, final: String, token: String
  ) throws(ArrayFileError) {
    arrays.append(StagedArray(array: array, files: [], directory: nil))
    let last = arrays.count - 1
    let partial = OutputName.partial(for: final, token: token)
    guard let shards = array.target.shards else {
      arrays[last].files = try prepareHDF5(
        array, 0..<array.count, path: array.target.path, partial: partial, final: final)
      return
    }
    let partition = Partition(even: array.count, over: shards)
    var files: [[StagedFile]] = []
    for shard in 0..<shards {
      let part = PartName.make(shard, of: shards, beside: final)
      files.append(
        try prepareHDF5(
          array, partition.range(of: shard),
          path: PartName.make(shard, of: shards, beside: array.target.path),
          partial: OutputName.partial(for: part, token: token), final: part))
      arrays[last].files = files.flatMap(\.self)
    }
    // Column by column, as other arrays have them.
    arrays[last].files = array.columns.indices.flatMap { column in files.map { $0[column] } }
    let parts = (0..<shards).map { shard in
      (
        name: OutputName.split(PartName.make(shard, of: shards, beside: final)).name,
        count: partition.count(of: shard)
      )
    }
    let joined = try prepareHDF5(
      array, 0..<array.count, path: array.target.path, partial: partial, final: final,
      joining: parts)
    arrays[last].joined = joined.first
  }

  /// One file.
  private mutating func prepareHDF5(
    _ array: OutputArray, _ records: Range<Int>, path: String, partial: String, final: String,
    joining parts: [(name: String, count: Int)] = []
  ) throws(ArrayFileError) -> [StagedFile] {
    let isPart = array.target.shards != nil && parts.isEmpty
    let creation = HDF5Creation(
      datasets: zip(array.target.hdf5 ?? [], array.columns).map { dataset, format in
        .init(
          path: dataset.path, format: format, count: records.count, origin: dataset.origin)
      }, parts: parts, isCompressed: array.target.compresses && isPart,
      copiesRest: array.target.copiesRest && !isPart)
    let made = try creation.make(partial, as: path)
    if creation.isCompressed {
      return try preparePlain(creation, records, path: path, packed: partial, final: final)
    }
    var file = try PartialFile.adopt(partial, as: path)
    let size = try file.size()
    let staged = creation.datasets.enumerated().map { column, dataset in
      StagedFile(
        path: path, dataset: dataset.path, column: column, records: records,
        dataOffset: made.offsets[column], size: size, partialPath: partial, finalPath: final)
    }
    do throws(ArrayFileError) {
      try file.flush()
      try file.close()
    } catch {
      try? System.unlink(partial)
      throw error
    }
    if !isPart { arrays[arrays.count - 1].notes = made.notes }
    return staged
  }

  /// The file that all ranks write before one packs it: the columns' records and nothing else.
  private func preparePlain(
    _ creation: HDF5Creation, _ records: Range<Int>, path: String, packed: String, final: String
  ) throws(ArrayFileError) -> [StagedFile] {
    let plain = "\(packed)-plain"
    var offsets = [0]
    for dataset in creation.datasets {
      offsets.append(offsets[offsets.count - 1] + records.count * dataset.format.width)
    }
    let size = offsets[offsets.count - 1]
    do throws(ArrayFileError) {
      var file = try PartialFile.create(plain, as: path, size: size, header: [])
      try file.close()
    } catch {
      try? System.unlink(plain)
      try? System.unlink(packed)
      throw error
    }
    return creation.datasets.enumerated().map { column, dataset in
      StagedFile(
        path: path, dataset: dataset.path, column: column, records: records,
        dataOffset: offsets[column], size: size, partialPath: plain, finalPath: final,
        packedPath: packed)
    }
  }
}
