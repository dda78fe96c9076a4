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

/// As above, of a condition or a value over records.
func message(_ expression: String, _ layout: RecordLayout, value: Bool = false) -> String {
  do throws(ExpressionError) {
    return "no error: "
      + (value
        ? try ValueExpression(expression, layout: layout).simplified
        : try Predicate(expression, layout: layout).simplified)
  } catch {
    return error.description
  }
}

/// Bytes in a buffer that is theirs, from `offset` on.
func column(_ bytes: [UInt8], offset: Int = 0) -> RecordBlock.Column {
  let buffer = RecordBuffer(byteCount: offset + bytes.count)
  buffer.withMutableBytes(offset..<offset + bytes.count) { target in
    // SAFETY: only read, as the bytes they are.
    target.copyBytes(from: unsafe bytes.span.bytes)
  }
  return RecordBlock.Column(buffer, offset: offset)
}

/// A number's bytes, lowest first.
func littleEndian(_ bits: UInt64, width: Int) -> [UInt8] {
  (0..<width).map { UInt8(truncatingIfNeeded: bits >> UInt64($0 * 8)) }
}

/// The values' bits, zero-extended.
func values(
  _ expression: ValueExpression, _ block: RecordBlock, capacity: Int? = nil
) -> [UInt64] {
  var evaluator = BlockEvaluator(expression, capacity: capacity ?? block.count)
  let width = expression.elementType.byteCount
  let result = RecordBuffer(byteCount: block.count * width)
  result.withMutableBytes(0..<block.count * width) {
    evaluator.evaluateValues(block, into: &$0)
  }
  return result.withBytes(0..<block.count * width) { bytes in
    (0..<block.count).map { index in
      (0..<width).reduce(UInt64(0)) { word, byte in
        word | UInt64(bytes.byte(index * width + byte)) << UInt64(byte * 8)
      }
    }
  }
}

extension RawSpan {
  fileprivate func byte(_ offset: Int) -> UInt8 {
    withElements(as: UInt8.self) { $0[offset] }
  }
}

/// What the evaluator answers for a block of records, as zeros and ones.
func mask(_ predicate: Predicate, _ block: RecordBlock, capacity: Int? = nil) -> [UInt8] {
  var evaluator = BlockEvaluator(predicate, capacity: capacity ?? block.count)
  var mask = [UInt8](repeating: 9, count: block.count)
  var span = mask.mutableSpan
  evaluator.evaluate(block, into: &span)
  return mask
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
