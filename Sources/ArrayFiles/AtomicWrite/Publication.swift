import Glibc

/// Giving a finished file its name.
package enum Publication {
  /// How a name is taken without replacing what may have it already. All are tried in turn.
  package enum Exclusion: CaseIterable {
    /// One rename that fails when the name exists; not every file system has it.
    case rename
    /// A second link to the file, then the first one is removed; every POSIX file system has it
    /// that has hard links.
    case link
  }

  /// Local; on one rank. Renames `partial` to `final`, in one step for every observer.
  ///
  /// - Parameters:
  ///   - name: The file as the user named it.
  ///   - replacing: Whether an existing file is replaced. If not, of two runs that publish the
  ///     same name at once exactly one succeeds.
  ///   - ways: Which ways to try; for tests.
  package static func publish(
    _ partial: String, as final: String, name: String, replacing: Bool,
    ways: [Exclusion] = Exclusion.allCases
  ) throws(ArrayFileError) {
    do {
      if replacing {
        if let old = try FileStatus.ifExists(final) {
          try System.setPermissions(partial, old.permissions)
        }
        try System.rename(partial, to: final)
      } else {
        try renameUnlessExists(partial, to: final, ways: ways[...])
      }
    } catch {
      throw error.code == EEXIST
        ? .outputExists(path: name) : .cannotCreate(path: name, code: error.code)
    }
  }

  /// Renames a directory to a name that is free or an empty directory.
  static func publish(
    directory partial: String, as final: String, name: String
  ) throws(ArrayFileError) {
    do {
      if let old = try FileStatus.ifExists(final) {
        try System.setPermissions(partial, old.permissions)
      }
      try System.rename(partial, to: final)
    } catch {
      throw [EEXIST, ENOTEMPTY].contains(error.code)
        ? .outputNotEmpty(path: name) : .cannotCreate(path: name, code: error.code)
    }
  }

  private static func renameUnlessExists(
    _ partial: String, to final: String, ways: ArraySlice<Exclusion>
  ) throws(SystemError) {
    switch ways.first {
    case .rename:
      do {
        return try System.renameUnlessExists(partial, to: final)
      } catch {
        guard error.code == EINVAL, ways.count > 1 else { throw error }
      }
      try renameUnlessExists(partial, to: final, ways: ways.dropFirst())
    case .link:
      do {
        try System.link(partial, as: final)
      } catch {
        // Over a network a reply may be lost: then the link is there, and is ours.
        guard error.code == EEXIST,
          try FileStatus(of: final).identity == FileStatus(of: partial).identity
        else { throw error }
      }
      try System.unlink(partial)
    case nil:
      throw SystemError(code: EINVAL)
    }
  }
}
