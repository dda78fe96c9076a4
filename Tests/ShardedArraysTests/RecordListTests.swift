import ShardedArrays
import Testing

@Suite struct RecordListTests {
  /// Small buffers at first: the same records, whatever is added in which pieces.
  @Test func growingBuffers() {
    for (width, room) in [(8, 1000), (24, 700), (3000, 5), (5_000_000, 1)] {
      var list = RecordList(growingOfWidth: width)
      var wanted: [UInt8] = []
      for step in 0..<(width > 100_000 ? 3 : 400) {
        let value = UInt8(truncatingIfNeeded: step)
        list.append(upTo: room) { target in
          let count = room - step % room
          for index in 0..<count * width {
            target.storeBytes(of: value, toByteOffset: index, as: UInt8.self)
          }
          return count
        }
        let count = room - step % room
        wanted += repeatElement(value, count: count * width)
        if step % 50 == 0 {
          let more = [UInt8](repeating: 7, count: 3 * width)
          list.append(copying: unsafe more.span.bytes)
          wanted += more
        }
        if wanted.count > 30 << 20 { break }
      }
      var found: [UInt8] = []
      list.forEachRun { run in
        run.withElements(as: UInt8.self) { bytes in
          for index in bytes.indices { found.append(bytes[index]) }
        }
      }
      #expect(found == wanted && list.count * width == wanted.count, "width \(width)")
    }
  }

  /// The records are the numbers 0 ..< n, appended in uneven steps.
  private func list(_ count: Int, steps: [Int]) -> RecordList {
    var list = RecordList(width: 4)
    var next = 0
    var step = 0
    while next < count {
      let size = min(steps[step % steps.count], count - next)
      let first = next
      if step % 2 == 0 {
        // Room for more than is written, as a kernel asks for.
        list.append(upTo: size + 100) { bytes in
          bytes.withMutableElements(as: UInt32.self) { target in
            for index in 0..<size { target[index] = UInt32(first + index) }
          }
          return size
        }
      } else {
        let numbers = (first..<first + size).map { UInt32($0) }
        // SAFETY: only read, as the numbers they are.
        list.append(copying: unsafe numbers.span.bytes)
      }
      next += size
      step += 1
    }
    return list
  }

  @Test("what is appended comes back in order, across buffers", arguments: [0, 1, 5000, 2_500_001])
  func order(count: Int) {
    let list = list(count, steps: [16_384, 1, 70_000, 333])
    #expect(list.count == count)
    #expect(list.byteCount == 4 * count)
    #expect(list.elements(as: UInt32.self) == (0..<count).map { UInt32($0) })
  }

  @Test("parts and joins share the records")
  func parts() {
    let count = 2_200_000
    let list = list(count, steps: [40_000, 7])
    for range in [0..<0, 0..<1, 1_048_570..<1_048_590, 3..<count, count..<count] {
      let part = list.part(range)
      #expect(part.elements(as: UInt32.self) == range.map { UInt32($0) })
    }
    let joined = list.part(5..<10).joined(with: list.part(0..<5))
    #expect(joined.elements(as: UInt32.self) == [5, 6, 7, 8, 9, 0, 1, 2, 3, 4])
  }

  @Test("a copy and its original grow apart")
  func copies() {
    func add(_ value: Int64, to list: inout RecordList) {
      list.append(upTo: 1) { bytes in
        bytes.withMutableElements(as: Int64.self) { $0[0] = value }
        return 1
      }
    }
    var original = RecordList(width: 8)
    add(1, to: &original)
    var copy = original
    add(2, to: &original)
    add(3, to: &copy)
    original.prepare(for: 1)
    var late = original
    add(4, to: &late)
    add(5, to: &original)
    #expect(original.elements(as: Int64.self) == [1, 2, 5])
    #expect(copy.elements(as: Int64.self) == [1, 3])
    #expect(late.elements(as: Int64.self) == [1, 2, 4])
  }

  @Test("an emptied list fills its last buffer again, and takes nothing from a copy")
  func removeAll() {
    for count in [0, 1, 1_500_000] {
      var list = list(count, steps: [70_000])
      let copy = list
      list.removeAll()
      #expect(list.count == 0)
      let more: [UInt32] = [7, 8, 9]
      unsafe list.append(copying: more.span.bytes)
      #expect(list.count == 3 && copy.count == count)
      list.removeAll()
      unsafe list.append(copying: more.span.bytes)
      var found: [UInt32] = []
      list.forEachRun { run in
        run.withElements(as: UInt32.self) { for index in $0.indices { found.append($0[index]) } }
      }
      #expect(found == more)
      var next: UInt32 = 0
      copy.forEachRun { run in
        run.withElements(as: UInt32.self) { values in
          for index in values.indices {
            #expect(values[index] == next)
            next += 1
          }
        }
      }
    }
  }

  @Test("a prepared list holds the same")
  func prepared() {
    var list = RecordList(width: 8)
    for value in 0..<10 {
      list.prepare(for: 16_384)
      list.append(upTo: 16_384) { bytes in
        bytes.withMutableElements(as: Int64.self) { $0[0] = Int64(value) }
        return 1
      }
    }
    #expect(list.elements(as: Int64.self) == Array(0..<10))
  }
}

/// Records of any width: byte `b` of all records is `pattern[b % pattern.count]`.
@Suite struct RecordWidthTests {
  /// A prime number of bytes, so that no width and no buffer repeats it.
  static let pattern = (0..<65_521).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }

  static func bytes(_ range: Range<Int>) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(range.count)
    while bytes.count < range.count {
      let start = (range.lowerBound + bytes.count) % pattern.count
      bytes += pattern[start...].prefix(range.count - bytes.count)
    }
    return bytes
  }

  static func list(width: Int, count: Int, steps: [Int]) -> RecordList {
    var list = RecordList(width: width)
    var next = 0
    var step = 0
    while next < count {
      let size = min(steps[step % steps.count], count - next)
      let new = bytes(next * width..<(next + size) * width)
      if step % 2 == 0 || width == 0 {
        list.prepare(for: size + 2)
        // SAFETY: only read, as bytes.
        list.append(upTo: size + 2) { target in
          target.copyBytes(from: unsafe new.span.bytes)
          return size
        }
      } else {
        list.append(copying: unsafe new.span.bytes)
      }
      next += size
      step += 1
    }
    return list
  }

  static func contents(_ list: RecordList) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: list.byteCount)
    var span = bytes.mutableSpan
    var target = unsafe span.mutableBytes
    list.copy(into: &target)
    return bytes
  }

  @Test(
    "what is appended comes back, every run holds whole records",
    arguments: [
      (0, 9, [4, 1]), (3, 0, [1]), (3, 1_500_000, [600_000, 70_001]), (12, 400_000, [16_384, 333]),
      (40, 120_000, [100_000, 5_001]), (5 << 20, 3, [1]), (5 << 20, 4, [2, 1]),
    ])
  func widths(width: Int, count: Int, steps: [Int]) {
    let list = Self.list(width: width, count: count, steps: steps)
    #expect(list.count == count && list.byteCount == width * count)
    #expect(Self.contents(list) == Self.bytes(0..<width * count))
    var inRuns = 0
    list.forEachRun { run in
      #expect(run.byteCount > 0 && run.byteCount % width == 0)
      inRuns += run.byteCount
    }
    #expect(inRuns == list.byteCount)
    for range in [0..<0, 0..<count, count / 3..<count, count / 2..<count / 2 + min(count, 1)] {
      let part = list.part(range)
      #expect(part.count == range.count)
      #expect(
        Self.contents(part) == Self.bytes(range.lowerBound * width..<range.upperBound * width))
    }
    let joined = list.part(count / 2..<count).joined(with: list.part(0..<count / 2))
    #expect(joined.count == count)
  }
}

@Suite struct ElementTypeTests {
  @Test("codes name every type and only those", arguments: ElementType.allCases)
  func codes(type: ElementType) {
    #expect(ElementType(typeCode: type.typeCode) == type)
    #expect(type.typeCode.hasSuffix(String(type.byteCount)))
  }

  @Test func unknownCodes() {
    for code in ["", "f3", "b2", "i16", "x4"] { #expect(ElementType(typeCode: code) == nil) }
  }
}
