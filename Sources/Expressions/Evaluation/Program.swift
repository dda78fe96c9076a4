import PruneKernels
import ShardedArrays

/// A term as a list of operations over a few registers: a small register machine.
///
/// Equal terms are computed once. A register is free again after its last use. Every operation
/// writes a register that none of its operands is in.
struct Program {
  /// Where an operation's operand lies.
  enum Source: Hashable {
    /// The records themselves.
    case block
    case register(Int)
    /// Byte offset among the constants.
    case constant(Int)
  }

  struct Instruction {
    let kernel: Kernel
    var left: Source
    var right: Source
    /// The register written; nil for the result of the program.
    var result: Int?
    let shape: KernelArguments.Shape
    let tableCount: Int
  }

  private(set) var instructions: [Instruction] = []
  /// Constants and tables, each as held in memory, 8-byte aligned.
  private(set) var constants: [UInt64] = []
  private(set) var registerCount = 0
  /// Bytes of the widest column that the program touches, per record.
  private(set) var widest: Int
  private let elementType: ElementType
  private var computed: [Term: Source] = [:]

  /// Local. The program that leaves `root` in the result.
  init(_ root: Term, elementType: ElementType) {
    self.elementType = elementType
    widest = elementType.byteCount
    switch root.kind {
    case .constant(let constant):
      emit(ConversionKernels.fill, place(constant))
    case .element:
      emit(ConversionKernels.copy, .block)
    default:
      _ = lower(root)
    }
    assignRegisters()
  }

  // MARK: operations

  /// The place that will hold `term`'s value. Until ``assignRegisters()``, an operation's
  /// register is its own number.
  private mutating func lower(_ term: Term) -> Source {
    if let source = computed[term] { return source }
    let source = lowerNew(term)
    computed[term] = source
    return source
  }

  private mutating func lowerNew(_ term: Term) -> Source {
    widest = Swift.max(widest, term.type.heldByteCount)
    switch term.kind {
    case .element:
      return elementType == .float16 ? emit(ConversionKernels.half, .block) : .block
    case .position: return emit(ConversionKernels.position, .block)
    case .constant(let constant): return place(constant)
    case .convert(let operand):
      let source = lower(operand)
      guard let kernel = ConversionKernels.convert(operand.type, to: term.type) else {
        return source
      }
      return emit(kernel, source)
    case .unary(let operation, let operand):
      let isTest = operation.givesBool && operation != .not
      return emit(
        isTest
          ? ConditionKernels.test(operation, operand.type)
          : NumberKernels.unary(operation, operand.type), lower(operand))
    case .binary(let operation, let left, let right):
      if let special = lowerSpecial(operation, left, right) { return special }
      return emit(NumberKernels.binary(operation, term.type), lower(left), lower(right))
    case .compare(let comparison, let left, let right):
      let kernel =
        left.type == right.type
        ? ConditionKernels.compare(comparison, left.type)
        : ConditionKernels.compareMixed(comparison)
      return emit(kernel, lower(left), lower(right))
    case .member(let operand, let values):
      let table = place(table: values, operand.type)
      return emit(
        ConditionKernels.member(operand.type), lower(operand), table, tableCount: values.count)
    }
  }

  /// Integer operations with a constant that have a cheaper equal: division by a power of two,
  /// small powers.
  private mutating func lowerSpecial(
    _ operation: BinaryOperation, _ left: Term, _ right: Term
  ) -> Source? {
    guard let value = right.constant?.integer, value > 0, left.type.isInteger else { return nil }
    switch operation {
    case .floorDivide, .remainder:
      guard value.nonzeroBitCount == 1 else { return nil }
      let operand = operation == .floorDivide ? Int128(value.trailingZeroBitCount) : value - 1
      guard let constant = Constant(operand, left.type) else { return nil }
      return emit(
        NumberKernels.powerOfTwo(operation, left.type), lower(left), place(constant))
    case .power:
      guard value <= 64 else { return nil }
      return lower(left.multiplied(Int(value)))
    default: return nil
    }
  }

  @discardableResult
  private mutating func emit(
    _ kernel: @escaping Kernel, _ left: Source, _ right: Source? = nil, tableCount: Int = 0
  ) -> Source {
    var shape = KernelArguments.Shape.columns
    if tableCount == 0, right != nil {
      if case .constant = right { shape = .constantRight }
      if case .constant = left { shape = .constantLeft }
    }
    instructions.append(
      Instruction(
        kernel: kernel, left: left, right: right ?? left, result: instructions.count,
        shape: shape, tableCount: tableCount))
    return .register(instructions.count - 1)
  }

  // MARK: constants

  private mutating func place(_ constant: Constant) -> Source {
    constants.append(constant.heldBits)
    return .constant((constants.count - 1) * 8)
  }

  /// The table's elements side by side, each as wide as its type is held.
  private mutating func place(table: [UInt64], _ type: ElementType) -> Source {
    let offset = constants.count * 8
    let width = type.heldByteCount
    for start in stride(from: 0, to: table.count, by: 8 / width) {
      var word: UInt64 = 0
      for index in start..<Swift.min(start + 8 / width, table.count) {
        let bits = Constant(type: type, bits: table[index]).heldBits
        word |= bits << UInt64((index - start) * width * 8)
      }
      constants.append(word)
    }
    return .constant(offset)
  }

  // MARK: registers

  /// Replaces each operation's number by one of as few registers as can be.
  private mutating func assignRegisters() {
    var lastUse: [Int: Int] = [:]
    for (index, instruction) in instructions.enumerated() {
      for case .register(let number) in [instruction.left, instruction.right] {
        lastUse[number] = index
      }
    }
    var assigned: [Int: Int] = [:]
    var free: [Int] = []
    for index in instructions.indices {
      let operands = Set([instructions[index].left, instructions[index].right])
      instructions[index].left = renamed(instructions[index].left, assigned)
      instructions[index].right = renamed(instructions[index].right, assigned)
      if index == instructions.count - 1 {
        instructions[index].result = nil
      } else {
        let register = free.popLast() ?? registerCount
        registerCount = Swift.max(registerCount, register + 1)
        assigned[index] = register
        instructions[index].result = register
      }
      for case .register(let number) in operands where lastUse[number] == index {
        if let register = assigned[number] { free.append(register) }
      }
    }
    computed = [:]
  }

  private func renamed(_ source: Source, _ assigned: [Int: Int]) -> Source {
    guard case .register(let number) = source else { return source }
    return .register(assigned[number] ?? number)
  }
}

extension Term {
  /// The power as products, squaring where the exponent is even.
  fileprivate func multiplied(_ exponent: Int) -> Term {
    if exponent == 1 { return self }
    let half = multiplied(exponent / 2)
    let square = Term.binary(.multiply, half, half)
    return exponent % 2 == 0 ? square : Term.binary(.multiply, square, self)
  }
}

extension ElementType {
  /// Bytes of one element in a register: a float16 is held as a float.
  var heldByteCount: Int { self == .float16 ? 4 : byteCount }
}

extension Constant {
  /// The bits in memory: those of a float for a float16. Little-endian machines find them at
  /// the first byte.
  fileprivate var heldBits: UInt64 {
    type == .float16 ? UInt64(Float(double).bitPattern) : bits
  }
}
