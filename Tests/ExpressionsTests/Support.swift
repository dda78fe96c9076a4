import Expressions
import ShardedArrays

/// What the evaluator answers for `values`, as zeros and ones.
func mask<Element: BitwiseCopyable>(
  _ predicate: Predicate, _ values: [Element], firstPosition: Int = 0, capacity: Int? = nil
) -> [UInt8] {
  var evaluator = BlockEvaluator(predicate, capacity: capacity ?? values.count)
  // 9 is no answer: what stays 9 was not written.
  var mask = [UInt8](repeating: 9, count: values.count)
  var span = mask.mutableSpan
  evaluator.evaluate(
    // SAFETY: only read, as the numbers they are.
    unsafe values.span.bytes, count: values.count, firstPosition: firstPosition, into: &span)
  return mask
}

/// The whole text of the error, or what was understood instead.
func message(_ expression: String, _ type: ElementType) -> String {
  do throws(ExpressionError) {
    return "no error: " + (try Predicate(expression, elementType: type)).simplified
  } catch {
    return error.description
  }
}

/// A small reproducible generator (Steele, Lea, Flood 2014, doi:10.1145/2660193.2660195).
struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
