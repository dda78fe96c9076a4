#if HDF5
  internal import CHDF5

  // Dimension scales (the coordinates of NetCDF-4) in an output. A scale is a dataset that gives
  // an axis of others its name and values. Along the pruned axis it keeps its place if it is
  // pruned too. If not, its values no longer fit and are left out, which is said; a NetCDF
  // dimension is then made again without values, with the new length. Scales of the other axes
  // are copied whole.

  struct HDF5Scales {
    private let writer: HDF5Writer
    private let creation: HDF5Creation
    private let made: [HDF5Handle]
    private let sources: HDF5Sources
    /// The scales in the output, by their paths in the input.
    private var scales: [HDF5Origin: HDF5Handle] = [:]
    private var notes: [String] = []

    init(
      _ writer: HDF5Writer, _ creation: HDF5Creation, _ made: [HDF5Handle], _ sources: HDF5Sources
    ) {
      self.writer = writer
      self.creation = creation
      self.made = made
      self.sources = sources
    }

    /// Attaches what still fits.
    ///
    /// - Returns: What was left out, for people.
    consuming func attach() throws(ArrayFileError) -> [String] {
      for (dataset, handle) in zip(creation.datasets, made) {
        guard let origin = dataset.origin, let source = try source(origin) else { continue }
        if let name = try scaleName(source, origin.path) { try becomeScale(handle, name) }
        scales[origin] = handle
      }
      for (dataset, handle) in zip(creation.datasets, made) {
        guard let origin = dataset.origin, let source = try source(origin) else { continue }
        try attach(dataset, handle, origin, source)
      }
      return notes
    }

    private func source(_ origin: HDF5Origin) throws(ArrayFileError) -> HDF5Handle? {
      guard let file = sources.opened(origin.path) else { return nil }
      return try HDF5Library.using(origin.path) { () throws(HDF5Problem) in
        try file.object(origin.dataset)
      }
    }

    private mutating func attach(
      _ dataset: HDF5Creation.Dataset, _ handle: HDF5Handle, _ origin: HDF5Origin,
      _ source: HDF5Handle
    ) throws(ArrayFileError) {
      let rank = try HDF5Library.using(origin.path) { () throws(HDF5Problem) in
        let space = try HDF5Handle("reading axes", H5Dget_space(source.id))
        guard try HDF5Attributes.exists("DIMENSION_LIST", of: source) else { return 0 }
        return Int(H5Sget_simple_extent_ndims(space.id))
      }
      for axis in 0..<rank {
        let path = try HDF5Library.using(origin.path) { () throws(HDF5Problem) in
          try HDF5Attributes.scalePath(source, axis: axis, origin.dataset)
        }
        guard let path else { continue }
        // Entries that became records of their own have no axes but that of the records.
        if rank != dataset.shape.count {
          note(path, origin)
          continue
        }
        try attach(HDF5Origin(path: origin.path, dataset: path), axis, dataset, handle)
      }
    }

    private mutating func attach(
      _ scale: HDF5Origin, _ axis: Int, _ dataset: HDF5Creation.Dataset, _ handle: HDF5Handle
    ) throws(ArrayFileError) {
      if scales[scale] == nil, let original = try source(scale) {
        let (isBare, isNetCDF) = try HDF5Library.using(scale.path) { () throws(HDF5Problem) in
          (
            try HDF5Attributes.isBareDimension(original),
            try HDF5Attributes.exists(HDF5Attributes.dimensionNumber, of: original)
          )
        }
        if axis > 0 {
          scales[scale] = try copy(scale, original)
        } else if isBare || isNetCDF {
          if !isBare { note(scale.dataset, scale) }
          scales[scale] = try makeBare(scale, original, length: dataset.count)
        }
      }
      guard let attached = scales[scale] else { return note(scale.dataset, scale) }
      try HDF5Writer.creating(writer.name) { () throws(HDF5Problem) in
        _ = try checked(
          "attaching \(quoted(scale.dataset))",
          H5DSattach_scale(handle.id, attached.id, CUnsignedInt(axis)))
      }
    }

    private mutating func note(_ path: String, _ origin: HDF5Origin) {
      let text = "\(origin.path):\(path), values along the pruned axis, was left out"
      if !notes.contains(text) { notes.append(text) }
    }

    /// The name of a dataset as a scale; nil where it is none.
    private func scaleName(
      _ dataset: HDF5Handle, _ path: String
    ) throws(ArrayFileError) -> String? {
      try HDF5Library.using(path) { () throws(HDF5Problem) in
        try HDF5Attributes.scaleName(dataset)
      }
    }

    private func becomeScale(_ dataset: HDF5Handle, _ name: String) throws(ArrayFileError) {
      try HDF5Writer.creating(writer.name) { () throws(HDF5Problem) in
        _ = try checked("making a scale", unsafe H5DSset_scale(dataset.id, name))
      }
    }

    /// The scale in the output: a copy, values and attributes.
    private func copy(
      _ scale: HDF5Origin, _ original: HDF5Handle
    ) throws(ArrayFileError) -> HDF5Handle {
      let name = try scaleName(original, scale.path)
      let copy = try HDF5Writer.creating(writer.name) { () throws(HDF5Problem) in
        let action = "making \(quoted(scale.dataset))"
        let copying = try HDF5Handle(action, H5Pcreate(chdf5_object_copy()))
        try checked(action, H5Pset_copy_object(copying.id, chdf5_without_attributes()))
        try checked(
          action,
          unsafe H5Ocopy(
            original.id, ".", writer.handle.id, scale.dataset, copying.id, Self.links(action).id))
        return try HDF5Handle(action, unsafe H5Dopen2(writer.handle.id, scale.dataset, 0))
      }
      if let file = sources.opened(scale.path) {
        try writer.copyAttributes(of: original, in: file, to: copy)
      }
      try becomeScale(copy, name ?? "")
      return copy
    }

    /// A NetCDF dimension without values, as netCDF-C makes one: its name says so, with the length
    /// in ten places (`DIM_WITHOUT_VARIABLE` in netCDF-C's `nc4internal.h`).
    private func makeBare(
      _ scale: HDF5Origin, _ original: HDF5Handle, length: Int
    ) throws(ArrayFileError) -> HDF5Handle {
      let bare = try HDF5Writer.creating(writer.name) { () throws(HDF5Problem) in
        let action = "making \(quoted(scale.dataset))"
        let creation = try HDF5Handle(action, H5Pcreate(chdf5_dataset_creation()))
        try checked(action, H5Pset_obj_track_times(creation.id, false))
        return try HDF5Handle(
          action,
          unsafe H5Dcreate2(
            writer.handle.id, scale.dataset, chdf5_float(4, 1), HDF5Writer.space([length]).id,
            Self.links(action).id, creation.id, 0))
      }
      if let file = sources.opened(scale.path) {
        try writer.copyAttributes(
          of: original, in: file, to: bare, only: [HDF5Attributes.dimensionNumber])
      }
      let digits = String(length)
      try becomeScale(
        bare,
        "This is a netCDF dimension but not a netCDF variable."
          + String(repeating: " ", count: Swift.max(0, 10 - digits.count)) + digits)
      return bare
    }

    private static func links(_ action: String) throws(HDF5Problem) -> HDF5Handle {
      let links = try HDF5Handle(action, H5Pcreate(chdf5_link_creation()))
      try checked(action, H5Pset_create_intermediate_group(links.id, 1))
      return links
    }
  }
#endif
