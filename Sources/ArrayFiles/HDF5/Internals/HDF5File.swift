#if HDF5
  internal import CHDF5

  /// An HDF5 file open for reading; closed at the end of its life.
  struct HDF5File {
    let path: String
    /// Bytes.
    let size: Int
    let handle: HDF5Handle

    /// More objects than this are not looked through.
    private static let objectLimit = 100_000
    /// Groups deeper than this are taken for damage.
    private static let depthLimit = 64

    /// - Throws: as for any file, and what the library says of its start.
    init(_ path: String) throws(ArrayFileError) {
      self.path = path
      size = try InputFile(path).size()
      handle = try HDF5Library.using(path) { () throws(HDF5Problem) in
        let access = try HDF5Handle("setting up", H5Pcreate(chdf5_file_access()))
        try checked("setting up", chdf5_lenient_locks(access.id))
        do throws(HDF5Problem) {
          return try HDF5Handle(
            "opening it as HDF5", unsafe H5Fopen(path, chdf5_read_only(), access.id))
        } catch {
          throw .opening(error)
        }
      }
    }

    /// An object by its path; nil where there is none.
    func object(_ name: String) throws(HDF5Problem) -> HDF5Handle? {
      // Asked name by name: the library counts a missing group on the way as a failure.
      var object = try HDF5Handle("opening the file's root", unsafe H5Oopen(handle.id, "/", 0))
      for part in name.split(separator: "/").map(String.init) {
        let action = "looking for \(quoted(name))"
        guard H5Iget_type(object.id) == H5I_GROUP,
          try checked(action, unsafe H5Lexists(object.id, part, 0)) > 0,
          // A link that leads nowhere exists, and what it names does not.
          try checked(action, unsafe H5Oexists_by_name(object.id, part, 0)) > 0
        else { return nil }
        object = try HDF5Handle("opening \(quoted(name))", unsafe H5Oopen(object.id, part, 0))
      }
      return object
    }

    /// The names in a group, in their order.
    func names(in group: HDF5Handle) throws(HDF5Problem) -> [String] {
      var facts = H5G_info_t()
      try checked("reading a group", unsafe H5Gget_info(group.id, &facts))
      guard facts.nlinks <= Self.objectLimit else {
        throw .tooManyObjects(limit: Self.objectLimit)
      }
      var names: [String] = []
      for index in 0..<facts.nlinks {
        names.append(
          try unsafe text("reading the names in a group") { buffer, size in
            unsafe H5Lget_name_by_idx(
              group.id, ".", H5_INDEX_NAME, H5_ITER_INC, index, buffer, size, 0)
          })
      }
      return names
    }

    /// The file, or what is below the group `path`, as a tree.
    ///
    /// - Parameter describing: Whether attributes are read.
    /// - Throws: ``HDF5Problem``.
    /// - Complexity: every object below is opened once.
    func tree(_ path: String = "/", describing: Bool) throws(HDF5Problem) -> HDF5Node {
      var walk = Walk(describing: describing)
      guard let object = try object(path) else { throw .noObject(path, holds: []) }
      return try node(path, object, depth: 0, &walk)
    }

    /// What a walk through a file has seen.
    private struct Walk {
      let describing: Bool
      var seen: [UInt64: String] = [:]
      var count = 0
    }

    private func node(
      _ path: String, _ object: HDF5Handle, depth: Int, _ walk: inout Walk
    ) throws(HDF5Problem) -> HDF5Node {
      HDF5Library.drain()
      walk.count += 1
      guard walk.count <= Self.objectLimit else {
        throw .tooManyObjects(limit: Self.objectLimit)
      }
      var address: UInt64 = 0
      try checked("reading \(quoted(path))", unsafe chdf5_object_address(object.id, &address))
      if let other = walk.seen.updateValue(path, forKey: address) {
        walk.seen[address] = other
        return HDF5Node(path: path, attributes: [], kind: .link(to: other))
      }
      let kind: HDF5Node.Kind
      switch H5Iget_type(object.id) {
      case H5I_DATASET: kind = .dataset(try HDF5Array(path, object, of: self))
      case H5I_GROUP:
        guard depth < Self.depthLimit else {
          throw .library(action: "reading \(quoted(path))", words: "too many groups inside groups")
        }
        var children: [HDF5Node] = []
        for name in try names(in: object) {
          let below = path == "/" ? "/\(name)" : "\(path)/\(name)"
          children.append(try child(below, named: name, of: object, depth: depth, &walk))
        }
        kind = .group(children)
      default: kind = .type
      }
      return HDF5Node(
        path: path, attributes: walk.describing ? try attributes(of: object) : [], kind: kind)
    }

    private func child(
      _ path: String, named name: String, of group: HDF5Handle, depth: Int, _ walk: inout Walk
    ) throws(HDF5Problem) -> HDF5Node {
      var bytes = 0
      let kind = try checked(
        "reading the link \(quoted(path))", unsafe chdf5_link_kind(group.id, name, &bytes))
      guard kind == 0 else {
        let target = kind == 1 ? try softLink(name, in: group, bytes: bytes) : "another file"
        return HDF5Node(path: path, attributes: [], kind: .link(to: target))
      }
      let object = try HDF5Handle("opening \(quoted(path))", unsafe H5Oopen(group.id, name, 0))
      return try node(path, object, depth: depth + 1, &walk)
    }

    /// Where a soft link leads.
    func softLink(
      _ name: String, in group: HDF5Handle, bytes: Int
    ) throws(HDF5Problem) -> String {
      guard bytes > 0, bytes <= 1 << 16 else { return "" }
      var target = [CChar](repeating: 0, count: bytes + 1)
      // SAFETY: at most `bytes` are written; the last zero stays.
      try checked("reading a link", unsafe H5Lget_val(group.id, name, &target, bytes, 0))
      return String(decoding: target.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
  }
#endif
