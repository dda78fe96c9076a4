#if HDF5
  internal import CHDF5

  extension HDF5Writer {
    /// Copies what the output does not hold yet: groups with their attributes, datasets whole,
    /// named types, and links as links. A second name of an object becomes a copy's second name.
    func copyRest(of source: HDF5File) throws(ArrayFileError) {
      let tree = try HDF5Library.using(source.path) { () throws(HDF5Problem) in
        try source.tree(describing: false)
      }
      try copyGroup(tree, of: source)
    }

    private func copyGroup(_ node: HDF5Node, of source: HDF5File) throws(ArrayFileError) {
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
        if case .group = child.kind {
          try copyGroup(child, of: source)
        } else if case .link = child.kind {
          try copyLink(child, of: source)
        } else {
          try copyObject(child, of: source)
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

    private func copyObject(_ node: HDF5Node, of source: HDF5File) throws(ArrayFileError) {
      if try exists(node.path) { return }
      try Self.creating(name) { () throws(HDF5Problem) in
        _ = try checked(
          "copying \(quoted(node.path))",
          unsafe H5Ocopy(source.handle.id, node.path, handle.id, node.path, 0, 0))
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
#endif
