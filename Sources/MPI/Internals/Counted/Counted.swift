internal import CMPI

/// The C calls that take counts, with counts of 64 bits. One set of functions for each standard:
/// the files that end in `MPI3` use the calls of MPI-3.1, those that end in `MPI4` the `_c`
/// calls of MPI-4.0.
///
/// Pointers cover `count` elements of `type`; blocking calls keep none of them. Each function
/// returns the library's code and does nothing else: checking, timing and accounting belong to
/// `Communicator.perform`.
@unsafe enum Counted {}

extension Counted {
  /// What a call takes instead of a buffer to send when it is to work in the buffer it receives
  /// into (MPI-3.1 section 5.2.1).
  static var inPlace: UnsafeRawPointer { unsafe UnsafeRawPointer(cmpi_in_place()) }

  /// The memory `bytes` behind a pointer; "none" and "in place" have nothing behind them.
  @inline(__always) static func behind(
    _ pointer: UnsafeRawPointer?, _ bytes: Int
  ) -> UnsafeRawPointer? {
    guard bytes != 0, let pointer = unsafe pointer, unsafe pointer != inPlace else {
      return unsafe pointer
    }
    return unsafe pointer + bytes
  }

  @inline(__always) static func behind(
    _ pointer: UnsafeMutableRawPointer?, _ bytes: Int
  ) -> UnsafeMutableRawPointer? {
    unsafe pointer.map { unsafe $0 + bytes }
  }
}
