#if HDF5
  internal import CHDF5
  import ShardedArrays

  /// Lays out a new file. It is given back to the system, complete but for the values of its
  /// datasets, at the end of ``make(_:)``.
  struct HDF5Writer {
    let name: String
    private let file: HDF5Handle
    var handle: HDF5Handle { file }

    init(_ path: String, as name: String) throws(ArrayFileError) {
      self.name = name
      HDF5CrashGuard.removeOnCrash(path)
      file = try Self.creating(name) { () throws(HDF5Problem) in
        let access = try HDF5Handle("creating it", H5Pcreate(chdf5_file_access()))
        try checked("creating it", H5Pset_fclose_degree(access.id, H5F_CLOSE_STRONG))
        return try HDF5Handle(
          "creating it", unsafe H5Fcreate(path, chdf5_exclusive(), 0, access.id))
      }
    }

    /// Opens a file that was laid out, to write values into it.
    static func reopen(_ path: String) throws(HDF5Problem) -> HDF5Handle {
      let access = try HDF5Handle("opening it", H5Pcreate(chdf5_file_access()))
      try checked("opening it", H5Pset_fclose_degree(access.id, H5F_CLOSE_STRONG))
      try checked("opening it", chdf5_lenient_locks(access.id))
      return try HDF5Handle(
        "opening it", unsafe H5Fopen(path, chdf5_read_write(), access.id))
    }

    /// Runs `body`, in which the library writes; what fails is then a failure of the output.
    static func creating<Result>(
      _ name: String, _ body: () throws(HDF5Problem) -> Result
    ) throws(ArrayFileError) -> Result {
      do {
        return try HDF5Library.using(name, body)
      } catch {
        guard case .hdf5(let path, .library(let action, let words)) = error else { throw error }
        throw .hdf5Output(path: path, action: action, words: words)
      }
    }

    func make(_ creation: HDF5Creation) throws(ArrayFileError) -> HDF5Creation.Made {
      defer { HDF5CrashGuard.removeOnCrash(nil) }
      var sources = HDF5Sources()
      var made: [HDF5Handle] = []
      for dataset in creation.datasets {
        let source = try sources.open(dataset.origin)
        try makeGroups(to: dataset, source)
        let handle = try makeDataset(
          dataset, like: source, joining: creation.parts, compressed: creation.isCompressed)
        if let source {
          try copyAttributes(
            of: source.dataset, in: source.file, to: handle,
            leaving: dataset.shape.count == source.axes ? [] : HDF5Attributes.ofNetCDFAxes)
        }
        made.append(handle)
      }
      let notes = try HDF5Scales(self, creation, made, sources).attach()
      if creation.copiesRest, let origin = creation.datasets.first?.origin,
        let source = sources.opened(origin.path)
      {
        try copyRest(of: source)
      }
      let offsets = try Self.creating(name) { () throws(HDF5Problem) -> [Int] in
        var offsets: [Int] = []
        for (dataset, handle) in zip(creation.datasets, made) {
          let offset = H5Dget_offset(handle.id)
          guard
            offset != chdf5_no_address() || dataset.format.width == 0 || dataset.count == 0
              || !creation.parts.isEmpty || creation.isCompressed
          else { throw HDF5Library.failure("finding the place of \(quoted(dataset.path))") }
          offsets.append(offset == chdf5_no_address() ? 0 : Int(clamping: offset))
        }
        // Closing the file closes all in it, so that what fails then is heard of.
        try checked("flushing it", H5Fflush(file.id, H5F_SCOPE_GLOBAL))
        try file.close("closing it")
        return offsets
      }
      return HDF5Creation.Made(offsets: offsets, notes: notes)
    }

    // MARK: Groups and datasets

    /// Makes the groups that lead to a dataset, with the attributes of those that it comes from.
    private func makeGroups(
      to dataset: HDF5Creation.Dataset, _ source: HDF5Sources.Source?
    ) throws(ArrayFileError) {
      let names = dataset.path.split(separator: "/").dropLast().map(String.init)
      let origins = source.map { $0.name.split(separator: "/").dropLast().map(String.init) } ?? []
      // The innermost group corresponds to the innermost one, the root to the root.
      let shift = origins.count - names.count
      if let source, !names.isEmpty || shift == 0 || origins.isEmpty {
        try copyGroupAttributes(from: "/", source, to: file)
      }
      var path = ""
      for (index, name) in names.enumerated() {
        path += "/\(name)"
        let exists = try Self.creating(self.name) { () throws(HDF5Problem) in
          try checked("making \(quoted(path))", unsafe H5Lexists(file.id, path, 0)) > 0
        }
        if exists { continue }
        let group = try Self.creating(self.name) { () throws(HDF5Problem) in
          try HDF5Handle("making \(quoted(path))", unsafe H5Gcreate2(file.id, path, 0, 0, 0))
        }
        if let source, index + shift >= 0 {
          let origin = "/" + origins.prefix(index + shift + 1).joined(separator: "/")
          try copyGroupAttributes(from: origin, source, to: group)
        }
      }
    }

    private func copyGroupAttributes(
      from path: String, _ source: HDF5Sources.Source, to group: HDF5Handle
    ) throws(ArrayFileError) {
      let origin = try HDF5Library.using(source.file.path) { () throws(HDF5Problem) in
        try source.file.object(path)
      }
      if let origin { try copyAttributes(of: origin, in: source.file, to: group) }
    }

    private func makeDataset(
      _ dataset: HDF5Creation.Dataset, like source: HDF5Sources.Source?,
      joining parts: [(name: String, count: Int)], compressed: Bool
    ) throws(ArrayFileError) -> HDF5Handle {
      try Self.creating(name) { () throws(HDF5Problem) in
        let action = "making \(quoted(dataset.path))"
        let type: HDF5Handle
        if let source { type = source.type } else { type = try Self.type(of: dataset.format.entry) }
        guard H5Tget_size(type.id) == dataset.format.entry.byteCount else {
          throw .changed(dataset: dataset.path)
        }
        let creation = try HDF5Handle(action, H5Pcreate(chdf5_dataset_creation()))
        if compressed, !dataset.shape.contains(0) {
          try Self.compress(dataset, in: creation, action)
        } else if parts.isEmpty || dataset.shape.contains(0) {
          try checked(action, H5Pset_layout(creation.id, H5D_CONTIGUOUS))
          try checked(action, H5Pset_alloc_time(creation.id, H5D_ALLOC_TIME_EARLY))
          try checked(action, H5Pset_fill_time(creation.id, H5D_FILL_TIME_NEVER))
        } else {
          try Self.join(parts, of: dataset, in: creation, action)
        }
        // The same bytes whenever it is made.
        try checked(action, H5Pset_obj_track_times(creation.id, false))
        return try HDF5Handle(
          action,
          unsafe H5Dcreate2(
            file.id, dataset.path, type.id, Self.space(dataset.shape).id, 0, creation.id, 0))
      }
    }

    /// Makes it a dataset of chunks, each of which is shuffled and deflated.
    private static func compress(
      _ dataset: HDF5Creation.Dataset, in creation: HDF5Handle, _ action: String
    ) throws(HDF5Problem) {
      let chunks = PackedChunks(count: dataset.count, width: dataset.format.width)
      let lengths = ([chunks.records] + dataset.format.rowShape).map(hsize_t.init)
      // SAFETY: as many lengths are read as are passed.
      try checked(action, unsafe H5Pset_chunk(creation.id, CInt(lengths.count), lengths))
      if dataset.format.entry.byteCount > 1 { try checked(action, H5Pset_shuffle(creation.id)) }
      try checked(action, H5Pset_deflate(creation.id, CUnsignedInt(PackedChunks.level)))
      try checked(action, H5Pset_fill_time(creation.id, H5D_FILL_TIME_NEVER))
    }

    /// Makes each part's records a range of the dataset's.
    private static func join(
      _ parts: [(name: String, count: Int)], of dataset: HDF5Creation.Dataset,
      in creation: HDF5Handle, _ action: String
    ) throws(HDF5Problem) {
      let whole = try space(dataset.shape)
      var first = 0
      for part in parts where part.count > 0 {
        var start = dataset.shape.map { _ in hsize_t(0) }
        var count = dataset.shape.map(hsize_t.init)
        start[0] = hsize_t(first)
        count[0] = hsize_t(part.count)
        let source = try space([part.count] + dataset.format.rowShape)
        // SAFETY: both lists have as many numbers as the space has axes.
        try checked(
          action, unsafe H5Sselect_hyperslab(whole.id, H5S_SELECT_SET, start, nil, count, nil))
        try checked(
          action,
          unsafe H5Pset_virtual(creation.id, whole.id, part.name, dataset.path, source.id))
        first += part.count
      }
    }

    static func space(_ shape: [Int]) throws(HDF5Problem) -> HDF5Handle {
      let lengths = shape.map(hsize_t.init)
      // SAFETY: as many lengths are read as are passed.
      return try HDF5Handle(
        "making a shape", unsafe H5Screate_simple(CInt(lengths.count), lengths, nil))
    }

    // MARK: Attributes

    /// Copies all attributes but those that lead to other objects, and those that are there.
    func copyAttributes(
      of object: HDF5Handle, in source: HDF5File, to target: HDF5Handle,
      only wanted: Set<String>? = nil, leaving unwanted: Set<String> = []
    ) throws(ArrayFileError) {
      let names = try HDF5Library.using(source.path) { () throws(HDF5Problem) in
        try HDF5Attributes.names(of: object)
      }
      for name in names where !HDF5Attributes.ofScales.contains(name) {
        if unwanted.contains(name) || wanted?.contains(name) == false { continue }
        let value = try HDF5Library.using(source.path) { () throws(HDF5Problem) in
          try HDF5AttributeValue(name, of: object)
        }
        if value.holdsReferences { continue }
        try Self.creating(self.name) { () throws(HDF5Problem) in
          if try HDF5Attributes.exists(name, of: target) { return }
          try value.write(as: name, to: target)
        }
      }
    }

    // MARK: Types

    /// The type of entries that come from another kind of file.
    static func type(of entry: EntryType) throws(HDF5Problem) -> HDF5Handle {
      switch entry {
      case .element(let element, let order): return try type(of: element, order)
      case .structure(let structure):
        let action = "making a record type"
        let type = try HDF5Handle(action, H5Tcreate(H5T_COMPOUND, structure.byteCount))
        for field in structure.fields {
          var member = try self.type(of: field.elementType, field.byteOrder)
          if !field.isScalar {
            let lengths = field.shape.map(hsize_t.init)
            // SAFETY: as many lengths are read as are passed.
            member = try HDF5Handle(
              action, unsafe H5Tarray_create2(member.id, CUnsignedInt(lengths.count), lengths))
          }
          try checked(action, unsafe H5Tinsert(type.id, field.name, field.offset, member.id))
        }
        return type
      }
    }

    private static func type(
      of element: ElementType, _ order: ByteOrder
    ) throws(HDF5Problem) -> HDF5Handle {
      let action = "making a type"
      let isBig: CInt = order == .big ? 1 : 0
      switch element {
      case .bool:
        // As h5py writes it.
        let type = try HDF5Handle(action, H5Tenum_create(chdf5_int8()))
        for (name, value) in [("FALSE", Int8(0)), ("TRUE", Int8(1))] {
          var value = value
          // SAFETY: one byte is read.
          try checked(action, unsafe H5Tenum_insert(type.id, name, &value))
        }
        return type
      case .float16:
        // IEEE 754-2019, table 3.5: 10 bits of mantissa, 5 of exponent.
        let type = try HDF5Handle(action, H5Tcopy(chdf5_float(4, isBig)))
        try checked(action, H5Tset_fields(type.id, 15, 10, 5, 0, 10))
        try checked(action, H5Tset_size(type.id, 2))
        try checked(action, H5Tset_ebias(type.id, 15))
        return type
      case .float32, .float64:
        return try HDF5Handle(action, H5Tcopy(chdf5_float(CInt(element.byteCount), isBig)))
      default:
        return try HDF5Handle(
          action,
          H5Tcopy(
            chdf5_integer(CInt(element.byteCount), element.isSignedInteger ? 1 : 0, isBig)))
      }
    }
  }

  /// The files and datasets that an output is made in the likeness of, each opened once.
  struct HDF5Sources {
    struct Source {
      let file: HDF5File
      /// `/wind/u`
      let name: String
      let dataset: HDF5Handle
      let axes: Int
      /// A copy that belongs to no file.
      let type: HDF5Handle
    }

    private var files: [String: HDF5File] = [:]

    mutating func open(_ origin: HDF5Origin?) throws(ArrayFileError) -> Source? {
      guard let origin else { return nil }
      let file: HDF5File
      if let open = files[origin.path] { file = open } else { file = try HDF5File(origin.path) }
      files[origin.path] = file
      return try HDF5Library.using(origin.path) { () throws(HDF5Problem) in
        let action = "opening \(quoted(origin.dataset))"
        let dataset = try HDF5Handle(
          action, unsafe H5Dopen2(file.handle.id, origin.dataset, 0))
        let type = try HDF5Handle(action, H5Dget_type(dataset.id))
        let space = try HDF5Handle(action, H5Dget_space(dataset.id))
        return Source(
          file: file, name: origin.dataset, dataset: dataset,
          axes: Int(H5Sget_simple_extent_ndims(space.id)),
          type: try HDF5Handle(action, H5Tcopy(type.id)))
      }
    }

    func opened(_ path: String) -> HDF5File? { files[path] }
  }
#endif
