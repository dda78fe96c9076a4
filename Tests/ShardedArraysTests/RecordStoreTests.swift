import Foundation
import ShardedArrays
import Testing

/// Lists that are larger than their memory read as those that are not.
struct RecordStoreTests {
  private static func filled(_ count: Int, width: Int, in store: RecordStore?) -> RecordList {
    var list = RecordList(width: width, in: store)
    var next = 0
    while next < count {
      let step = Swift.min(1 + next % 97, count - next)
      let bytes = (next * width..<(next + step) * width).map { UInt8(truncatingIfNeeded: $0 / 7) }
      // SAFETY: the span lives in this call.
      unsafe list.append(copying: bytes.span.bytes)
      next += step
    }
    return list
  }

  private static func bytes(_ list: RecordList) -> [UInt8] {
    var all: [UInt8] = []
    list.forEachRun { run in
      run.withElements(as: UInt8.self) { for index in $0.indices { all.append($0[index]) } }
    }
    return all
  }

  @Test(arguments: [1, 3, 8, 5000], [0, 20_000])
  func sameInBothPlaces(width: Int, limit: Int) throws {
    let count = 200_000 / width
    let store = RecordStore(limit: limit, bufferBytes: 4096, directory: temporary)
    let list = Self.filled(count, width: width, in: store)
    let plain = Self.bytes(Self.filled(count, width: width, in: nil))
    #expect(store.failure == nil)
    #expect(store.spilledBytes > 200_000 - limit - 60_000 && store.spilledBytes <= 300_000)
    // Twice: pages that were given back come again.
    #expect(Self.bytes(list) == plain)
    #expect(Self.bytes(list) == plain)
    let part = list.part(count / 3..<count / 2)
    #expect(Self.bytes(part) == Array(plain[count / 3 * width..<count / 2 * width]))
    var reader = RecordListReader(list)
    var read: [UInt8] = []
    var left = count
    while left > 0 {
      let step = Swift.min(left, 1 + left % 211)
      let column = reader.next(step)
      column.buffer.withBytes(column.offset..<column.offset + step * width) { bytes in
        bytes.withElements(as: UInt8.self) { for index in $0.indices { read.append($0[index]) } }
      }
      left -= step
    }
    #expect(read == plain)
  }

  @Test func withinTheLimitNothingIsWritten() {
    let store = RecordStore(limit: 1 << 20, bufferBytes: 4096, directory: "/nowhere")
    let list = Self.filled(100_000, width: 8, in: store)
    #expect(list.count == 100_000 && store.spilledBytes == 0 && store.failure == nil)
  }

  @Test func whatFailsIsKeptInMemory() {
    let store = RecordStore(limit: 0, bufferBytes: 4096, directory: "/nowhere")
    let list = Self.filled(10_000, width: 8, in: store)
    #expect(Self.bytes(list) == Self.bytes(Self.filled(10_000, width: 8, in: nil)))
    #expect(
      store.failure?.description
        == "cannot make a scratch file in /nowhere: no such file or directory\n"
        + "try: --scratch with a directory that has room, or --memory with more")
  }

  /// Messages under way at the same time may be taken in any order: a buffer goes to its file when
  /// the last of its bytes has come, not when its end has.
  @Test(arguments: [1, 7, 5000], [0, 20_000])
  func arrivingInAnyOrder(width: Int, limit: Int) throws {
    let count = 100_000 / width
    let store = RecordStore(limit: limit, bufferBytes: 4096, directory: temporary)
    let plain = Self.bytes(Self.filled(count, width: width, in: nil))
    var pieces = Array(stride(from: 0, to: plain.count, by: 1000))
    var random = SplitMix(state: 7)
    for round in 0..<4 {
      if round == 1 { pieces.reverse() }
      if round > 1 { pieces.shuffle(using: &random) }
      var arriving = ArrivingRecords(count: count, width: width, in: store)
      for start in pieces {
        let piece = Array(plain[start..<Swift.min(start + 1000, plain.count)])
        // SAFETY: the span lives in this call.
        unsafe arriving.write(piece.span.bytes, at: start)
      }
      #expect(Self.bytes(arriving.list()) == plain)
    }
    #expect(store.failure == nil && store.spilledBytes > 3 * (100_000 - limit - 60_000))
  }

  private var temporary: String { FileManager.default.temporaryDirectory.path }
}

/// Steele, Lea and Flood 2014: numbers that are the same in every run.
private struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}
