extension Communicator {
  /// Collective, returns at once. The values of all ranks up to and including this one,
  /// combined element by element.
  ///
  /// - Parameters:
  ///   - op: How two elements are combined; the same on every rank.
  ///   - mine: This rank's contribution. Shape `[n]`, the same `n` on every rank.
  /// - Returns: The request of the same buffer with the result.
  /// - Throws: ``MPIError`` when the library reports a failure.
  /// - Complexity: one collective of `n` elements; with MPI-3.1 one for every 2³¹ − 1.
  ///
  /// The corresponding C function is `MPI_Iscan` (MPI-3.1 section 5.12.11).
  public borrowing func iScan<Element: MPIElement>(
    _ op: Reduction<Element>, _ mine: consuming MessageBuffer<Element>
  ) throws(MPIError) -> Request<MessageBuffer<Element>> {
    let (operation, type) = try family.handles(of: op)
    let memory = unsafe mine.release()
    let stride = MemoryLayout<Element>.stride
    // SAFETY: the memory is this call's own until the request gives it back, or for ever.
    let pending = try PendingCall(
      .iScan, bytes: memory.count * stride, shape: CallShape(count: memory.count, op), on: self,
      parts: 0, keeping: op.keptAlive
    ) { requests in
      unsafe Counted.iScan(
        inPlace: memory.baseAddress, memory.count, stride: stride, type, operation, handle,
        &requests)
    }
    return Request(pending) { _ in unsafe MessageBuffer(adopting: memory) }
  }

  /// Collective, returns at once. The values of all ranks before this one, combined element by
  /// element.
  ///
  /// - Parameters:
  ///   - op: How two elements are combined; the same on every rank.
  ///   - mine: This rank's contribution. Shape `[n]`, the same `n` on every rank.
  ///   - first: What every element is on rank 0, which has none before it; ignored elsewhere.
  /// - Returns: The request of the same buffer with the result.
  /// - Throws: ``MPIError`` when the library reports a failure.
  /// - Complexity: one collective of `n` elements; with MPI-3.1 one for every 2³¹ − 1.
  ///
  /// The corresponding C function is `MPI_Iexscan` (MPI-3.1 section 5.12.12).
  public borrowing func iExScan<Element: MPIElement>(
    _ op: Reduction<Element>, _ mine: consuming MessageBuffer<Element>, first: Element
  ) throws(MPIError) -> Request<MessageBuffer<Element>> {
    let (operation, type) = try family.handles(of: op)
    let memory = unsafe mine.release()
    let stride = MemoryLayout<Element>.stride
    // SAFETY: as above.
    let pending = try PendingCall(
      .iExScan, bytes: memory.count * stride, shape: CallShape(count: memory.count, op), on: self,
      parts: 0, keeping: op.keptAlive
    ) { requests in
      unsafe Counted.iExScan(
        inPlace: memory.baseAddress, memory.count, stride: stride, type, operation, handle,
        &requests)
    }
    let isFirst = rank == 0
    return Request(pending) { _ in
      // Rank 0's result is undefined by the standard.
      if isFirst { unsafe memory.update(repeating: first) }
      return unsafe MessageBuffer(adopting: memory)
    }
  }
}
