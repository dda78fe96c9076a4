#if HDF5
  internal import CHDF5

  /// The filters of a dataset's chunks where this program undoes them itself: the shuffle, deflate,
  /// or both. With every other one the library reads.
  struct HDF5Filters {
    /// Bytes of a shuffled element; nil: not shuffled.
    let shuffleWidth: Int?
    let deflates: Bool
    /// The bits of a chunk's filter mask that say that it went without a filter.
    private let shuffleBit: UInt32
    private let deflateBit: UInt32

    /// Nil for other filters, in another order, or that leave out the chunks at the end of an axis.
    ///
    /// - Parameter entryBytes: Of an entry in the file.
    init?(_ creation: HDF5Handle, entryBytes: Int, _ action: String) throws(HDF5Problem) {
      guard try checked(action, H5Pget_layout(creation.id).rawValue) == H5D_CHUNKED.rawValue
      else { return nil }
      var options = CUnsignedInt(0)
      // SAFETY: one number is written.
      try checked(action, unsafe H5Pget_chunk_opts(creation.id, &options))
      guard options == 0 else { return nil }
      var (shuffleWidth, deflates): (Int?, Bool) = (nil, false)
      var (shuffleBit, deflateBit): (UInt32, UInt32) = (0, 0)
      for index in 0..<(try checked(action, H5Pget_nfilters(creation.id))) {
        var (flags, settings): (CUnsignedInt, CUnsignedInt) = (0, 0)
        var (values, valueCount) = ([CUnsignedInt](repeating: 0, count: 1), 1)
        // SAFETY: at most one value is written, and no name.
        let filter = try checked(
          action,
          unsafe H5Pget_filter2(
            creation.id, CUnsignedInt(index), &flags, &valueCount, &values, 0, nil, &settings))
        switch filter {
        case H5Z_FILTER_SHUFFLE where index == 0 && valueCount == 1 && values[0] == entryBytes:
          (shuffleWidth, shuffleBit) = (entryBytes, 1 << UInt32(index))
        case H5Z_FILTER_DEFLATE where !deflates:
          (deflates, deflateBit) = (true, 1 << UInt32(index))
        default: return nil
        }
      }
      guard deflates || shuffleWidth != nil else { return nil }
      (self.shuffleWidth, self.deflates) = (shuffleWidth, deflates)
      (self.shuffleBit, self.deflateBit) = (shuffleBit, deflateBit)
    }

    /// Whether a chunk with this mask is deflated.
    func isDeflated(_ mask: UInt32) -> Bool { deflates && mask & deflateBit == 0 }

    /// The bytes of an element of a chunk with this mask, where it is shuffled.
    func shuffleWidth(_ mask: UInt32) -> Int? { mask & shuffleBit == 0 ? shuffleWidth : nil }
  }
#endif
