import MPI

// What mpi-host, a program in C that runs MPI itself, calls.

struct Complaint: Error {}

/// The sum of what each rank of the host's communicator gives, over all; -1 where a call fails.
///
/// - Parameter communicator: By its Fortran handle.
@_cdecl("hosted_sum_by_fortran_handle")
public func hostedSum(_ communicator: Int32, _ mine: Int) -> Int {
  do {
    return try sum(over: Communicator(adoptingFortran: communicator), mine)
  } catch {
    print("hosted_sum_by_fortran_handle: \(error)")
    return -1
  }
}

/// As ``hostedSum(_:_:)``.
///
/// - Parameter communicator: Where the C handle is.
@_cdecl("hosted_sum_by_c_handle")
public func hostedSum(_ communicator: UnsafeRawPointer, _ mine: Int) -> Int {
  do {
    let handle = communicator.load(as: MPICommunicatorHandle.self)
    return try sum(over: Communicator(adopting: handle), mine)
  } catch {
    print("hosted_sum_by_c_handle: \(error)")
    return -1
  }
}

/// A run on the host's world: the number of ranks, or -1 where it fails.
@_cdecl("hosted_run")
public func hostedRun() -> Int {
  var count = -1
  do {
    try MPIRuntime.run { world in count = try world.allReduce(.sum, 1) }
    return count
  } catch {
    print("hosted_run: \(error)")
    return -1
  }
}

/// A run that throws: 1 if the error has come out of it, and nothing else has happened.
@_cdecl("hosted_failure")
public func hostedFailure() -> Int {
  do {
    try MPIRuntime.run { _ in throw Complaint() }
    return 0
  } catch {
    return error is Complaint ? 1 : 0
  }
}

private func sum(over communicator: consuming Communicator, _ mine: Int) throws -> Int {
  // By rank, so that the order of the host's ranks matters.
  try communicator.allReduce(.sum, mine * (communicator.rank + 1))
}
