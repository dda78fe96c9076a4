import ArrayFiles
import ShardedArrays
import Testing

/// Damaged headers either parse into something consistent or are refused; nothing traps.
@Suite struct NPYHeaderFuzzTests {
  /// The two pure steps of reading, without a file.
  func parse(_ bytes: [UInt8]) throws(NPYHeaderProblem) -> (NPYPreamble, NPYHeader) {
    let preamble = try NPYPreamble(start: Array(bytes.prefix(12)), fileSize: bytes.count)
    let text = Array(bytes[preamble.textStart..<preamble.dataOffset])
    return (preamble, try NPYHeader(text: text, after: preamble))
  }

  static let valid: [[UInt8]] =
    [
      NPYHeader(elementType: .float64, shape: [3]).encoded(),
      NPYHeader(elementType: .int16, byteOrder: .big, shape: [3, 4, 5]).encoded(),
      NPYHeader(elementType: .bool, shape: []).encoded(),
      npy(header("<u4", "(2, 0, 9223372036854775807)"), version: 2),
      npy(header("=f2", "(1, 7)", fortran: "True"), version: 3),
      npy("{'descr': [('x', '<f4'), ('y', '<i8', (2,))], 'fortran_order': False, 'shape': (3,)}"),
    ] + NPYStructureTests.known.map(\.bytes)

  @Test("flipped, cut, doubled and spliced bytes", arguments: [UInt64](0..<8))
  func damage(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for round in 0..<2500 {
      var bytes = Self.valid[Int.random(in: 0..<Self.valid.count, using: &random)]
      for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<5, using: &random) {
        case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 1: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 2: bytes.removeSubrange(place...)
        case 3: bytes.insert(contentsOf: bytes[place...].prefix(20), at: place)
        default:
          bytes[place] = Array("{}()[],:'\"-0129\\ \nxV".utf8).randomElement(using: &random) ?? 0
        }
      }
      do {
        let (preamble, header) = try parse(bytes)
        #expect(
          preamble.dataOffset <= bytes.count && header.byteCount >= 0
            && header.shape.allSatisfy { $0 >= 0 },
          "seed \(seed), round \(round)")
      } catch {
        let words = String(describing: error)
        #expect(words.utf8.count < 600, "seed \(seed), round \(round): \(words)")
      }
    }
  }

  @Test(
    "a text as long as the limit is parsed or refused without depth or growth",
    arguments: ["[", "(", "{", "'", "0", "1,", "{'", "-", " ", "('a','f4'),", "\\x41"])
  func longTexts(unit: String) {
    for opening in [
      "", "{'shape': (", "{'descr': ", "{'descr': '", "{'", "{'descr': [", "{'descr': [('",
    ] {
      let room = NPYHeader.lengthLimit - opening.utf8.count
      let text = opening + String(repeating: unit, count: room / unit.utf8.count)
      #expect(throws: NPYHeaderProblem.self) { try parse(npy(text, version: 2)) }
    }
  }
}
