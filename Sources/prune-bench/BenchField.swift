import ArrayFiles
import MPI
import ShardedArrays

/// The benchmark's array: uniform in 0 ..< 1 by a hash of the position, so that any rank can
/// make and check any part of it.
struct BenchField {
  /// Keeps 16 %.
  static let threshold = 0.84

  let count: Int
  /// What is above it is expected to survive.
  var threshold = Self.threshold

  /// What pruning it must give.
  struct Expected {
    var survivors: Int
    /// Sum of the survivors' bits and of those bits times their place, mod 2⁶⁴.
    var sum: UInt64
  }

  static func value(at index: Int) -> Double {
    var bits = UInt64(truncatingIfNeeded: index) &* 0x9e37_79b9_7f4a_7c15
    bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
    bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
    bits ^= bits >> 31
    return Double(bits >> 11) * 0x1p-53
  }

  /// Collective. Writes the array as `.npy`, each rank its part.
  func write(to path: String, over world: borrowing Communicator) throws -> Expected {
    let array = OutputArray(.file(path), of: .float64, count: count)
    let prepared =
      world.isRoot ? try OutputSet.prepare([array], replacing: true).encoded() : []
    let outputs = try OutputSet(decoding: try world.broadcast(prepared))
    let range = Partition(even: count, over: world.size).range(of: world.rank)
    var writer = ArrayWriter(outputs.arrays[0])
    var kept: [Double] = []
    for start in stride(from: range.lowerBound, to: range.upperBound, by: 1 << 17) {
      let values = (start..<min(start + (1 << 17), range.upperBound)).map(Self.value(at:))
      // SAFETY: only read, as the doubles they are.
      try writer.write(unsafe values.span.bytes, at: start)
      kept += values.filter { $0 > threshold }
    }
    try writer.finish()
    let first = try world.exScan(.sum, kept.count, first: 0)
    var sum: UInt64 = 0
    for (place, value) in kept.enumerated() {
      sum &+= value.bitPattern &* UInt64(first + place + 1)
    }
    try world.barrier()
    if world.isRoot { try outputs.publish() }
    try world.barrier()
    return Expected(
      survivors: try world.allReduce(.sum, kept.count), sum: try world.allReduce(.sum, sum))
  }

  /// Collective. Whether the file at `path` holds the survivors in order.
  func check(
    _ path: String, _ expected: Expected, over world: borrowing Communicator
  ) throws -> Bool {
    let input = try ArrayInput.open([path])
    guard input.count == expected.survivors else { return false }
    let range = Partition(even: input.count, over: world.size).range(of: world.rank)
    var reader = ArrayReader(input)
    let piece = RecordBuffer(byteCount: 1 << 20)
    var sum: UInt64 = 0
    for start in stride(from: range.lowerBound, to: range.upperBound, by: 1 << 17) {
      let count = min(1 << 17, range.upperBound - start)
      try piece.withMutableBytes(0..<count * 8) { bytes in
        try reader.read(first: start, count: count, into: &bytes)
      }
      piece.withBytes(0..<count * 8) { bytes in
        bytes.withElements(as: UInt64.self) { words in
          for index in words.indices { sum &+= words[index] &* UInt64(start + index + 1) }
        }
      }
    }
    return try world.allReduce(.sum, sum) == expected.sum
  }
}
