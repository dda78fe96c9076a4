extension HDF5Node {
  /// Local. What is in an HDF5 file, as a tree with attributes; nil for other files, and where an
  /// object in the file is named.
  ///
  /// - Throws: ``ArrayFileError`` when there is no such file, or when it is damaged.
  /// - Complexity: some small reads for each object.
  public static func ofFile(_ text: String) throws(ArrayFileError) -> HDF5Node? {
    guard case .hdf5(let path, nil) = try InputPlace(text) else { return nil }
    return try HDF5Opening.tree(path)
  }
}
