/// How many threads of a process may call MPI (MPI-3.1 section 12.4.3).
public enum ThreadLevel: Int, Sendable, Comparable {
  case single, funneled, serialized, multiple

  public static func < (left: ThreadLevel, right: ThreadLevel) -> Bool {
    left.rawValue < right.rawValue
  }
}
