import PruneKernels

/// What was typed, as a tree: no types, no meaning yet.
struct Syntax: Sendable {
  indirect enum Kind: Sendable {
    case literal(Literal)
    /// The field with this index in the layout.
    case field(Int)
    /// `x[1, 2]`: components of a field's row.
    case component(Int, [Syntax])
    /// `i`, the record's global position.
    case position
    case unary(Sign, Syntax)
    case arithmetic(Arithmetic, Syntax, Syntax)
    /// `a < b <= c in [d, e]`: a chain of comparisons, each with its left neighbour.
    case chain(Syntax, [Link])
    case not(Syntax)
    case and([Syntax])
    case or([Syntax])
    case call(Function, [Syntax])
  }

  enum Sign: String { case plus = "+", minus = "-" }

  enum Arithmetic: String {
    case add = "+", subtract = "-", multiply = "*", divide = "/"
    case floorDivide = "//", remainder = "%", power = "**"
  }

  enum Link: Sendable {
    case compare(Comparison, Syntax)
    case membership(negated: Bool, [Syntax])
  }

  enum Function: String, CaseIterable {
    case abs, sign, sqrt, exp, log, log2, log10, floor, ceil, round, isnan, isinf, isfinite
    case min, max
    case any, all, sum, mean, norm

    /// Whether it takes one row and gives one value, and nothing else.
    var isReduction: Bool {
      switch self {
      case .any, .all, .sum, .mean, .norm: true
      default: false
      }
    }
  }

  let kind: Kind
  /// Characters of the expression, counted from 0.
  let columns: Range<Int>
}
