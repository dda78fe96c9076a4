extension Communicator {
  /// Local, but waits for a message. Which message the next receive with the same arguments
  /// would get; it stays where it is.
  ///
  /// - Parameters:
  ///   - source: The rank it must be from, nil for any.
  ///   - tag: The tag it must have, nil for any.
  ///   - type: What its length is counted in.
  /// - Throws: ``MPIError`` when its bytes are no whole number of elements.
  /// - Complexity: no message.
  ///
  /// The corresponding C function is `MPI_Probe` (MPI-3.1 section 3.8.1).
  public borrowing func probe<Element: MPIElement>(
    from source: Int? = nil, tag: Int? = 0, of type: Element.Type
  ) throws(MPIError) -> Message {
    let tag = CInt(receiveTag: tag)
    var status = MessageStatus()
    try perform(.probe, bytes: 0) {
      unsafe Calls.probe(from: CInt(source: source), tag: tag, handle, &status)
    }
    return try message(status, of: Element.mpiType, from: .probe).0
  }

  /// Local. As ``probe(from:tag:of:)``, but does not wait: nil where no message has come yet.
  /// Lets the library make progress.
  ///
  /// - Complexity: no message.
  ///
  /// The corresponding C function is `MPI_Iprobe` (MPI-3.1 section 3.8.1).
  public borrowing func iProbe<Element: MPIElement>(
    from source: Int? = nil, tag: Int? = 0, of type: Element.Type
  ) throws(MPIError) -> Message? {
    let tag = CInt(receiveTag: tag)
    var status = MessageStatus()
    var found = false
    try perform(.iProbe, bytes: 0) {
      unsafe Calls.iProbe(
        from: CInt(source: source), tag: tag, handle, found: &found, &status)
    }
    return found ? try message(status, of: Element.mpiType, from: .iProbe).0 : nil
  }
}
