extension HDF5Node {
  /// Local. What is in an HDF5 file, as a tree with attributes; nil for other files, for what is
  /// no file, and where an object in the file is named.
  ///
  /// - Throws: ``ArrayFileError`` when the file is damaged.
  /// - Complexity: some small reads for each object.
  public static func ofFile(_ text: String) throws(ArrayFileError) -> HDF5Node? {
    // A folder, a pattern, or a name that opening it will say is not there.
    guard (try? FileStatus(of: text))?.kind == .regular else { return nil }
    guard case .hdf5(let path, nil) = try InputPlace(text) else { return nil }
    return try HDF5Opening.tree(path)
  }
}
