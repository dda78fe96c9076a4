public import ShardedArrays

extension RecordInput {
  /// Where the records may be cut so that what is decoded together stays together.
  ///
  /// Of columns that are decoded in different lengths, cuts suit all of them where that leaves
  /// at least 64 pieces, and else the one with the most bytes to a piece.
  public var alignment: Alignment {
    let decoded = columns.filter { column in column.parts.contains { $0.grain > 1 } }
    guard let heaviest = decoded.max(by: { $0.decodingBytes < $1.decodingBytes }) else {
      return Alignment()
    }
    if let whole = commonGrain(of: decoded), count / whole >= 64 {
      return Alignment([.init(first: 0, grain: whole)])
    }
    return Alignment(heaviest.parts.map { .init(first: $0.firstRecord, grain: $0.grain) })
  }

  /// The most bytes that a rank holds of what it decodes.
  public var decodingBytes: Int { columns.reduce(0) { $0 + $1.decodingBytes } }

  /// Records after which all of these columns may be cut; nil where a column has several files,
  /// or where that many records are not to be counted.
  private func commonGrain(of columns: [Column]) -> Int? {
    var common = 1
    for column in columns {
      guard column.parts.count == 1 else { return nil }
      let grain = column.parts[0].grain
      let (product, overflow) = (common / Self.commonDivisor(common, grain))
        .multipliedReportingOverflow(by: grain)
      if overflow { return nil }
      common = product
    }
    return common
  }

  private static func commonDivisor(_ first: Int, _ second: Int) -> Int {
    second == 0 ? first : commonDivisor(second, first % second)
  }
}

extension RecordInput.Column {
  /// The most bytes held of the longest stretch that is decoded at once; 0 where nothing is.
  var decodingBytes: Int {
    // A stream is unpacked in pieces of its own, whatever the records are.
    if parts.contains(where: { $0.storage.isDeflated }) { return DeflatedStream.byteCount }
    let zarr = parts.compactMap(\.storage.zarrDecodingBytes).max()
    if let zarr { return zarr }
    let unpacked =
      (parts.filter { $0.grain > 1 }.map { Swift.min($0.grain, $0.count) }.max() ?? 0)
      * format.width
    // A chunk may be all of the stretch, and is read before it is unpacked.
    return unpacked == 0 ? 0 : unpacked + ChunkCodec.packedLimit(unpacked)
  }
}
