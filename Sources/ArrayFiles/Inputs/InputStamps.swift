/// What tells whether files are still those that a run began to read: which files they are, their
/// sizes and the times of their last change.
///
/// Of an array that is a directory, the directory's own.
public struct InputStamps: Sendable, Equatable {
  private let stamps: [(path: String, stamp: FileStatus.Stamp)]

  public static func == (a: InputStamps, b: InputStamps) -> Bool {
    a.stamps.map(\.path) == b.stamps.map(\.path) && a.stamps.map(\.stamp) == b.stamps.map(\.stamp)
  }

  /// Local. Of the files that hold any of these records.
  ///
  /// - Complexity: a `stat` for each file.
  public init(_ input: RecordInput, records: Range<Int>) throws(ArrayFileError) {
    var paths = Set<String>()
    for part in input.columns.flatMap(\.parts) {
      let held = part.firstRecord..<part.firstRecord + part.count
      if !held.clamped(to: records).isEmpty { paths.insert(part.path) }
    }
    var stamps: [(path: String, stamp: FileStatus.Stamp)] = []
    for path in paths.sorted() {
      do {
        stamps.append((path, try FileStatus(of: path).stamp))
      } catch {
        throw InputFile.cannotOpen(path, error)
      }
    }
    self.stamps = stamps
  }

  /// Local. Throws ``ArrayFileError/changedWhileRead(path:)`` for the first file, by name, that has
  /// changed since or is gone.
  public func check() throws(ArrayFileError) {
    for (path, stamp) in stamps {
      guard let now = try? FileStatus(of: path).stamp, now == stamp else {
        throw .changedWhileRead(path: path)
      }
    }
  }
}
