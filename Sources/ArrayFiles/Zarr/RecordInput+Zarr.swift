extension RecordInput {
  /// The version of the zarr arrays that the records come from, where all are of one.
  package var zarrVersion: Int? {
    var versions: Set<Int?> = []
    for part in columns.flatMap(\.parts) {
      if case .zarr(let layout) = part.storage {
        versions.insert(layout.version)
      } else {
        versions.insert(nil)
      }
    }
    return versions.count == 1 ? versions.first ?? nil : nil
  }
}
