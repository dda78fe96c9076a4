import ArrayFiles
import MPI
import ShardedArrays

/// Arrays made from the position alone, and read back whole for the plain reference.
enum StageInput {
  static let seriesCount = 1000

  static func magnitude(_ index: Int) -> Float { Float(BenchField.value(at: index) * 2 - 1) }

  /// Each value comes twice, far apart: a prime above `count` scatters the positions.
  static func repeated(_ index: Int, of count: Int) -> Int64 {
    let place = Int((UInt64(index) &* 2_654_435_761) % UInt64(count))
    return Int64(bitPattern: UInt64(place / 2) &* 0x9e37_79b9_7f4a_7c15)
  }

  static func series(_ index: Int) -> Int32 { Int32(index % seriesCount) }
  static func time(_ index: Int) -> Double { Double(index / seriesCount) }

  /// A saw of slopes that change, with noise within 1.
  static func measured(_ index: Int) -> Double {
    let time = index / seriesCount
    let phase = (time + index % seriesCount) % 400
    return Double(phase < 200 ? phase : 400 - phase) * 0.25 + BenchField.value(at: index)
  }

  /// Collective. Writes a `.npy` file, each rank its part.
  static func write<Element: ArrayElement>(
    _ path: String, count: Int, over world: borrowing Communicator,
    _ value: (Int) -> Element
  ) throws {
    let array = OutputArray(.file(path), of: Element.elementType, count: count)
    let prepared = world.isRoot ? try OutputSet.prepare([array], replacing: true).encoded() : []
    let outputs = try OutputSet(decoding: try world.broadcast(prepared))
    let range = Partition(even: count, over: world.size).range(of: world.rank)
    var writer = ArrayWriter(outputs.arrays[0])
    for start in stride(from: range.lowerBound, to: range.upperBound, by: 1 << 17) {
      let values = (start..<min(start + (1 << 17), range.upperBound)).map(value)
      // SAFETY: only read, as the elements they are.
      try writer.write(unsafe values.span.bytes, at: start)
    }
    try writer.finish()
    try world.barrier()
    if world.isRoot { try outputs.publish() }
    try world.barrier()
  }

  /// Local. All of a file.
  static func read<Element: ArrayElement>(_ path: String, as type: Element.Type) throws -> [Element]
  {
    let input = try ArrayInput.open([path])
    var reader = ArrayReader(input)
    let width = MemoryLayout<Element>.size
    var all: [Element] = []
    all.reserveCapacity(input.count)
    let piece = RecordBuffer(byteCount: (1 << 17) * width)
    for start in stride(from: 0, to: input.count, by: 1 << 17) {
      let count = min(1 << 17, input.count - start)
      try piece.withMutableBytes(0..<count * width) { bytes in
        try reader.read(first: start, count: count, into: &bytes)
      }
      piece.withElements(0..<count, as: Element.self) { elements in
        for index in elements.indices { all.append(elements[index]) }
      }
    }
    return all
  }
}
