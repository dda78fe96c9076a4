import PruneKernels

extension Term {
  /// As it would be typed: conversions are left out, for the operands' types imply them.
  ///
  /// - Complexity: O(``size``).
  var text: String {
    var text = ""
    write(into: &text, inside: .or)
    return text
  }

  /// How tightly the parts of an expression hold together, loosest first.
  private enum Binding: Int, Comparable {
    case or, and, not, comparison, sum, product, sign, power, primary

    static func < (left: Binding, right: Binding) -> Bool { left.rawValue < right.rawValue }
  }

  private var binding: Binding {
    switch kind {
    case .field, .position, .reduce: .primary
    case .constant(let constant):
      constant.text.hasPrefix("-") ? .sign : .primary
    case .convert(let operand), .spread(let operand): operand.binding
    case .unary(.negate, _): .sign
    case .unary(.not, _): .not
    case .unary: .primary
    case .binary(let operation, _, _):
      switch operation {
      case .or: .or
      case .and: .and
      case .add, .subtract: .sum
      case .multiply, .divide, .floorDivide, .remainder: .product
      case .power: .power
      case .minimum, .maximum: .primary
      }
    case .compare, .member: .comparison
    }
  }

  private func write(into text: inout String, inside outer: Binding) {
    let brackets = binding < outer
    if brackets { text += "(" }
    defer { if brackets { text += ")" } }
    switch kind {
    case .field(let reference): text += reference.text
    case .position: text += "i"
    case .constant(let constant): text += constant.text
    case .convert(let operand), .spread(let operand): operand.write(into: &text, inside: .or)
    case .unary(let operation, let operand):
      if let row = normOperand {
        row.writeCall("norm", into: &text)
      } else {
        write(operation, operand, into: &text)
      }
    case .reduce(let reduction, let row): row.writeCall(reduction.rawValue, into: &text)
    case .binary(let operation, let left, let right):
      write(operation, left, right, into: &text)
    case .compare(let comparison, let left, let right):
      left.write(into: &text, inside: .sum)
      text += " \(comparison.rawValue) "
      right.write(into: &text, inside: .sum)
    case .member(let operand, let values):
      operand.write(into: &text, inside: .sum)
      let constants = values.map { Constant(type: operand.type, bits: $0).text }
      text += " in [" + constants.joined(separator: ", ") + "]"
    }
  }

  private func write(_ operation: UnaryOperation, _ operand: Term, into text: inout String) {
    switch operation {
    case .negate:
      text += "-"
      operand.write(into: &text, inside: .sign)
    case .not:
      text += "not "
      operand.write(into: &text, inside: .not)
    default: operand.writeCall(operation.rawValue, into: &text)
    }
  }

  /// As the argument of a function.
  private func writeCall(_ function: String, into text: inout String) {
    text += function + "("
    write(into: &text, inside: .or)
    text += ")"
  }

  private func write(
    _ operation: BinaryOperation, _ left: Term, _ right: Term, into text: inout String
  ) {
    switch operation {
    case .minimum, .maximum:
      text += operation.rawValue + "("
      left.write(into: &text, inside: .or)
      text += ", "
      right.write(into: &text, inside: .or)
      text += ")"
    case .power:
      left.write(into: &text, inside: .primary)
      text += " ** "
      right.write(into: &text, inside: .sign)
    default:
      let own = binding
      left.write(into: &text, inside: own)
      text += " \(operation.rawValue) "
      // Conditions may be regrouped; arithmetic groups from the left.
      let right = right
      let regroups = operation == .and || operation == .or
      right.write(into: &text, inside: regroups ? own : Binding(rawValue: own.rawValue + 1) ?? own)
    }
  }
}
