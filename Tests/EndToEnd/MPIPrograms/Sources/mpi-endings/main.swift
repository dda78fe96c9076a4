// Programs that must end at once, each a subcommand; test_mpi_endings.py and test_mpi_checked.py
// run them:
//
//   throw         rank 1 throws while the others wait in a collective
//   throw-late    rank 1 throws a little after the others have returned from theirs
//   throw-alone   rank 0 throws
//   throw-all     all throw the same at the same time
//   throw-window  rank 1 throws while it has a window and a counter, and the others wait
//   throw-part    all but rank 0, which waits, throw the same
//   exit          rank 1 exits with code 3 and does not end MPI
//   trap          rank 1 traps while the others wait
//   stop SIGNAL   rank 1 sends itself the signal of this number while the others wait
//   wait          all wait without end, rank 1 asleep, the others in a collective; each says so
//   wait-alone    rank 0 says so and sleeps without end
//   forget-next   the last rank forgets a request, and makes another call
//   forget-end    the last rank forgets a request, and comes to its end
//   differ CASE   rank 1 makes another call than the others (Differences.swift)
//   alike         as `differ`, all cases, but all ranks make the same calls

import Glibc
import MPI

struct Complaint: Error, CustomStringConvertible, ProgramFailure {
  var isKnownToAllRanks = false
  var exitCode: Int32 { 2 }
  var description: String { "has had enough" }
}

/// Waits in a collective that rank 1 never joins; the others cannot leave it.
func waitForever(_ world: borrowing Communicator) throws {
  guard world.rank != 1 else { while true { sleep(1) } }
  try world.barrier()
}

/// All start a barrier; the last rank does not wait for it.
func forget(_ world: borrowing Communicator, thenCalling: Bool) throws {
  let request = try world.iBarrier()
  if world.rank == world.size - 1 {
    // Dropped here.
    _ = consume request
    if thenCalling { try world.barrier() }
    return
  }
  try request.wait()
  try waitForever(world)
}

/// One line on standard error, at once.
func complain(_ line: String) {
  _ = Array("\(line)\n".utf8).withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
}

let arguments = Array(CommandLine.arguments.dropFirst())
MPIRuntime.main { world in
  switch arguments.first {
  case "throw":
    if world.rank == 1 { throw Complaint() }
    try waitForever(world)
  case "throw-late":
    if world.rank == 1 {
      usleep(200_000)
      throw Complaint()
    }
  case "throw-alone":
    throw Complaint()
  case "throw-all":
    throw Complaint(isKnownToAllRanks: true)
  case "throw-window":
    let window = try world.window(count: 1, filledWith: world.rank)
    let counter = try world.sharedCounter()
    if world.rank == 1 { throw Complaint() }
    _ = try (window.get(count: 1, from: world.rank), counter.next())
    try world.barrier()
  case "throw-part":
    if world.rank > 0 { throw Complaint(isKnownToAllRanks: true) }
    try world.barrier()
  case "exit":
    if world.rank == 1 { exit(3) }
    try world.barrier()
  case "trap":
    if world.rank == 1 { fatalError("rank 1 breaks a rule") }
    try waitForever(world)
  case "stop":
    if world.rank == 1 { raise(arguments.count > 1 ? Int32(arguments[1]) ?? SIGKILL : SIGKILL) }
    try waitForever(world)
  case "wait":
    complain("rank \(world.rank) waits")
    try waitForever(world)
  case "wait-alone":
    complain("rank 0 waits")
    while true { sleep(1) }
  case "forget-next":
    try forget(world, thenCalling: true)
  case "forget-end":
    try forget(world, thenCalling: false)
  case "differ" where arguments.count == 2:
    try differ(arguments[1], on: world)
  case "alike":
    try alike(on: world)
  default:
    throw Complaint()
  }
}
