/// Memory of each rank that all ranks of a communicator can read and write, without the owner
/// taking part.
///
/// Made by ``Communicator/window(count:filledWith:)``, freed by ``free()``. A window whose scope
/// ends without is freed with the next window or shared counter that is made from the same
/// communicator, or at the end of ``MPIRuntime/run(threads:isChecked:_:)``: freeing waits for all
/// ranks, which one that leaves the scope by an error must not do. Every rank's window ends
/// where the others' do.
///
/// A transfer is complete when its call returns, on both sides, and each locks its target for
/// itself. Many transfers are faster inside ``withLockAll(_:)``, and several that belong together
/// go into ``withLock(on:_:_:)``. ``put(_:to:at:)`` and ``get(count:from:at:)`` are not atomic:
/// those of several ranks to the same elements need a lock that is exclusive, or the atomic
/// ``accumulate(_:_:to:at:)``, ``fetchAndAdd(_:on:at:)`` and
/// ``compareAndSwap(_:with:on:at:)``.
///
/// Whether a transfer waits until its target calls MPI is the library's choice (MPI-3.1 section
/// 11.7.3). Measured on one host while the target computed: Open MPI 4.1 does not wait (0.3 to
/// 0.6 microseconds a transfer); MPICH 4.0 does, for all of them. With either, a target that
/// computes for long should make some MPI call now and then.
///
/// Elements are counted from 0 on each rank; ranks are those of the communicator.
@safe public struct Window<Element: MPIElement>: ~Copyable {
  let core: WindowCore
  /// How many elements each rank has, by rank.
  public let counts: [Int]

  /// Local. How many elements this rank has.
  public var count: Int { counts[core.comm.rank] }

  /// Where each rank's elements start in its part of the window, in bytes.
  private let shifts: [Int]

  init(_ core: WindowCore, counts: [Int], shifts: [Int]) {
    self.core = core
    self.counts = counts
    self.shifts = shifts
  }

  /// Collective. Frees the memory on all ranks.
  ///
  /// - Precondition: not inside of a lock or of ``withLocal(_:)``.
  /// - Throws: ``MPIError`` when the library reports a failure.
  /// - Complexity: waits for all ranks, as a barrier does.
  ///
  /// The corresponding C function is `MPI_Win_free` (MPI-3.1 section 11.2.5).
  public consuming func free() throws(MPIError) {
    require(core.epoch == .none, "freeing a window that is in use: \(core.epoch)")
    try core.free()
  }

  /// Where an element is in a rank's part of the window, in bytes.
  func place(_ offset: Int, on rank: Int) -> Int {
    shifts[rank] + offset * MemoryLayout<Element>.stride
  }

  /// Traps where elements do not exist.
  func check(_ call: String, _ count: Int, on rank: Int, at offset: Int) {
    require(counts.indices.contains(rank), "\(call): rank \(rank) of \(counts.count)")
    require(
      offset >= 0 && count >= 0 && offset <= counts[rank] - count,
      "\(call): \(count) elements from element \(offset) on of rank \(rank)'s \(counts[rank])")
  }
}

extension Communicator {
  /// Collective. A window with `count` elements of this rank.
  ///
  /// - Parameters:
  ///   - count: This rank's, not necessarily the others'; zero allowed.
  ///   - value: What they are at first.
  /// - Throws: ``MPIError`` when the library reports a failure, for instance for want of memory.
  /// - Complexity: two collectives, one for the counts of the other ranks; and one for each window
  ///   of this communicator that went out of scope and was not freed.
  ///
  /// The corresponding C functions are `MPI_Win_allocate` and `MPI_Allgather` (MPI-3.1 sections
  /// 11.2.2 and 5.7).
  public borrowing func window<Element: MPIElement>(
    count: Int, filledWith value: Element
  ) throws(MPIError) -> Window<Element> {
    require(count >= 0, "a window of \(count) elements")
    let stride = MemoryLayout<Element>.stride
    let core = try WindowCore(
      byteCount: count * stride, alignment: MemoryLayout<Element>.alignment, name: "a window",
      on: self)
    if let memory = unsafe core.memory {
      let elements = unsafe memory.bindMemory(to: Element.self, capacity: count)
      try core.withOwnMemory { () throws(MPIError) in
        unsafe elements.initialize(repeating: value, count: count)
      }
    }
    // Also keeps the others from reading what is not there yet.
    let all = try allGather([count, core.shift])
    return Window(
      core, counts: (0..<size).map { all[2 * $0] }, shifts: (0..<size).map { all[2 * $0 + 1] })
  }
}
