/// Opening what an input names in an HDF5 file. Without the library every file is refused, with
/// the words that say how to switch it on.
enum HDF5Opening {
  /// Local. A dataset; or the datasets of a group as fields, each with its name.
  ///
  /// - Parameter object: `/wind/u`, `/wind` or `/wind/*`; nil for the only thing in the file.
  /// - Throws: ``ArrayFileError`` with what is wrong with the file or the name.
  /// - Complexity: some small reads for each dataset; without a name, for each object of the file.
  static func open(_ path: String, object: String?) throws(ArrayFileError) -> OpenedInput {
    #if HDF5
      let file = try HDF5File(path)
      return try HDF5Library.using(path) { () throws(HDF5Problem) in
        guard let object else { return try only(of: file) }
        return try named(object, of: file)
      }
    #else
      throw .hdf5(path: path, .switchedOff)
    #endif
  }

  /// Local. Throws where the library was left out.
  static func checkAvailable(for path: String) throws(ArrayFileError) {
    #if !HDF5
      throw .hdf5(path: path, .switchedOff)
    #endif
  }

  /// Local. The whole file as a tree with attributes.
  static func tree(_ path: String) throws(ArrayFileError) -> HDF5Node {
    #if HDF5
      let file = try HDF5File(path)
      return try HDF5Library.using(path) { () throws(HDF5Problem) in
        try file.tree(describing: true)
      }
    #else
      throw .hdf5(path: path, .switchedOff)
    #endif
  }
}

extension ArrayStorage {
  /// Local. Opens a dataset whose bytes are not one after the other in the file.
  static func openHDF5(
    _ path: String, dataset: String, byteCount: Int
  ) throws(ArrayFileError) -> any PartReader {
    #if HDF5
      let library = try HDF5Reader(path, dataset: dataset, byteCount: byteCount)
      return try HDF5ChunkReader(library, path) ?? library
    #else
      throw .hdf5(path: path, .switchedOff)
    #endif
  }
}

#if HDF5
  internal import CHDF5

  extension HDF5Opening {
    private static func named(
      _ object: String, of file: HDF5File
    ) throws(HDF5Problem) -> OpenedInput {
      var name = object
      var handle = try file.object(name)
      var isGroup = false
      if handle == nil, object.hasSuffix("/*") {
        name = object == "/*" ? "/" : String(object.dropLast(2))
        handle = try file.object(name)
        isGroup = true
      }
      guard let handle else {
        throw .noObject(object, holds: try file.tree(describing: false).choices.map(\.object))
      }
      switch H5Iget_type(handle.id) {
      case H5I_DATASET where !isGroup:
        return OpenedInput(
          try HDF5Array(name, handle, of: file).head(file.path, fileSize: file.size))
      case H5I_GROUP:
        return try fields(of: name, handle, file)
      case H5I_DATASET: throw .notData(object, what: "part of a dataset")
      default: throw .notData(object, what: "a named type")
      }
    }

    private static func fields(
      of group: String, _ handle: HDF5Handle, _ file: HDF5File
    ) throws(HDF5Problem) -> OpenedInput {
      var arrays: [HDF5Array] = []
      for name in try file.names(in: handle) {
        let path = group == "/" ? "/\(name)" : "\(group)/\(name)"
        guard let object = try file.object(path), H5Iget_type(object.id) == H5I_DATASET else {
          continue
        }
        arrays.append(try HDF5Array(path, object, of: file))
      }
      return try opened(arrays.fields(ofGroup: group), file)
    }

    private static func opened(
      _ fields: [HDF5Array], _ file: HDF5File
    ) throws(HDF5Problem) -> OpenedInput {
      var named: [(name: String, head: FileHead)] = []
      for field in fields {
        named.append((field.name, try field.head(file.path, fileSize: file.size)))
      }
      return OpenedInput(fields: named)
    }

    private static func only(of file: HDF5File) throws(HDF5Problem) -> OpenedInput {
      let choices = try file.tree(describing: false).choices
      guard let choice = choices.first else { throw .nothing }
      guard choices.count == 1 else { throw .choices(choices) }
      return try named(choice.object, of: file)
    }
  }
#endif
