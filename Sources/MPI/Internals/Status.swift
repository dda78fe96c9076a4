internal import CMPI

/// What the library writes about a message that was received or is waiting.
@safe struct MessageStatus {
  var raw = MPI_Status()

  var source: Int { Int(raw.MPI_SOURCE) }
  var tag: Int { Int(raw.MPI_TAG) }

  /// The message's length in bytes, in 64 bits with either standard.
  @inline(__always) mutating func byteCount(_ bytes: inout Int) -> CInt {
    unsafe Counted.elements(&raw, .byte, &bytes)
  }
}

extension Counted {
  /// How many basic elements of `type` a message had: in 64 bits with either standard.
  @inline(__always) static func elements(
    _ status: inout MPI_Status, _ type: DatatypeHandle, _ count: inout Int
  ) -> CInt {
    var found: MPI_Count = 0
    let code = unsafe MPI_Get_elements_x(&status, type.raw, &found)
    count = Int(found)
    return code
  }
}

extension MPIType {
  /// Bytes that one value has in a message: its parts, without what lies between them.
  var messageBytes: Int {
    switch kind {
    case .predefined: stride
    case .layout(let layout): layout.parts.reduce(0) { $0 + $1.count * $1.type.byteCount }
    }
  }
}

/// The library's class for a datatype that does not fit the message.
var wrongTypeClass: Int { Int(cmpi_err_type()) }
