/// Samples of an open line that may be held in any case.
let leastLineSamples = 1024

/// The samples behind the start of an open line, as differences from it, and the memory for them.
///
/// Trivial, so that kernels move it about; its owner frees it.
@unsafe struct LinePoints: BitwiseCopyable {
  /// `capacity` pairs of a time and a value; both differences are finite.
  private var memory: UnsafeMutablePointer<SIMD2<Double>>?
  private(set) var count: Int32 = 0
  private var capacity: Int32 = 0

  init() {}

  func free() { unsafe memory?.deallocate() }

  /// Whether more samples came than may be held: none are then, until the line ends.
  var isOverfull: Bool { unsafe capacity < 0 }

  mutating func removeAll() {
    unsafe count = 0
    if unsafe capacity < 0 { unsafe capacity = 0 }
  }

  /// Makes room by dropping samples that cannot matter, or by doubling.
  ///
  /// - Parameter most: Samples that may be held, at least ``leastLineSamples``.
  @inline(__always)
  mutating func append(run: Double, rise: Double, width: Double, most: Int) {
    if unsafe count >= capacity, unsafe !makeRoom(width, most) { return }
    // SAFETY: there is room for `capacity` pairs, which is more than `count`.
    unsafe memory.unsafelyUnwrapped[Int(count)] = SIMD2(run, rise)
    unsafe count += 1
  }

  /// Local. False where there is none.
  @inline(never)
  private mutating func makeRoom(_ width: Double, _ most: Int) -> Bool {
    if unsafe capacity < 0 { return false }
    if unsafe capacity >= leastLineSamples {
      unsafe reduce(width)
      if unsafe count <= capacity / 2 { return true }
    }
    let size = unsafe Swift.max(8, 2 * Int(capacity))
    if size > most {
      unsafe memory?.deallocate()
      unsafe memory = nil
      unsafe (count, capacity) = (0, -1)
      return false
    }
    precondition(size < Int(Int32.max), "2³¹ samples on an open line that all may matter")
    let grown = UnsafeMutablePointer<SIMD2<Double>>.allocate(capacity: size)
    if let old = unsafe memory {
      unsafe grown.update(from: old, count: Int(count))
      unsafe old.deallocate()
    }
    unsafe memory = grown
    unsafe capacity = Int32(size)
    return true
  }

  // MARK: comparing

  /// The largest distance in value of the first samples from the line that ends `rise` above and
  /// `run` behind its start, and `largest` where none is above it.
  ///
  /// - Parameters:
  ///   - drop: How many of the last samples are left out: 1 where the last is the line's end.
  ///   - largest: Of samples seen before.
  /// - Returns: NaN where a product overflows.
  @inline(__always)
  func largestError(
    dropping drop: Int32, run: Double, rise: Double, above largest: Double
  ) -> Double {
    guard unsafe count > drop else { return largest }
    return unsafe largestError(ofFirst: Int(count - drop), run, rise, largest)
  }

  @inline(never)
  private func largestError(
    ofFirst count: Int, _ run: Double, _ rise: Double, _ largest: Double
  ) -> Double {
    // SAFETY: there are `self.count` pairs, at least `count`.
    let points = unsafe memory.unsafelyUnwrapped
    // By multiplication first. Twice as much as rounding and the quotient can differ is added.
    let slope = rise / run
    let margin = 16 * Double.ulpOfOne
    var isClose = false
    for index in 0..<count {
      let point = unsafe points[index]
      let line = point[0] * slope
      let error = (point[1] - line).magnitude
      let bound = error + margin * (point[1].magnitude + line.magnitude)
      isClose = isClose || !(bound <= largest)
    }
    guard isClose else { return largest }
    var found = largest
    for index in 0..<count {
      let point = unsafe points[index]
      let error = (point[1] - point[0] * rise / run).magnitude
      // A NaN stays.
      if !(error <= found) { found = error }
    }
    return found
  }

  // MARK: forgetting

  /// Drops samples whose computed error is not above that of one of two others, whatever line
  /// they are compared with that passes all samples within `width`: those that are neither on the
  /// upper nor on the lower hull (Andrew, "Another efficient algorithm for convex hulls in two
  /// dimensions", Information Processing Letters 9(5), 1979), and surely, with room for rounding
  /// of hull and error; and those between neighbours of the same value, as the error grows or
  /// falls with the time then, rounded or not. The first and the last stay.
  private mutating func reduce(_ width: Double) {
    let count = unsafe Int(self.count)
    // SAFETY: there are `count` pairs; places are below it.
    let points = unsafe memory.unsafelyUnwrapped
    var largest = width
    for index in 0..<count { largest = unsafe Swift.max(largest, points[index][1].magnitude) }
    let margin = 64 * Double.ulpOfOne * largest

    var stays = [Bool](repeating: false, count: count)
    var hull: [Int] = []
    for side in [1.0, -1.0] {
      hull.removeAll(keepingCapacity: true)
      for c in 0..<count {
        while hull.count >= 2 {
          let (a, b) = unsafe (points[hull[hull.count - 2]], points[hull[hull.count - 1]])
          let end = unsafe points[c]
          let (run, rise) = (end[0] - a[0], end[1] - a[1])
          // How far the chord passes above b, times `run`.
          let room = rise * (b[0] - a[0]) - (b[1] - a[1]) * run
          let isLevel = a[1] == b[1] && b[1] == end[1]
          guard side * room > margin * run || isLevel else { break }
          hull.removeLast()
        }
        hull.append(c)
      }
      for index in hull { stays[index] = true }
    }
    var next = 0
    for index in 0..<count where stays[index] {
      unsafe points[next] = points[index]
      next += 1
    }
    unsafe self.count = Int32(next)
  }
}
