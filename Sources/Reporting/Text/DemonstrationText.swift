/// What stands around the report when the program is run without arguments.
public struct DemonstrationText {
  /// What the small example kept.
  private let kept: [Double]
  private let ranks: Int

  /// - Parameters:
  ///   - kept: The survivors of 1 … 9, threshold 4, gathered from all ranks.
  ///   - ranks: How many ranks shared them.
  public init(kept: [Double], ranks: Int) {
    self.kept = kept
    self.ranks = ranks
  }

  /// The small example in two lines, and what the report below is about.
  public var before: String {
    let numbers = kept.map { $0 == $0.rounded() ? String(Int($0)) : String($0) }
    return """
      A small example: the array [[1 2 3] [4 5 6] [7 8 9]], keep 'x > 4'
      gives [\(numbers.joined(separator: " "))], flat and in order.

      The same on 16,777,216 generated values whose survivors lie close together,
      \(finders); they will be passed over 100 times.

      """
  }

  private var finders: String {
    ranks == 1
      ? "so that on more ranks a few would find nearly all of them"
      : "so that a few of \(Wording(unicode: false).count(ranks)) ranks find nearly all of them"
  }

  /// What to try next, with files of one's own.
  public var after: String {
    """

    Next, with a .npy file of your own:
      prune-mpi inspect data.npy
      mpirun -np 8 prune-mpi data.npy --keep 'abs(x) > 20' --explain
      mpirun -np 8 prune-mpi data.npy --keep 'abs(x) > 20' -o kept.npy --report report.json
    """
  }
}
