#if !MPICH
  internal import CMPI

  /// One side of `MPI_Alltoallw`: what goes to each rank, or comes from it.
  ///
  /// A rank describes its own memory as it likes, as long as both sides of a message have the
  /// same elements: by count, datatype and a displacement in bytes while these fit a C `int`;
  /// beyond, as one element of a datatype that was made for the block and has the displacement in
  /// it. So a rank needs to know nothing of the others, and no size is too large.
  @safe struct GeneralBlocks {
    private(set) var counts: [CInt]
    private(set) var displacements: [CInt]
    @unsafe private(set) var types: [RawDatatype]
    private var made: [DatatypeHandle] = []

    /// `code` becomes that of the first datatype that could not be made; ``free()`` also then.
    init(_ blocks: Blocks, stride: Int, _ type: DatatypeHandle, code: inout CInt) {
      let ranks = blocks.counts.count
      counts = Array(repeating: 0, count: ranks)
      displacements = Array(repeating: 0, count: ranks)
      unsafe types = Array(repeating: type.raw, count: ranks)
      for rank in 0..<ranks where blocks.counts[rank] > 0 {
        let (count, bytes) = (blocks.counts[rank], blocks.offsets[rank] * stride)
        if unsafe count <= LargeCount.limit && bytes <= LargeCount.limit {
          counts[rank] = CInt(truncatingIfNeeded: count)
          displacements[rank] = CInt(truncatingIfNeeded: bytes)
          continue
        }
        var block = DatatypeHandle.null
        code = Datatypes.makeContiguous(count, type, at: bytes, &block)
        guard Lifecycle.succeeded(code) else { return }
        made.append(block)
        counts[rank] = 1
        unsafe types[rank] = block.raw
      }
    }

    /// To be called once, after the call that was given the datatypes, or after it was started: it
    /// goes on without them (section 4.1.9). A failure here has no one to go to.
    func free() {
      for type in made { _ = Datatypes.free(type) }
    }
  }

  extension Datatypes {
    /// `count` elements of `type`, one behind the other, `bytes` behind the buffer's start.
    static func makeContiguous(
      _ count: Int, _ type: DatatypeHandle, at bytes: Int, _ made: inout DatatypeHandle
    ) -> CInt {
      var elements = DatatypeHandle.null
      var code = makeContiguous(count, type, &elements)
      guard Lifecycle.succeeded(code) else { return code }
      defer { _ = free(elements) }
      var raw: RawDatatype = unsafe cmpi_datatype_null()
      code = unsafe MPI_Type_create_hindexed(1, [1], [bytes], elements.raw, &raw)
      guard Lifecycle.succeeded(code) else { return code }
      code = unsafe MPI_Type_commit(&raw)
      unsafe made = DatatypeHandle(written: raw)
      return code
    }
  }
#endif
