/// A block of an array along its axes, as the HDF5 library reads it in one call.
package struct HDF5Slab: Hashable, Sendable {
  package var start: [Int]
  package var count: [Int]
  /// Entries.
  package var size: Int { count.reduce(1, *) }

  /// The blocks that together are the entries `range` in C order, one after the other.
  ///
  /// - Precondition: the range lies in an array of this shape, which has an axis.
  /// - Complexity: at most two blocks for each axis.
  package static func covering(_ range: Range<Int>, of shape: [Int]) -> [HDF5Slab] {
    var strides = [Int](repeating: 1, count: shape.count)
    for axis in shape.indices.dropLast().reversed() {
      strides[axis] = strides[axis + 1] * shape[axis + 1]
    }
    var slabs: [HDF5Slab] = []
    var position = range.lowerBound
    while position < range.upperBound {
      let left = range.upperBound - position
      // The outermost axis along which whole inner blocks start here.
      let axis =
        shape.indices.first { position.isMultiple(of: strides[$0]) && strides[$0] <= left }
        ?? shape.count - 1
      let start = shape.indices.map { position / strides[$0] % shape[$0] }
      let length = Swift.min(left / strides[axis], shape[axis] - start[axis])
      var count = [Int](repeating: 1, count: axis) + [length]
      count += shape[(axis + 1)...]
      slabs.append(HDF5Slab(start: start, count: count))
      position += length * strides[axis]
    }
    return slabs
  }
}
