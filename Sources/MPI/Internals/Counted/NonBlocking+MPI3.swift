#if !MPICH
  internal import CMPI

  // `ranks` is the size of the communicator: a call whose blocks are together more than one count
  // holds takes one element of a datatype for each, because the library multiplies ranks and
  // counts in 32 bits in places.

  extension Counted {
    static func iBroadcast(
      _ buffer: UnsafeMutableRawPointer?, _ count: Int, stride: Int, _ type: DatatypeHandle,
      root: CInt, _ comm: CommunicatorHandle, _ requests: inout [RequestHandle]
    ) -> CInt {
      LargeCount.described(count, type) { count, type in
        unsafe requests.adding {
          unsafe MPI_Ibcast(
            buffer,
            count,
            type.raw,
            root,
            comm.raw,
            &$0)
        }
      }
    }

    static func iGather(
      _ send: UnsafeRawPointer?, _ receive: UnsafeMutableRawPointer?, _ count: Int, ranks: Int,
      _ type: DatatypeHandle, root: CInt, _ comm: CommunicatorHandle, _ request: inout RawRequest
    ) -> CInt {
      LargeCount.describedBlocks(count, ranks, type) { count, type in
        unsafe MPI_Igather(
          send,
          count,
          type.raw,
          receive,
          count,
          type.raw,
          root,
          comm.raw,
          &request)
      }
    }

    static func iAllGather(
      _ send: UnsafeRawPointer?, _ receive: UnsafeMutableRawPointer?, _ count: Int, ranks: Int,
      _ type: DatatypeHandle, _ comm: CommunicatorHandle, _ request: inout RawRequest
    ) -> CInt {
      LargeCount.describedBlocks(count, ranks, type) { count, type in
        unsafe MPI_Iallgather(
          send,
          count,
          type.raw,
          receive,
          count,
          type.raw,
          comm.raw,
          &request)
      }
    }

    static func iScatter(
      _ send: UnsafeRawPointer?, _ receive: UnsafeMutableRawPointer?, _ count: Int, ranks: Int,
      _ type: DatatypeHandle, root: CInt, _ comm: CommunicatorHandle, _ request: inout RawRequest
    ) -> CInt {
      LargeCount.describedBlocks(count, ranks, type) { count, type in
        unsafe MPI_Iscatter(
          send,
          count,
          type.raw,
          receive,
          count,
          type.raw,
          root,
          comm.raw,
          &request)
      }
    }

    static func iAllToAll(
      _ send: UnsafeRawPointer?, _ receive: UnsafeMutableRawPointer?, _ count: Int, ranks: Int,
      _ type: DatatypeHandle, _ comm: CommunicatorHandle, _ request: inout RawRequest
    ) -> CInt {
      LargeCount.describedBlocks(count, ranks, type) { count, type in
        unsafe MPI_Ialltoall(
          send,
          count,
          type.raw,
          receive,
          count,
          type.raw,
          comm.raw,
          &request)
      }
    }
  }

  extension LargeCount {
    /// As ``described(_:_:_:)`` for `blocks` blocks of `count` elements, of which the count of
    /// one is passed.
    @inline(__always) fileprivate static func describedBlocks(
      _ count: Int, _ blocks: Int, _ type: DatatypeHandle,
      _ body: (CInt, DatatypeHandle) -> CInt
    ) -> CInt {
      if unsafe count <= limit / blocks { return body(CInt(truncatingIfNeeded: count), type) }
      var block = DatatypeHandle.null
      let code = Datatypes.makeContiguous(count, type, &block)
      guard Lifecycle.succeeded(code) else { return code }
      let answer = body(1, block)
      let freed = Datatypes.free(block)
      return Lifecycle.succeeded(answer) ? freed : answer
    }
  }
#endif
