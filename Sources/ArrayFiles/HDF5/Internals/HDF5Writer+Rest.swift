#if HDF5
  internal import CHDF5

  extension HDF5Writer {
    /// Copies what the output does not hold yet: groups with their attributes, datasets whole,
    /// named types, and links as links. A second name of an object becomes a copy's second name.
    ///
    /// Datasets keep their scales. Where a scale was pruned and a dataset along it is not, a copy of
    /// the whole scale stands beside it, under the name with `_unpruned`.
    func copyRest(of source: HDF5File) throws(ArrayFileError) {
      let tree = try HDF5Library.using(source.path) { () throws(HDF5Problem) in
        try source.tree(describing: false)
      }
      var copied: [HDF5Array] = []
      try copyGroup(tree, of: source, &copied)
      var numbers = try HDF5DimensionNumbers(tree, of: source)
      for array in copied { try attachScales(to: array, of: source, &numbers) }
    }

    private func copyGroup(
      _ node: HDF5Node, of source: HDF5File, _ copied: inout [HDF5Array]
    ) throws(ArrayFileError) {
      guard case .group(let children) = node.kind else { return }
      if let origin = try object(node.path, of: source) {
        let group = try Self.creating(name) { () throws(HDF5Problem) in
          var exists = node.path == "/"
          if !exists {
            exists = try checked("copying", unsafe H5Lexists(handle.id, node.path, 0)) > 0
          }
          if exists {
            return try HDF5Handle("copying", unsafe H5Oopen(handle.id, node.path, 0))
          }
          return try HDF5Handle(
            "copying \(quoted(node.path))", unsafe H5Gcreate2(handle.id, node.path, 0, 0, 0))
        }
        try copyAttributes(of: origin, in: source, to: group)
      }
      for child in children {
        switch child.kind {
        case .group: try copyGroup(child, of: source, &copied)
        case .link: try copyLink(child, of: source)
        case .type: try copyObject(child.path, to: child.path, of: source)
        case .dataset(let array):
          if try exists(child.path) { continue }
          try copyDataset(child.path, to: child.path, of: source)
          copied.append(array)
        }
      }
    }

    private func object(
      _ path: String, of source: HDF5File
    ) throws(ArrayFileError) -> HDF5Handle? {
      try HDF5Library.using(source.path) { () throws(HDF5Problem) in try source.object(path) }
    }

    private func exists(_ path: String) throws(ArrayFileError) -> Bool {
      try Self.creating(name) { () throws(HDF5Problem) in
        try checked("copying \(quoted(path))", unsafe H5Lexists(handle.id, path, 0)) > 0
      }
    }

    private func copyObject(
      _ path: String, to target: String, of source: HDF5File
    ) throws(ArrayFileError) {
      if try exists(target) { return }
      try Self.creating(name) { () throws(HDF5Problem) in
        let action = "copying \(quoted(path))"
        let copying = try HDF5Handle(action, H5Pcreate(chdf5_object_copy()))
        try checked(action, H5Pset_copy_object(copying.id, chdf5_without_attributes()))
        _ = try checked(
          action,
          unsafe H5Ocopy(source.handle.id, path, handle.id, target, copying.id, 0))
      }
    }

    /// A dataset with its attributes; a scale becomes one again.
    private func copyDataset(
      _ path: String, to target: String, of source: HDF5File
    ) throws(ArrayFileError) {
      try copyObject(path, to: target, of: source)
      guard let original = try object(path, of: source) else { return }
      let copy = try Self.creating(name) { () throws(HDF5Problem) in
        try HDF5Handle("copying \(quoted(path))", unsafe H5Oopen(handle.id, target, 0))
      }
      let unwanted: Set<String> =
        path == target ? ["_Netcdf4Coordinates"] : HDF5Attributes.ofNetCDFAxes
      try copyAttributes(of: original, in: source, to: copy, leaving: unwanted)
      let scale = try HDF5Library.using(source.path) { () throws(HDF5Problem) in
        try HDF5Attributes.scaleName(original)
      }
      if let scale {
        try Self.creating(name) { () throws(HDF5Problem) in
          _ = try checked("making a scale", unsafe H5DSset_scale(copy.id, scale))
        }
      }
    }

    /// Attaches a copied dataset to the scales that it had.
    private func attachScales(
      to array: HDF5Array, of source: HDF5File, _ numbers: inout HDF5DimensionNumbers
    ) throws(ArrayFileError) {
      guard let original = try object(array.path, of: source) else { return }
      for (axis, length) in (array.shape ?? []).enumerated() {
        let path = try HDF5Library.using(source.path) { () throws(HDF5Problem) in
          try HDF5Attributes.scalePath(original, axis: axis, array.path)
        }
        guard let path else { continue }
        var target = path
        if try lengthOfScale(target) != length {
          target += "_unpruned"
          if try !exists(target) {
            try copyDataset(path, to: target, of: source)
            try number(target, numbers.next())
          }
        }
        try Self.creating(name) { () throws(HDF5Problem) in
          let action = "attaching \(quoted(target))"
          let dataset = try HDF5Handle(action, unsafe H5Oopen(handle.id, array.path, 0))
          let scale = try HDF5Handle(action, unsafe H5Oopen(handle.id, target, 0))
          _ = try checked(action, H5DSattach_scale(dataset.id, scale.id, CUnsignedInt(axis)))
        }
      }
    }

    /// The length of a scale in the output; nil where there is none of that name.
    private func lengthOfScale(_ path: String) throws(ArrayFileError) -> Int? {
      if try !exists(path) { return nil }
      return try Self.creating(name) { () throws(HDF5Problem) -> Int? in
        let action = "looking at \(quoted(path))"
        let object = try HDF5Handle(action, unsafe H5Oopen(handle.id, path, 0))
        guard H5Iget_type(object.id) == H5I_DATASET, H5DSis_scale(object.id) > 0 else { return nil }
        let space = try HDF5Handle(action, H5Dget_space(object.id))
        return try HDF5Array.shape(of: space, action)?.first
      }
    }

    private func number(_ path: String, _ number: Int?) throws(ArrayFileError) {
      guard let number else { return }
      try Self.creating(name) { () throws(HDF5Problem) in
        let action = "numbering \(quoted(path))"
        let object = try HDF5Handle(action, unsafe H5Oopen(handle.id, path, 0))
        let space = try HDF5Handle(action, H5Screate(H5S_SCALAR))
        let attribute = try HDF5Handle(
          action,
          unsafe H5Acreate2(
            object.id, HDF5Attributes.dimensionNumber, chdf5_integer(4, 1, 0), space.id, 0, 0))
        var value = Int64(number)
        // SAFETY: one value is read, of the type that is passed.
        _ = try checked(action, unsafe H5Awrite(attribute.id, chdf5_native_int64(), &value))
      }
    }

    /// A soft or an external link as it is; another name of an object as that of the output's.
    private func copyLink(_ node: HDF5Node, of source: HDF5File) throws(ArrayFileError) {
      if try exists(node.path) { return }
      try Self.creating(name) { () throws(HDF5Problem) in
        let action = "copying the link \(quoted(node.path))"
        var bytes = 0
        let kind = try checked(
          action, unsafe chdf5_link_kind(source.handle.id, node.path, &bytes))
        switch kind {
        case 0:
          guard case .link(let target) = node.kind else { return }
          try checked(
            action, unsafe H5Lcreate_hard(handle.id, target, handle.id, node.path, 0, 0))
        case 1:
          let target = try source.softLink(node.path, in: source.handle, bytes: bytes)
          try checked(action, unsafe H5Lcreate_soft(target, handle.id, node.path, 0, 0))
        default:
          try checked(
            action,
            unsafe chdf5_copy_external(source.handle.id, handle.id, node.path, bytes))
        }
      }
    }
  }

  /// The numbers that netCDF-C gives dimensions: those that a file leaves free.
  struct HDF5DimensionNumbers {
    /// Nil where the file numbers none.
    private var largest: Int?

    init(_ tree: HDF5Node, of source: HDF5File) throws(ArrayFileError) {
      largest = try HDF5Library.using(source.path) { () throws(HDF5Problem) in
        try Self.largest(in: tree, of: source)
      }
    }

    private static func largest(
      in node: HDF5Node, of source: HDF5File
    ) throws(HDF5Problem) -> Int? {
      switch node.kind {
      case .group(let children):
        var largest: Int?
        for child in children {
          guard let found = try Self.largest(in: child, of: source) else { continue }
          largest = Swift.max(largest ?? found, found)
        }
        return largest
      case .dataset:
        guard let object = try source.object(node.path),
          try HDF5Attributes.exists(HDF5Attributes.dimensionNumber, of: object)
        else { return nil }
        return Int(try HDF5AttributeValue(HDF5Attributes.dimensionNumber, of: object).words)
      default: return nil
      }
    }

    mutating func next() -> Int? {
      largest = largest.map { $0 + 1 }
      return largest
    }
  }
#endif
