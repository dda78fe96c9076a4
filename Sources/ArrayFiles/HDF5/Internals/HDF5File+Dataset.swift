#if HDF5
  internal import CHDF5

  extension HDF5Array {
    /// Reads what the file says of a dataset; its values are not touched.
    init(_ path: String, _ dataset: HDF5Handle, of file: HDF5File) throws(HDF5Problem) {
      let action = "reading what \(quoted(path)) is"
      let type = try HDF5Handle(action, H5Dget_type(dataset.id))
      let space = try HDF5Handle(action, H5Dget_space(dataset.id))
      let creation = try HDF5Handle(action, H5Dget_create_plist(dataset.id))
      let shape = try Self.shape(of: space, action)
      let (filters, missing) = try Self.filters(of: creation, action)
      self.init(
        path: path, shape: shape, content: try Content(of: type),
        layout: try Self.layout(of: dataset, creation, rank: shape?.count ?? 0, file, action),
        filters: filters, missingFilter: missing,
        storedBytes: Int(clamping: H5Dget_storage_size(dataset.id)),
        isBareDimension: try HDF5Attributes.isBareDimension(dataset))
    }

    static func shape(of space: HDF5Handle, _ action: String) throws(HDF5Problem) -> [Int]? {
      if H5Sget_simple_extent_type(space.id) == H5S_NULL { return nil }
      let rank = try checked(action, H5Sget_simple_extent_ndims(space.id))
      var lengths = [hsize_t](repeating: 0, count: Int(rank))
      // SAFETY: as many lengths are written as there are axes.
      try checked(action, unsafe H5Sget_simple_extent_dims(space.id, &lengths, nil))
      return lengths.map { Int(clamping: $0) }
    }

    private static func layout(
      of dataset: HDF5Handle, _ creation: HDF5Handle, rank: Int, _ file: HDF5File, _ action: String
    ) throws(HDF5Problem) -> Layout {
      switch H5Pget_layout(creation.id) {
      case H5D_COMPACT: return .compact
      case H5D_CHUNKED:
        var lengths = [hsize_t](repeating: 1, count: rank)
        // SAFETY: at most `rank` lengths are written.
        let axes = try checked(
          action, unsafe H5Pget_chunk(creation.id, CInt(rank), &lengths))
        guard axes == rank else { throw .library(action: action, words: "chunks of \(axes) axes") }
        return .chunked(lengths.map { Int(clamping: $0) })
      case H5D_VIRTUAL:
        return .virtual(files: try sources(of: creation, file, action))
      case H5D_CONTIGUOUS:
        if try checked(action, H5Pget_external_count(creation.id)) > 0 { return .external }
        let offset = H5Dget_offset(dataset.id)
        return .contiguous(offset: offset == chdf5_no_address() ? nil : Int(clamping: offset))
      default: throw HDF5Library.failure(action)
      }
    }

    /// The files that hold the parts of a virtual dataset, but for this file and for names with
    /// numbers to be put in.
    private static func sources(
      of creation: HDF5Handle, _ file: HDF5File, _ action: String
    ) throws(HDF5Problem) -> [String] {
      var count = 0
      try checked(action, unsafe H5Pget_virtual_count(creation.id, &count))
      guard count <= file.size else { throw .library(action: action, words: "\(count) parts") }
      var files: [String] = []
      for index in 0..<count {
        let name = try unsafe text(action) { buffer, size in
          unsafe H5Pget_virtual_filename(creation.id, index, buffer, size)
        }
        if name == "." || name.contains("%") { continue }
        let path = name.hasPrefix("/") ? name : OutputName.split(file.path).prefix + name
        if files.last != path { files.append(path) }
      }
      return files
    }

    /// The filters that a chunk goes through, and the first that the library does not have.
    private static func filters(
      of creation: HDF5Handle, _ action: String
    ) throws(HDF5Problem) -> (names: [String], missing: String?) {
      var names: [String] = []
      var missing: String?
      for index in 0..<(try checked(action, H5Pget_nfilters(creation.id))) {
        var (flags, settings): (CUnsignedInt, CUnsignedInt) = (0, 0)
        var (values, valueCount) = ([CUnsignedInt](repeating: 0, count: 8), 8)
        var label = [CChar](repeating: 0, count: 64)
        // SAFETY: the lengths passed are those of the arrays.
        let filter = try checked(
          action,
          unsafe H5Pget_filter2(
            creation.id, CUnsignedInt(index), &flags, &valueCount, &values, label.count - 1, &label,
            &settings))
        let given = String(
          decoding: label.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        let known = [1: "deflate", 2: "shuffle", 3: "fletcher32", 4: "szip", 5: "nbit"]
        let name =
          known[Int(filter)] ?? (given.isEmpty ? "filter \(filter)" : "filter \(filter) (\(given))")
        names.append(filter == 1 && valueCount > 0 ? "\(name) \(values[0])" : name)
        if missing == nil, H5Zfilter_avail(filter) <= 0 { missing = name }
      }
      return (names, missing)
    }
  }
#endif
