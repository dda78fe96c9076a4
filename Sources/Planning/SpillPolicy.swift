/// What becomes of survivors that have no room in memory.
public enum SpillPolicy: String, Sendable, Hashable, CaseIterable {
  /// What is predicted to cost less.
  case auto
  /// They go to a scratch file and are read back from there.
  case scratch
  /// They are counted, and read and tested a second time when their place in the output is known.
  case reread
}

/// Why a run cannot read a second time what had no room, whatever was asked for.
public enum RereadObstacle: String, Sendable, Hashable {
  /// A later pass works on what the first one left.
  case passes
  /// Lines of text are held as columns, not read again.
  case text
  /// `--balance always`: records that nobody holds cannot move.
  case balance
}
