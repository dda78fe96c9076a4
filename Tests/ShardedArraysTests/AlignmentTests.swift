import ShardedArrays
import Testing

@Suite struct AlignmentTests {
  /// All places where records may be cut, one after the other.
  func cuts(_ alignment: Alignment, of total: Int) -> [Int] {
    var places: Set<Int> = [0, total]
    for index in 0...total {
      guard let run = alignment.runs.last(where: { $0.first <= index }) else { continue }
      if (index - run.first).isMultiple(of: run.grain) { places.insert(index) }
    }
    return places.sorted()
  }

  @Test("every boundary is the cut nearest to the even one", arguments: 0...40)
  func nearestCuts(total: Int) {
    let alignments = [
      Alignment([.init(first: 0, grain: 7)]),
      Alignment([.init(first: 0, grain: 1000)]),
      Alignment([.init(first: 0, grain: 3), .init(first: 10, grain: 8), .init(first: 20, grain: 1)]
      ),
    ]
    for alignment in alignments {
      let places = cuts(alignment, of: total)
      for ranks in [1, 2, 3, 8, 50] {
        let partition = Partition(even: total, over: ranks, aligned: alignment)
        #expect(partition.total == total && partition.ranks == ranks)
        let even = Partition(even: total, over: ranks).boundaries
        for (boundary, wanted) in zip(partition.boundaries, even) {
          #expect(places.contains(boundary), "\(total) over \(ranks): \(partition.boundaries)")
          let least = places.map { abs($0 - wanted) }.min()
          #expect(
            abs(boundary - wanted) == least, "\(total) over \(ranks): \(partition.boundaries)")
        }
      }
    }
  }

  @Test func withoutRunsItIsEven() {
    #expect(
      Partition(even: 10, over: 3, aligned: Alignment()) == Partition(even: 10, over: 3))
  }
}
