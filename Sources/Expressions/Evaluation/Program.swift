import PruneKernels
import ShardedArrays

/// A term as a list of operations over a few registers: a small register machine.
///
/// Equal terms are computed once. A register is free again after its last use. Every operation
/// writes a register that none of its operands is in.
struct Program {
  /// Where an operation's operand lies.
  enum Source: Hashable {
    /// A column's records, read in place.
    case column(Int)
    /// A column's records, from this byte of each on.
    case columnBytes(Int, offset: Int)
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
    /// Times the records' number is the kernel's `count`.
    let elements: Int
    /// The kernel's `length` and `stride`.
    let length: Int
    let stride: Int
  }

  private(set) var instructions: [Instruction] = []
  /// Constants and tables, each as held in memory, 8-byte aligned.
  private(set) var constants: [UInt64] = []
  /// Bytes per record of each register.
  private(set) var registerBytes: [Int] = []
  /// Bytes per record of the widest register or column read in place.
  private(set) var widest = 1
  /// Bytes of the records that loads walk through, per record.
  private(set) var walked = 0
  /// The columns read, ascending.
  let columns: [Int]
  /// What each operation writes, in bytes per record.
  private var resultBytes: [Int] = []
  private let layout: RecordLayout
  private var computed: [Term: Source] = [:]

  /// Local. The program that leaves `root`, one value a record, in the result; a float16 as its
  /// bits.
  init(_ root: Term, layout: RecordLayout) {
    self.layout = layout
    columns = root.columns(of: layout)
    let source = lower(root)
    let width = root.type.byteCount
    if root.type == .float16 {
      emit(ConversionKernels.halfBits, source, bytes: width)
    } else if case .constant = source {
      emit(ConversionKernels.fill(width: width), source, bytes: width)
    } else if source != .register(instructions.count - 1) {
      emit(ConversionKernels.copy(width: width), source, bytes: width)
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
    let count = term.elementCount
    let bytes = term.type.heldByteCount * count
    switch term.kind {
    case .field(let reference): return load(reference, term)
    case .position: return emit(ConversionKernels.position, .constant(0), bytes: bytes)
    case .constant(let constant): return place(constant)
    case .convert(let operand):
      let source = lower(operand)
      guard let kernel = ConversionKernels.convert(operand.type, to: term.type) else {
        return source
      }
      return emit(kernel, source, bytes: bytes, elements: count)
    case .unary(let operation, let operand):
      let isTest = operation.givesBool && operation != .not
      return emit(
        isTest
          ? ConditionKernels.test(operation, operand.type)
          : NumberKernels.unary(operation, operand.type),
        lower(operand), bytes: bytes, elements: count)
    case .binary(let operation, let left, let right):
      if let special = lowerSpecial(operation, left, right) { return special }
      return emit(
        NumberKernels.binary(operation, term.type), lower(left), lower(right), bytes: bytes,
        elements: count)
    case .compare(let comparison, let left, let right):
      let kernel =
        left.type == right.type
        ? ConditionKernels.compare(comparison, left.type)
        : ConditionKernels.compareMixed(comparison)
      return emit(kernel, lower(left), lower(right), bytes: bytes, elements: count)
    case .member(let operand, let values):
      let table = place(table: values, operand.type)
      return emit(
        ConditionKernels.member(operand.type), lower(operand), table, bytes: bytes,
        elements: count, tableCount: values.count)
    case .spread(let operand):
      return emit(
        RowKernels.spread(width: term.type.heldByteCount), lower(operand), bytes: bytes,
        length: count)
    case .reduce(let reduction, let row):
      return emit(
        RowKernels.reduce(reduction, row.type), lowerRow(row), bytes: bytes,
        length: row.elementCount)
    }
  }

  /// As ``lower(_:)``; a row of one constant is written out.
  private mutating func lowerRow(_ row: Term) -> Source {
    let source = lower(row)
    guard case .constant = source else { return source }
    let width = row.type.heldByteCount
    return emit(
      ConversionKernels.fill(width: width), source, bytes: width * row.elementCount,
      elements: row.elementCount)
  }

  /// A field's elements: in place where they lie side by side as they are held, else gathered.
  private mutating func load(_ reference: FieldReference, _ term: Term) -> Source {
    let field = layout.fields[reference.index]
    let width = layout.widths[field.column]
    let count = term.elementCount
    let isContiguous = width == count * field.elementType.byteCount
    if isContiguous, !field.isSwapped {
      widest = Swift.max(widest, width)
      guard field.elementType == .float16 else { return .column(field.column) }
      return emit(
        ConversionKernels.half, .column(field.column), bytes: count * 4, elements: count)
    }
    walked = Swift.max(walked, width)
    return emit(
      LoadKernels.load(field.elementType, swapped: field.isSwapped),
      .columnBytes(
        field.column, offset: field.offset + reference.first * field.elementType.byteCount),
      bytes: field.elementType.heldByteCount * count, length: count, stride: width)
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
        NumberKernels.powerOfTwo(operation, left.type), lower(left), place(constant),
        bytes: left.type.heldByteCount * left.elementCount, elements: left.elementCount)
    case .power:
      guard value <= 64 else { return nil }
      return lower(left.multiplied(Int(value)))
    default: return nil
    }
  }

  @discardableResult
  private mutating func emit(
    _ kernel: @escaping Kernel, _ left: Source, _ right: Source? = nil, bytes: Int,
    elements: Int = 1, length: Int = 1, stride: Int = 0, tableCount: Int = 0
  ) -> Source {
    widest = Swift.max(widest, bytes)
    resultBytes.append(bytes)
    var shape = KernelArguments.Shape.columns
    if tableCount == 0, right != nil {
      if case .constant = right { shape = .constantRight }
      if case .constant = left { shape = .constantLeft }
    }
    instructions.append(
      Instruction(
        kernel: kernel, left: left, right: right ?? left, result: instructions.count,
        shape: shape, tableCount: tableCount, elements: elements, length: length, stride: stride))
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
    // Free registers by their size, so that none grows; single values have one size, so that few
    // are needed.
    let single = resultBytes.filter { $0 <= 8 }.max() ?? 8
    var free: [Int: [Int]] = [:]
    for index in instructions.indices {
      let operands = Set([instructions[index].left, instructions[index].right])
      instructions[index].left = renamed(instructions[index].left, assigned)
      instructions[index].right = renamed(instructions[index].right, assigned)
      if index == instructions.count - 1 {
        instructions[index].result = nil
      } else {
        let bytes = Swift.max(single, resultBytes[index])
        let register = free[bytes, default: []].popLast() ?? registerBytes.count
        if register == registerBytes.count { registerBytes.append(bytes) }
        assigned[index] = register
        instructions[index].result = register
      }
      for case .register(let number) in operands where lastUse[number] == index {
        if let register = assigned[number] {
          free[registerBytes[register], default: []].append(register)
        }
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
