public import Stages

/// Stages that one pass over the records does.
///
/// The first pass reads the input, and every later one what the pass before left in memory. A
/// global stage is solved first, over what its own pass will read; so a plan that starts with one
/// holds nothing but its survivors.
public struct PlannedPass: Sendable {
  /// The stage to be solved before the pass: an index into the plan's stages.
  public var global: Int?
  /// All stages of the pass.
  public var stages: Range<Int>

  /// The fewest passes: each takes the filters behind its global stage with it, except behind one
  /// that gives each survivor a number, which must be joined with them first.
  public static func all(of stages: [Stage]) -> [PlannedPass] {
    var passes: [PlannedPass] = []
    for (index, stage) in stages.enumerated() {
      let isGlobal = stage.global != nil
      let follows = index > 0 && stages[index - 1].countOutput == nil
      if follows, !isGlobal {
        passes[passes.count - 1].stages = passes[passes.count - 1].stages.lowerBound..<index + 1
      } else {
        passes.append(PlannedPass(global: isGlobal ? index : nil, stages: index..<index + 1))
      }
    }
    return passes
  }
}
