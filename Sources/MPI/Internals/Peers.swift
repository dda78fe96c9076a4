internal import CMPI

extension CInt {
  /// A rank or root for C. A number beyond 32 bits stays out of range, so that the library
  /// reports it; so does a negative one, of which some mean "any" or "no one" in C.
  @inline(__always) init(rank: Int) { self = rank < 0 ? .min : CInt(clamping: rank) }

  /// The rank a message is for, or no one.
  init(peer: Int?) { self = peer.map { CInt(rank: $0) } ?? cmpi_proc_null() }

  /// The rank a message is from, or any.
  init(source: Int?) { self = source.map { CInt(rank: $0) } ?? cmpi_any_source() }

  /// The tag a message has, or any.
  init(tag: Int?) { self = tag.map { CInt(clamping: $0) } ?? cmpi_any_tag() }
}
