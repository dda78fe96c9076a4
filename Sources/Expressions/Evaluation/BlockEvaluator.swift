import PruneKernels
import ShardedArrays

/// Evaluates a predicate or a value over blocks of records.
///
/// Works through a block in chunks that stay in the first-level cache: each operation runs over
/// a whole chunk before the next one starts, so what an operation costs besides its loop is paid
/// once per chunk. Nothing is allocated per block. Fields that lie side by side as they are
/// computed with are read in place; others are gathered into a register first. A row longer than
/// a chunk has registers of its own length.
@safe
public struct BlockEvaluator: ~Copyable {
  /// Bytes of one register, for the widest column.
  private static let chunkBytes = 16_384
  /// Bytes of wide records that the loads of a chunk walk through: second-level cache.
  private static let walkedBytes = 131_072

  let program: Program
  let capacity: Int
  let layout: RecordLayout
  /// What one value takes in the result.
  let resultBytes: Int
  let chunk: Int
  /// Of each register, in bytes from ``memory``.
  private let registers: [Int]
  /// Constants first, then the registers.
  private let memory: UnsafeMutableRawPointer
  /// Where each column's records lie while a block is evaluated.
  let columns: UnsafeMutableBufferPointer<UnsafeRawPointer>
  /// Bytes of working memory.
  public let byteCount: Int

  /// Local. Prepares registers for blocks of up to `capacity` records.
  public init(_ predicate: Predicate, capacity: Int) {
    self.init(predicate.root, layout: predicate.layout, capacity: capacity)
  }

  /// Local. Prepares registers for blocks of up to `capacity` records.
  public init(_ value: ValueExpression, capacity: Int) {
    self.init(value.root, layout: value.layout, capacity: capacity)
  }

  init(_ root: Term, layout: RecordLayout, capacity: Int) {
    program = Program(root, layout: layout)
    self.capacity = capacity
    self.layout = layout
    resultBytes = root.type.byteCount
    var chunk = Swift.min(capacity, Self.chunkBytes / program.widest)
    if program.walked > 0 {
      chunk = Swift.min(chunk, Swift.max(64, Self.walkedBytes / program.walked))
    }
    self.chunk = Swift.max(1, chunk)
    var end = (program.constants.count * 8 + 63) / 64 * 64
    var registers: [Int] = []
    for bytes in program.registerBytes {
      registers.append(end)
      // A little apart, so that registers do not compete for the same cache lines.
      end += (self.chunk * bytes + 63) / 64 * 64 + 192
    }
    self.registers = registers
    byteCount = end
    // SAFETY: freed in deinit; the constants are copied into the first part, of that size.
    // A row without elements may lie nowhere, so every column starts at an address that is one.
    unsafe memory = UnsafeMutableRawPointer.allocate(byteCount: end + 64, alignment: 64)
    unsafe columns = .allocate(capacity: layout.widths.count)
    unsafe columns.initialize(repeating: UnsafeRawPointer(memory))
    for (index, bits) in program.constants.enumerated() {
      unsafe memory.storeBytes(of: bits, toByteOffset: index * 8, as: UInt64.self)
    }
  }

  deinit {
    unsafe columns.deallocate()
    unsafe memory.deallocate()
  }

  /// Local. Sets `mask[j]` to 1 where the predicate is true of `block[j]`, to 0 elsewhere.
  ///
  /// - Parameters:
  ///   - block: The records of the layout's only column; of a plain array, elements in native
  ///     byte order, naturally aligned; bools as bytes 0 or 1. Shape `[count]`.
  ///   - count: At most the capacity.
  ///   - firstPosition: Global position of `block[0]`, for `i`.
  ///   - mask: Shape `[count]` or longer; only the first `count` are written.
  public mutating func evaluate(
    _ block: RawSpan, count: Int, firstPosition: Int, into mask: inout MutableSpan<UInt8>
  ) {
    precondition(count <= capacity, "\(count) records in a block of \(capacity)")
    precondition(
      layout.widths.count == 1 && block.byteCount >= count * layout.widths[0]
        && mask.count >= count,
      "\(block.byteCount) bytes and a mask of \(mask.count) for \(count) records")
    precondition(resultBytes == 1, "a mask of values")
    guard count > 0 else { return }
    // SAFETY: both cover `count` records; the pointer is used only inside the closures.
    unsafe block.withUnsafeBytes { bytes in
      unsafe mask.withUnsafeMutableBytes { mask in
        if let address = bytes.baseAddress { unsafe columns[0] = address }
        guard let result = mask.baseAddress else { return }
        unsafe run(count, firstPosition: firstPosition, positions: nil, into: result)
      }
    }
  }

  /// An address for records without bytes.
  var noBytes: UnsafeRawPointer { unsafe UnsafeRawPointer(memory) }

  /// `count` records through all operations, chunk by chunk.
  ///
  /// SAFETY: the ``columns`` point at `count` records, `positions` at as many numbers, and the
  /// result has room for as many values.
  @unsafe
  func run(
    _ count: Int, firstPosition: Int, positions: UnsafeRawPointer?,
    into result: UnsafeMutableRawPointer
  ) {
    for start in stride(from: 0, to: count, by: chunk) {
      unsafe run(
        start, count: Swift.min(chunk, count - start), firstPosition: firstPosition,
        positions: positions.map { unsafe $0 + start * 8 }, into: result + start * resultBytes)
    }
  }

  /// One chunk.
  @unsafe
  private func run(
    _ start: Int, count: Int, firstPosition: Int, positions: UnsafeRawPointer?,
    into result: UnsafeMutableRawPointer
  ) {
    for instruction in program.instructions {
      let target = unsafe instruction.result.map { unsafe memory + registers[$0] }
      instruction.kernel(
        unsafe KernelArguments(
          left: address(of: instruction.left, start),
          right: address(of: instruction.right, start),
          result: target ?? result, count: count * instruction.elements,
          shape: instruction.shape, tableCount: instruction.tableCount,
          length: instruction.length, stride: instruction.stride,
          firstPosition: Int64(firstPosition + start), positions: positions))
    }
  }

  private func address(of source: Program.Source, _ start: Int) -> UnsafeRawPointer {
    switch source {
    case .column(let column): unsafe columns[column] + start * layout.widths[column]
    case .columnBytes(let column, let offset):
      unsafe columns[column] + start * layout.widths[column] + offset
    case .register(let number): unsafe UnsafeRawPointer(memory + registers[number])
    case .constant(let offset): unsafe UnsafeRawPointer(memory + offset)
    }
  }
}

extension BlockEvaluator {
  /// Local. The bits of a term of constants, computed as it would be over records, so that
  /// folding cannot change an answer.
  static func bits(of term: Term) -> UInt64 {
    let evaluator = BlockEvaluator(
      term, layout: RecordLayout(fields: [], widths: []), capacity: 1)
    var word: UInt64 = 0
    // SAFETY: one element of at most 8 bytes is written; no record is read.
    unsafe withUnsafeMutableBytes(of: &word) { bytes in
      guard let result = bytes.baseAddress else { return }
      unsafe evaluator.run(1, firstPosition: 0, positions: nil, into: result)
    }
    return word
  }
}
