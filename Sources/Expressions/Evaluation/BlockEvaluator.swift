import PruneKernels
import ShardedArrays

/// Evaluates a predicate over blocks of records.
///
/// Works through a block in chunks that stay in the first-level cache: each operation runs over
/// a whole chunk before the next one starts, so what an operation costs besides its loop is paid
/// once per chunk. Nothing is allocated per block.
@safe
public struct BlockEvaluator: ~Copyable {
  /// Bytes of one register, for the widest column.
  private static let registerBytes = 16_384

  private let program: Program
  private let capacity: Int
  private let elementBytes: Int
  private let chunk: Int
  private let registerStride: Int
  /// Constants first, then the registers.
  private let memory: UnsafeMutableRawPointer
  private let registers: UnsafeMutableRawPointer

  /// Local. Prepares registers for blocks of up to `capacity` records.
  public init(_ predicate: Predicate, capacity: Int) {
    self.init(predicate.root, elementType: predicate.elementType, capacity: capacity)
  }

  init(_ root: Term, elementType: ElementType, capacity: Int) {
    program = Program(root, elementType: elementType)
    self.capacity = capacity
    elementBytes = elementType.byteCount
    chunk = Swift.max(1, Swift.min(capacity, Self.registerBytes / program.widest))
    // A little apart, so that registers do not compete for the same cache lines.
    registerStride = (chunk * program.widest + 63) / 64 * 64 + 192
    let constantBytes = (program.constants.count * 8 + 63) / 64 * 64
    // SAFETY: freed in deinit; the constants are copied into the first part, of that size.
    unsafe memory = UnsafeMutableRawPointer.allocate(
      byteCount: constantBytes + registerStride * program.registerCount, alignment: 64)
    unsafe registers = memory + constantBytes
    for (index, bits) in program.constants.enumerated() {
      unsafe memory.storeBytes(of: bits, toByteOffset: index * 8, as: UInt64.self)
    }
  }

  deinit { unsafe memory.deallocate() }

  /// Local. Sets `mask[j]` to 1 where the predicate is true of `block[j]`, to 0 elsewhere.
  ///
  /// - Parameters:
  ///   - block: Elements in native byte order, naturally aligned; bools as bytes 0 or 1.
  ///     Shape `[count]`.
  ///   - count: At most the capacity.
  ///   - firstPosition: Global position of `block[0]`, for `i`.
  ///   - mask: Shape `[count]` or longer; only the first `count` are written.
  public mutating func evaluate(
    _ block: RawSpan, count: Int, firstPosition: Int, into mask: inout MutableSpan<UInt8>
  ) {
    precondition(count <= capacity, "\(count) records in a block of \(capacity)")
    precondition(
      block.byteCount >= count * elementBytes && mask.count >= count,
      "\(block.byteCount) bytes and a mask of \(mask.count) for \(count) records")
    guard count > 0 else { return }
    // SAFETY: both cover `count` records, and no chunk passes that.
    unsafe block.withUnsafeBytes { bytes in
      unsafe mask.withUnsafeMutableBytes { mask in
        guard let records = bytes.baseAddress, let result = mask.baseAddress else { return }
        for start in stride(from: 0, to: count, by: chunk) {
          unsafe run(
            records + start * elementBytes, count: Swift.min(chunk, count - start),
            firstPosition: Int64(firstPosition + start), into: result + start)
        }
      }
    }
  }

  /// One chunk through all operations.
  ///
  /// - Precondition: `records` and `result` cover `count` records, at most ``chunk``.
  @unsafe
  private func run(
    _ records: UnsafeRawPointer, count: Int, firstPosition: Int64,
    into result: UnsafeMutableRawPointer
  ) {
    for instruction in program.instructions {
      let target = unsafe instruction.result.map { unsafe registers + $0 * registerStride }
      instruction.kernel(
        unsafe KernelArguments(
          left: address(of: instruction.left, records),
          right: address(of: instruction.right, records),
          result: target ?? result, count: count, shape: instruction.shape,
          tableCount: instruction.tableCount, firstPosition: firstPosition))
    }
  }

  private func address(
    of source: Program.Source, _ records: UnsafeRawPointer
  ) -> UnsafeRawPointer {
    switch source {
    case .block: unsafe records
    case .register(let number): unsafe UnsafeRawPointer(registers + number * registerStride)
    case .constant(let offset): unsafe UnsafeRawPointer(memory + offset)
    }
  }
}

extension BlockEvaluator {
  /// Local. The bits of a term of constants, computed as it would be over records, so that
  /// folding cannot change an answer.
  static func bits(of term: Term) -> UInt64 {
    let evaluator = BlockEvaluator(term, elementType: term.type, capacity: 1)
    var word: UInt64 = 0
    // SAFETY: one element of at most 8 bytes is written; no record is read.
    unsafe withUnsafeMutableBytes(of: &word) { bytes in
      guard let result = bytes.baseAddress else { return }
      unsafe evaluator.run(result, count: 1, firstPosition: 0, into: result)
    }
    guard term.type == .float16 else { return word }
    return UInt64(Float16(Float(bitPattern: UInt32(truncatingIfNeeded: word))).bitPattern)
  }
}
