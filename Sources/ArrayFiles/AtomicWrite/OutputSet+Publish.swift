extension OutputSet {
  /// Local; on one rank, after all ranks have finished. Every file must have the size it was
  /// created with, or packed to.
  public func checkSizes() throws(ArrayFileError) {
    for file in arrays.flatMap(\.distinctFiles) + documents {
      let status: FileStatus
      do {
        status = try FileStatus(of: file.readyPath)
      } catch {
        throw .failed(path: file.path, action: "checking", code: error.code)
      }
      guard status.size == file.size else {
        throw .wrongSize(path: file.path, expected: file.size, holds: status.size)
      }
    }
  }

  /// Local; on one rank, after all ranks have agreed that they succeeded. Gives every file its
  /// final name, arrays first, in order.
  ///
  /// Each name appears in one step, complete. Without `replacing` an output that another run has
  /// published meanwhile is kept, and this run publishes nothing. With it, files are replaced
  /// one after the other: a machine that fails in between leaves old ones among new ones, each
  /// whole. In an existing directory, parts of an older output with another number of shards
  /// are removed; files with other names, those of other fields too, are kept.
  ///
  /// - Throws: ``ArrayFileError``; without `replacing`, what was published before the failure is
  ///   removed again. Nothing is left under partial names.
  public func publish() throws(ArrayFileError) {
    var published = 0
    do throws(ArrayFileError) {
      for array in arrays {
        try publish(array)
        published += 1
      }
      for file in documents {
        try publish(file)
        published += 1
      }
      try flushDirectories()
    } catch {
      if !replacing { withdraw(published) }
      discard()
      throw error
    }
  }

  private func publish(_ file: StagedFile) throws(ArrayFileError) {
    try Publication.publish(
      file.readyPath, as: file.finalPath, name: file.path, replacing: replacing)
  }

  private func publish(_ staged: StagedArray) throws(ArrayFileError) {
    if let directory = staged.directory, let partial = directory.partialPath {
      for inner in directory.inner { try flush(inner, name: staged.array.target.path) }
      try flush(partial, name: staged.array.target.path)
      return try Publication.publish(
        directory: partial, as: directory.finalPath, name: staged.array.target.path)
    }
    if !replacing, let directory = staged.directory, try hasParts(directory, of: staged) {
      throw .outputNotEmpty(path: staged.array.target.path)
    }
    for (index, file) in staged.distinctFiles.enumerated() {
      do {
        try publish(file)
      } catch {
        if !replacing { remove(staged.distinctFiles.prefix(index)) }
        throw error
      }
    }
    if replacing, let directory = staged.directory {
      try removeOlderParts(in: directory.finalPath, keeping: staged)
    }
  }

  /// Whether another run has published parts meanwhile, perhaps another number of them.
  private func hasParts(
    _ directory: StagedDirectory, of staged: StagedArray
  ) throws(ArrayFileError) -> Bool {
    do {
      return try System.names(in: directory.finalPath).contains(where: staged.array.target.owns)
    } catch {
      throw .cannotCreate(path: staged.array.target.path, code: error.code)
    }
  }

  private func removeOlderParts(
    in directory: String, keeping staged: StagedArray
  ) throws(ArrayFileError) {
    let current = Set(staged.files.map { OutputName.split($0.finalPath).name })
    do {
      for name in try System.names(in: directory)
      where staged.array.target.owns(name) && !current.contains(name) {
        try System.unlink("\(directory)/\(name)")
      }
    } catch {
      throw .failed(
        path: staged.array.target.path, action: "removing older parts", code: error.code)
    }
  }

  /// Takes back the first `count` outputs of a publication that failed.
  private func withdraw(_ count: Int) {
    for staged in arrays.prefix(count) {
      remove(staged.distinctFiles[...])
      if let directory = staged.directory, let partial = directory.partialPath {
        for inner in directory.inner {
          try? System.removeDirectory(directory.finalPath + inner.dropFirst(partial.utf8.count))
        }
        try? System.removeDirectory(directory.finalPath)
      }
    }
    remove(documents.prefix(max(0, count - arrays.count)))
  }

  private func remove(_ files: ArraySlice<StagedFile>) {
    for file in files { try? System.unlink(file.finalPath) }
  }

  /// Makes the renames durable, once for each directory.
  private func flushDirectories() throws(ArrayFileError) {
    var flushed: Set<String> = []
    for staged in arrays {
      let entry =
        staged.directory?.partialPath == nil
        ? staged.files[0].finalPath : staged.directory?.finalPath ?? ""
      let directory = OutputName.directory(of: entry)
      if flushed.insert(directory).inserted {
        try flush(directory, name: staged.array.target.path)
      }
    }
    for file in documents {
      let directory = OutputName.directory(of: file.finalPath)
      if flushed.insert(directory).inserted { try flush(directory, name: file.path) }
    }
  }

  private func flush(_ directory: String, name: String) throws(ArrayFileError) {
    do {
      try System.flushDirectory(directory)
    } catch {
      throw .failed(path: name, action: "flushing its directory", code: error.code)
    }
  }
}
