import ArrayFiles
import Testing

@Suite struct HDF5SlabTests {
  /// The entries of a slab in C order, counted index by index.
  func entries(_ slab: HDF5Slab, of shape: [Int]) -> [Int] {
    var found = [0]
    for axis in shape.indices {
      found = found.flatMap { before in
        (slab.start[axis]..<slab.start[axis] + slab.count[axis]).map {
          before * shape[axis] + $0
        }
      }
    }
    return found
  }

  @Test(
    "slabs are the range, in order and each entry once",
    arguments: [[7], [1], [3, 4], [4, 3, 5], [2, 1, 3], [1, 1, 6], [3, 2, 2, 3]])
  func cover(shape: [Int]) {
    let total = shape.reduce(1, *)
    for first in 0...total {
      for end in first...total {
        let slabs = HDF5Slab.covering(first..<end, of: shape)
        #expect(
          slabs.flatMap { entries($0, of: shape) } == Array(first..<end),
          "\(first)..<\(end) of \(shape): \(slabs)")
        #expect(slabs.count <= 2 * shape.count, "\(first)..<\(end) of \(shape): \(slabs)")
        #expect(slabs.map(\.size).reduce(0, +) == end - first)
      }
    }
  }
}
