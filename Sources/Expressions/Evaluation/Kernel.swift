// Kernels are the inner loops of the evaluator: one operation over one chunk of columns. Each
// is a loop over plain memory whose body has no branch where the operation allows it, so that
// the compiler turns it into vector code; the constant operand, if any, stays in a register.

/// Where one operation reads and writes.
///
/// Elements have their own type in memory, except that a bool is a byte, 0 or 1, and a float16
/// is held as a float.
@safe struct KernelArguments {
  enum Shape { case columns, constantRight, constantLeft }

  /// SAFETY: each points at `count` elements of the type that the kernel names, or at one where
  /// `shape` says constant, or at `tableCount` for a table, or at what ``ConversionKernels`` and
  /// ``RowKernels`` say; the result overlaps no operand.
  let left: UnsafeRawPointer
  let right: UnsafeRawPointer
  let result: UnsafeMutableRawPointer
  let count: Int
  let shape: Shape
  let tableCount: Int
  /// Elements of a row, for kernels that take rows; then `count` is that of records.
  let length: Int
  /// Bytes from one record's elements to the next one's, for loads.
  let stride: Int
  /// Global position of the first record.
  let firstPosition: Int64
  /// The records' global positions, where they are listed.
  let positions: UnsafeRawPointer?
}

typealias Kernel = (KernelArguments) -> Void

/// Local. `result[j] = body(operand[j])`.
@inline(__always)
func map<Operand: BitwiseCopyable, Result: BitwiseCopyable>(
  _ arguments: KernelArguments, _: Operand.Type, _: Result.Type, _ body: (Operand) -> Result
) {
  // SAFETY: as KernelArguments promises; the loop stays below `count`.
  let operand = unsafe arguments.left.assumingMemoryBound(to: Operand.self)
  let result = unsafe arguments.result.assumingMemoryBound(to: Result.self)
  for index in 0..<arguments.count { unsafe result[index] = body(operand[index]) }
}

/// Local. `result[j] = body(left[j], right[j])`, where one side may be a constant.
@inline(__always)
func map<Left: BitwiseCopyable, Right: BitwiseCopyable, Result: BitwiseCopyable>(
  _ arguments: KernelArguments, _: Left.Type, _: Right.Type, _: Result.Type,
  _ body: (Left, Right) -> Result
) {
  // SAFETY: as KernelArguments promises; the loops stay below `count`.
  let left = unsafe arguments.left.assumingMemoryBound(to: Left.self)
  let right = unsafe arguments.right.assumingMemoryBound(to: Right.self)
  let result = unsafe arguments.result.assumingMemoryBound(to: Result.self)
  switch arguments.shape {
  case .columns:
    for index in 0..<arguments.count { unsafe result[index] = body(left[index], right[index]) }
  case .constantRight:
    let constant = unsafe right[0]
    for index in 0..<arguments.count { unsafe result[index] = body(left[index], constant) }
  case .constantLeft:
    let constant = unsafe left[0]
    for index in 0..<arguments.count { unsafe result[index] = body(constant, right[index]) }
  }
}
