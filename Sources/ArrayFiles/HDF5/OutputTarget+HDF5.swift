extension OutputTarget {
  /// Endings of names that HDF5 files have.
  private static let endings: Set<String> = [
    "h5", "hdf5", "hdf", "he5", "h5part", "nxs", "nc", "nc4",
  ]

  /// Whether an output of this name is an HDF5 file: `out.h5`, `out.nc`, `out.h5:/group/name`.
  public static func isHDF5(_ path: String) -> Bool {
    if InputPlace.split(path) != nil { return true }
    let name = OutputName.split(path).name
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex, !path.hasSuffix("/") else {
      return false
    }
    return endings.contains(name[name.index(after: dot)...].lowercased())
  }

  /// Where records go in an HDF5 file: to the places that the input's datasets have, or below the
  /// object that `path` names.
  ///
  /// - Parameters:
  ///   - path: `out.h5`, or `out.h5:/group/name`.
  ///   - columns: What is written.
  ///   - origins: Where each column comes from; nil for files that are not HDF5.
  ///   - name: Of a single dataset that has no other name.
  ///   - shards: As many files hold the records, beside the one of this name.
  ///   - copiesRest: Whether everything else of the input's file comes along.
  ///   - compresses: Whether the files of shards are compressed.
  public static func hdf5(
    at path: String, columns: [ColumnFormat], origins: [HDF5Origin?], name: String = "x",
    shards: Int? = nil, copiesRest: Bool = false, compresses: Bool = false
  ) -> OutputTarget {
    let (file, object) = InputPlace.split(path).map { ($0.path, $0.object) } ?? (path, nil)
    func below(_ group: String, _ name: String) -> String {
      group == "/" ? "/\(name)" : "\(group)/\(name)"
    }
    guard columns.count > 1 else {
      let place = object == "/" ? below("/", name) : object
      return .hdf5(
        file,
        [.init(path: place ?? origins[0]?.dataset ?? "/\(name)", origin: origins[0])],
        shards: shards, copiesRest: copiesRest, compresses: compresses)
    }
    var places = zip(columns, origins).map { column, origin in
      let group =
        object ?? origin.map { OutputName.split($0.dataset).prefix } ?? "/"
      return below(OutputName.withoutTrailingSlashes(group), column.name)
    }
    if Set(places).count < places.count { places = columns.map { below(object ?? "/", $0.name) } }
    return .hdf5(
      file, zip(places, origins).map { HDF5Dataset(path: $0, origin: $1) },
      fields: columns.map(\.name), shards: shards,
      copiesRest: copiesRest, compresses: compresses)
  }
}
