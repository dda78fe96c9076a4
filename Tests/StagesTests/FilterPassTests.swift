import Expressions
import ShardedArrays
import Stages
import Testing

@Suite struct FilterPassTests {
  /// Runs a pass over `values` cut into uneven pieces.
  private func run(
    _ values: [Int32], _ stages: [(Filter.Kind, String)], wants: FilterPass.Wants,
    byteOrder: ByteOrder = .native
  ) throws -> FilterPass {
    let filters = try stages.map { Filter($0, try Predicate($1, elementType: .int32)) }
    let pass = FilterPass(filters, elementType: .int32, byteOrder: byteOrder, wants: wants)
    let stored = byteOrder == .native ? values : values.map(\.byteSwapped)
    var next = 0
    for size in [1, 20_000, 3, 0, 40_000] where next < values.count {
      let piece = Array(stored[next..<min(next + size, values.count)])
      // SAFETY: only read, as the numbers they are.
      pass.process(unsafe piece.span.bytes, count: piece.count, firstPosition: next)
      next += piece.count
    }
    return pass
  }

  private static let values = (0..<50_000).map { Int32(truncatingIfNeeded: $0 &* 7919 % 1001) }

  @Test(
    "survivors, positions and rejects are those of a plain loop",
    arguments: [ByteOrder.little, .big])
  func plainLoop(byteOrder: ByteOrder) throws {
    let values = Self.values
    let pass = try run(
      values, [(.keep, "x > 200"), (.drop, "x % 2 == 1"), (.keep, "i < 40000")],
      wants: .init(positions: true, rejects: true), byteOrder: byteOrder)
    let kept = values.indices.filter {
      values[$0] > 200 && !(values[$0] % 2 == 1) && $0 < 40_000
    }
    let dropped = Set(values.indices).subtracting(kept).sorted()
    func stored(_ indices: [Int]) -> [Int32] {
      indices.map { byteOrder == .native ? values[$0] : values[$0].byteSwapped }
    }
    #expect(pass.survivors.elements(as: Int32.self) == stored(kept))
    #expect(pass.positions.elements(as: Int64.self) == kept.map(Int64.init))
    #expect(pass.rejects.elements(as: Int32.self) == stored(dropped))
    #expect(pass.readCount == values.count)
    #expect(
      pass.keptCounts == [
        values.count { $0 > 200 }, values.count { $0 > 200 && $0 % 2 == 0 }, kept.count,
      ])
  }

  @Test("one comparison alone gives the same by its own kernel")
  func fused() throws {
    let pass = try run(Self.values, [(.drop, "x <= 500")], wants: .init())
    let expected = Self.values.filter { $0 > 500 }
    #expect(pass.survivors.elements(as: Int32.self) == expected)
    #expect(pass.keptCounts == [expected.count])
    #expect(pass.survivorCount == expected.count)
  }

  @Test("a pass that only times holds nothing and counts the same")
  func timing() throws {
    let pass = try run(Self.values, [(.keep, "x < 10")], wants: .init(survivors: false))
    #expect(pass.survivors.count == 0)
    #expect(pass.survivorCount == Self.values.count { $0 < 10 })
  }

  @Test("no stage keeps everything; constants decide without looking")
  func constants() throws {
    let all = try run(Self.values, [], wants: .init())
    #expect(all.survivors.elements(as: Int32.self) == Self.values)
    let none = try run(
      Self.values, [(.keep, "x > 3_000_000_000"), (.keep, "x == x")], wants: .init(rejects: true))
    #expect(none.survivors.count == 0)
    #expect(none.keptCounts == [0, 0])
    #expect(none.rejects.count == Self.values.count)
  }
}
