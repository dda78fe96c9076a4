import MPI
import Testing

@Suite struct DatatypeShapeTests {
  /// Every element a vector takes, by a loop.
  private func places(_ count: Int, _ length: Int, _ stride: Int) -> [Int] {
    (0..<count).flatMap { block in (0..<length).map { block * stride + $0 } }
  }

  @Test("a vector's bounds are those of its elements")
  func vectors() {
    for count in 0...4 {
      for length in 0...4 {
        for stride in -5...5 {
          let bounds = DatatypeShape.vector(count: count, blockLength: length, stride: stride)
            .bounds(elementBytes: 8)
          let places = places(count, length, stride)
          #expect(bounds.count == places.count)
          #expect(bounds.overlaps == (Set(places).count < places.count))
          if let low = places.min(), let high = places.max() {
            #expect(bounds.reach == low..<high + 1)
          } else {
            #expect(bounds.reach.isEmpty)
          }
        }
      }
    }
  }

  @Test("indexed blocks' bounds are those of their elements")
  func indexed() {
    let cases: [([Int], [Int])] = [
      ([], []), ([5], [0]), ([5, 1], [2, 3]), ([0, 2, 1], [1, 1, 1]), ([3, 0], [4, 4]),
      ([0, 0], [1, 1]), ([9, 2, 4], [1, 0, 5]),
    ]
    for (offsets, lengths) in cases {
      let bounds = DatatypeShape.indexed(offsets: offsets, lengths: lengths)
        .bounds(elementBytes: 4)
      let places = zip(offsets, lengths).flatMap { Array($0..<$0 + $1) }
      #expect(bounds.count == places.count)
      #expect(bounds.overlaps == (Set(places).count < places.count))
      if let low = places.min(), let high = places.max() {
        #expect(bounds.reach == low..<high + 1)
      }
    }
  }
}
