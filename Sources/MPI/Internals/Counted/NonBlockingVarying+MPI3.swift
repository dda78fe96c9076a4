#if !MPICH
  internal import CMPI

  // Parts of different lengths. All ranks know all counts in a gather and in a scatter, so that
  // they choose the same call by the total; in an all-to-all they do not, and the call that can
  // do everything is always taken.

  extension MPICall {
    /// The call that is made for this one with `total` elements on all ranks together.
    func made(total: Int) -> MPICall {
      switch self {
      case .iAllToAllVarying: .iAllToAllGeneral
      case .iGatherVarying, .iAllGatherVarying, .iScatterVarying:
        unsafe total <= LargeCount.limit ? self : .iAllToAllGeneral
      case .iReduceScatter, .iReduceScatterBlock:
        unsafe total <= LargeCount.limit ? self : .iReduce
      default: self
      }
    }
  }

  extension Counted {
    static func iGatherVarying(
      _ send: UnsafeRawPointer?, _ receive: UnsafeMutableRawPointer?, _ counts: [Int], rank: Int,
      stride: Int, _ type: DatatypeHandle, root: Int, _ comm: CommunicatorHandle,
      _ arguments: CallArguments, _ request: inout RawRequest
    ) -> CInt {
      guard unsafe counts.total <= LargeCount.limit || !counts.indices.contains(root) else {
        return unsafe iAllToAllGeneral(
          send, counts.indices.map { .init(count: $0 == root ? counts[rank] : 0, start: 0) },
          receive, Part.row(counts, isEmpty: rank != root), stride: stride, type, comm,
          arguments, &request)
      }
      return unsafe MPI_Igatherv(
        send,
        CInt(truncatingIfNeeded: counts[rank]),
        type.raw,
        receive,
        arguments.array(counts.map { CInt(truncatingIfNeeded: $0) }),
        arguments.array(counts.startsOfParts.map { CInt(truncatingIfNeeded: $0) }),
        type.raw,
        CInt(rank: root),
        comm.raw,
        &request)
    }

    static func iAllGatherVarying(
      _ send: UnsafeRawPointer?, _ receive: UnsafeMutableRawPointer?, _ counts: [Int], rank: Int,
      stride: Int, _ type: DatatypeHandle, _ comm: CommunicatorHandle,
      _ arguments: CallArguments, _ request: inout RawRequest
    ) -> CInt {
      guard unsafe counts.total <= LargeCount.limit else {
        return unsafe iAllToAllGeneral(
          send, counts.map { _ in .init(count: counts[rank], start: 0) }, receive,
          Part.row(counts), stride: stride, type, comm, arguments, &request)
      }
      return unsafe MPI_Iallgatherv(
        send,
        CInt(truncatingIfNeeded: counts[rank]),
        type.raw,
        receive,
        arguments.array(counts.map { CInt(truncatingIfNeeded: $0) }),
        arguments.array(counts.startsOfParts.map { CInt(truncatingIfNeeded: $0) }),
        type.raw,
        comm.raw,
        &request)
    }

    static func iScatterVarying(
      _ send: UnsafeRawPointer?, _ receive: UnsafeMutableRawPointer?, _ counts: [Int], rank: Int,
      stride: Int, _ type: DatatypeHandle, root: Int, _ comm: CommunicatorHandle,
      _ arguments: CallArguments, _ request: inout RawRequest
    ) -> CInt {
      guard unsafe counts.total <= LargeCount.limit || !counts.indices.contains(root) else {
        return unsafe iAllToAllGeneral(
          send, Part.row(counts, isEmpty: rank != root), receive,
          counts.indices.map { .init(count: $0 == root ? counts[rank] : 0, start: 0) },
          stride: stride, type, comm, arguments, &request)
      }
      return unsafe MPI_Iscatterv(
        send,
        arguments.array(counts.map { CInt(truncatingIfNeeded: $0) }),
        arguments.array(counts.startsOfParts.map { CInt(truncatingIfNeeded: $0) }),
        type.raw,
        receive,
        CInt(truncatingIfNeeded: counts[rank]),
        type.raw,
        CInt(rank: root),
        comm.raw,
        &request)
    }

    static func iAllToAllVarying(
      _ send: UnsafeRawPointer?, _ sendCounts: [Int], _ receive: UnsafeMutableRawPointer?,
      _ receiveCounts: [Int], stride: Int, _ type: DatatypeHandle, _ comm: CommunicatorHandle,
      _ arguments: CallArguments, _ request: inout RawRequest
    ) -> CInt {
      unsafe iAllToAllGeneral(
        send, Part.row(sendCounts), receive, Part.row(receiveCounts), stride: stride, type, comm,
        arguments, &request)
    }

    private static func iAllToAllGeneral(
      _ send: UnsafeRawPointer?, _ sent: [Part], _ receive: UnsafeMutableRawPointer?,
      _ received: [Part], stride: Int, _ type: DatatypeHandle, _ comm: CommunicatorHandle,
      _ arguments: CallArguments, _ request: inout RawRequest
    ) -> CInt {
      var sending = unsafe PartArrays()
      var code = unsafe sending.append(sent, stride: stride, type, arguments)
      guard Lifecycle.succeeded(code) else { return code }
      var receiving = unsafe PartArrays()
      code = unsafe receiving.append(received, stride: stride, type, arguments)
      guard Lifecycle.succeeded(code) else { return code }
      return unsafe MPI_Ialltoallw(
        send,
        arguments.array(sending.counts),
        arguments.array(sending.displacements),
        arguments.array(sending.datatypes),
        receive,
        arguments.array(receiving.counts),
        arguments.array(receiving.displacements),
        arguments.array(receiving.datatypes),
        comm.raw,
        &request)
    }
  }

  /// What goes to one rank or comes from one, in elements.
  private struct Part: Hashable {
    var count: Int
    var start: Int

    /// Parts one behind the other, or as many without elements.
    static func row(_ counts: [Int], isEmpty: Bool = false) -> [Part] {
      zip(counts, counts.startsOfParts).map { count, start in
        isEmpty ? Part(count: 0, start: 0) : Part(count: count, start: start)
      }
    }
  }

  /// The arrays of the general all-to-all: displacements are in bytes there.
  @unsafe private struct PartArrays {
    var counts: [CInt] = []
    var displacements: [CInt] = []
    var datatypes: [RawDatatype] = unsafe []

    /// A part that 32 bits cannot describe is one element of a datatype that has its length and
    /// its displacement; the other side may describe the same elements in another way (MPI-3.1
    /// section 5.8: only the type signatures must agree).
    mutating func append(
      _ parts: [Part], stride: Int, _ type: DatatypeHandle, _ arguments: CallArguments
    ) -> CInt {
      var previous: Part?
      for part in parts {
        defer { previous = part }
        if part.count == 0 {
          unsafe append(0, 0, type.raw)
        } else if unsafe part.count <= LargeCount.limit && part.start * stride <= LargeCount.limit {
          unsafe append(
            CInt(truncatingIfNeeded: part.count), CInt(truncatingIfNeeded: part.start * stride),
            type.raw)
        } else if part == previous, let same = unsafe datatypes.last {
          unsafe append(1, 0, same)
        } else {
          var placed = DatatypeHandle.null
          let code = unsafe Self.makePlaced(part.count, at: part.start * stride, type, &placed)
          guard Lifecycle.succeeded(code) else { return code }
          arguments.own(placed)
          unsafe append(1, 0, placed.raw)
        }
      }
      return cmpi_success()
    }

    private mutating func append(_ count: CInt, _ displacement: CInt, _ datatype: RawDatatype) {
      unsafe counts.append(count)
      unsafe displacements.append(displacement)
      unsafe datatypes.append(datatype)
    }

    /// `count` elements, `offset` bytes behind where the buffer begins.
    private static func makePlaced(
      _ count: Int, at offset: Int, _ type: DatatypeHandle, _ made: inout DatatypeHandle
    ) -> CInt {
      var contiguous = DatatypeHandle.null
      var code = Datatypes.makeContiguous(count, type, &contiguous)
      guard Lifecycle.succeeded(code) else { return code }
      defer { _ = Datatypes.free(contiguous) }
      var raw: RawDatatype = unsafe cmpi_datatype_null()
      let one: CInt = 1
      code = unsafe MPI_Type_create_hindexed(one, [one], [offset], contiguous.raw, &raw)
      guard Lifecycle.succeeded(code) else { return code }
      code = unsafe MPI_Type_commit(&raw)
      unsafe made = DatatypeHandle(written: raw)
      return code
    }
  }
#endif
