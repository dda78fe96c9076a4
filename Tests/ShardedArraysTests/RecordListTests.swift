import ShardedArrays
import Testing

@Suite struct RecordListTests {
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
