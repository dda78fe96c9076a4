import Expressions
import ShardedArrays
import Stages
import Testing

@Suite struct StagePassTests {
  /// What a pass has left, and the pass.
  private struct Run {
    let pass: StagePass
    let survivors: RecordList
    let positions: RecordList
    let rejects: RecordList
  }

  /// Runs a pass over `values` cut into uneven pieces.
  private func run(
    _ values: [Int32], _ stages: [(Filter.Kind, String)], wants: StagePass.Wants,
    byteOrder: ByteOrder = .native
  ) throws -> Run {
    let layout = RecordLayout(elements: .int32, byteOrder)
    let filters = try stages.map { Filter($0, try Predicate($1, layout: layout)) }
    let pass = StagePass(filters.map { .filter($0) }, layout: layout, wants: wants)
    let stored = byteOrder == .native ? values : values.map(\.byteSwapped)
    var next = 0
    for size in [1, 20_000, 3, 0, 40_000] where next < values.count {
      let piece = Array(stored[next..<min(next + size, values.count)])
      pass.process(piece.span, firstPosition: next)
      next += piece.count
    }
    let records = pass.takeRecords()
    return Run(
      pass: pass, survivors: records.columns[0], positions: records.positions,
      rejects: records.rejects[0])
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
    #expect(pass.pass.readCount == values.count)
    #expect(
      pass.pass.keptCounts == [
        values.count { $0 > 200 }, values.count { $0 > 200 && $0 % 2 == 0 }, kept.count,
      ])
  }

  @Test("one comparison alone gives the same by its own kernel")
  func fused() throws {
    let pass = try run(Self.values, [(.drop, "x <= 500")], wants: .init())
    let expected = Self.values.filter { $0 > 500 }
    #expect(pass.survivors.elements(as: Int32.self) == expected)
    #expect(pass.pass.keptCounts == [expected.count])
    #expect(pass.pass.survivorCount == expected.count)
  }

  @Test("a pass that only times holds nothing and counts the same")
  func timing() throws {
    let pass = try run(Self.values, [(.keep, "x < 10")], wants: .init(survivors: false))
    #expect(pass.survivors.count == 0)
    #expect(pass.pass.survivorCount == Self.values.count { $0 < 10 })
  }

  @Test("no stage keeps everything; constants decide without looking")
  func constants() throws {
    let all = try run(Self.values, [], wants: .init())
    #expect(all.survivors.elements(as: Int32.self) == Self.values)
    let none = try run(
      Self.values, [(.keep, "x > 3_000_000_000"), (.keep, "x == x")], wants: .init(rejects: true))
    #expect(none.survivors.count == 0)
    #expect(none.pass.keptCounts == [0, 0])
    #expect(none.rejects.count == Self.values.count)
  }

  // MARK: records with several columns

  /// Two columns: 32-bit numbers, and structures of 12 bytes with a big-endian field inside.
  private static let layout = RecordLayout(
    fields: [
      Field("a", .int32), Field("t", .int64, .big, column: 1, offset: 4),
    ], widths: [4, 12])

  private static func columns(_ count: Int) -> (a: [Int32], t: [Int64], bytes: [UInt8]) {
    let a = (0..<count).map { Int32($0 % 50) }
    let t = (0..<count).map { Int64($0) * 1_000_003 }
    var bytes: [UInt8] = []
    for value in t {
      bytes += [7, 7, 7, 7]
      for index in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: value >> Int64(56 - 8 * index))) }
    }
    return (a, t, bytes)
  }

  private func buffer<Element: BitwiseCopyable>(_ values: [Element]) -> RecordBuffer {
    let buffer = RecordBuffer(byteCount: values.count * MemoryLayout<Element>.stride)
    buffer.withMutableElements(0..<values.count, as: Element.self) { target in
      for index in values.indices { target[index] = values[index] }
    }
    return buffer
  }

  @Test("a column that no stage needs is read around survivors only, and all columns go along")
  func lazyColumns() throws {
    let count = 40_000
    let (a, _, bytes) = Self.columns(count)
    let keep = Filter(.keep, try Predicate("a == 7 and i > 20000", layout: Self.layout))
    let pass = StagePass([.filter(keep)], layout: Self.layout, wants: .init(positions: true))
    #expect(pass.neededColumns == [0])
    let (first, second) = (buffer(a), buffer(bytes))
    var loaded = 0
    pass.process(
      RecordBlock(
        count: count, columns: [RecordBlock.Column(first), nil], positions: .from(0))
    ) { (column, records) throws(Never) in
      #expect(column == 1)
      loaded += records.count
      return RecordBlock.Column(second, offset: records.lowerBound * 12)
    }
    let kept = (0..<count).filter { a[$0] == 7 && $0 > 20_000 }
    let records = pass.takeRecords()
    #expect(records.columns[0].elements(as: Int32.self) == kept.map { a[$0] })
    #expect(records.columns[1].count == kept.count && records.columns[1].width == 12)
    var packed: [UInt8] = []
    records.columns[1].forEachRun { run in
      run.withElements(as: UInt8.self) { for index in $0.indices { packed.append($0[index]) } }
    }
    #expect(packed == kept.flatMap { Array(bytes[12 * $0..<12 * $0 + 12]) })
    #expect(records.positions.elements(as: Int64.self) == kept.map(Int64.init))
    #expect(loaded > 0 && loaded < count - 16_384)
  }

  @Test("fields inside structures, positions that are listed, and a column that is carried")
  func listedAndCarried() throws {
    let count = 30_000
    let (a, t, bytes) = Self.columns(count)
    let places = (0..<count).map { Int64($0 * 3) }
    let marks = (0..<count).map { Int64($0 * 7) }
    let keep = Filter(
      .keep, try Predicate("t % 2 == 0 and i % 9 == 0", layout: Self.layout))
    let pass = StagePass(
      [.filter(keep)], layout: Self.layout, carried: [8], wants: .init(positions: true))
    pass.process(
      RecordBlock(
        count: count,
        columns: [
          RecordBlock.Column(buffer(a)), RecordBlock.Column(buffer(bytes)),
          RecordBlock.Column(buffer(marks)),
        ], positions: .listed(RecordBlock.Column(buffer(places)))))
    let kept = (0..<count).filter { t[$0] % 2 == 0 && places[$0] % 9 == 0 }
    let records = pass.takeRecords()
    #expect(records.columns[2].elements(as: Int64.self) == kept.map { marks[$0] })
    #expect(records.positions.elements(as: Int64.self) == kept.map { places[$0] })
    #expect(pass.survivorCount == kept.count && pass.keptCounts == [kept.count])
  }

  @Test("a decision comes first, is asked block by block in order, and filters follow it")
  func decision() throws {
    let values = Self.values
    let layout = RecordLayout(elements: .int32)
    let bits = KeepBits(count: values.count)
    for index in values.indices where values[index] % 3 == 0 { bits.keep(index) }
    let solved = SolvedStage(keys: [.field(0)], decision: bits, keptCount: bits.keptCount)
    let keep = Filter(.keep, try Predicate("x > 500", layout: layout))
    let pass = StagePass([.decision(solved), .filter(keep)], layout: layout)
    pass.process(values.span, firstPosition: 0)
    let expected = values.filter { $0 % 3 == 0 && $0 > 500 }
    #expect(pass.takeRecords().columns[0].elements(as: Int32.self) == expected)
    #expect(pass.keptCounts == [bits.keptCount, expected.count])
  }
}
