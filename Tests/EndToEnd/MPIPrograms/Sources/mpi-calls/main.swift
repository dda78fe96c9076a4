// Makes each public call of the MPI library once, between marks, for test_mpi_errors.py and
// test_mpi_counts.py, which preload mpi_faults.c:
//
//   mpi-calls             all sections
//   mpi-calls SECTION...  these sections
//   mpi-calls --list      the names of the sections, without MPI
//
// At the end each rank writes its ledger as lines `CALL NUMBER` into the file that LEDGER_FILE
// names with `.RANK` behind it.

import Glibc
import MPI

let sections =
  collectiveSections + variedSections + pointToPointSections + nonBlockingSections
  + oneSidedSections + communicatorSections + agreementSections

/// One line on standard error, at once.
func complain(_ line: String) {
  _ = Array("\(line)\n".utf8).withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
}

func writeLedger(of world: borrowing Communicator) throws {
  guard let name = getenv("LEDGER_FILE") else { return }
  let file = fopen("\(String(cString: name)).\(world.rank)", "w")
  expect(file != nil, "LEDGER_FILE")
  for (call, entry) in world.ledger.entries { fputs("\(call) \(entry.calls)\n", file) }
  fclose(file)
}

let wanted = CommandLine.arguments.dropFirst()
if wanted == ["--list"] {
  for section in sections { print(section.name) }
  exit(0)
}
MPIRuntime.main { world in
  for section in sections where wanted.isEmpty || wanted.contains(section.name) {
    try section.body(world)
  }
  try writeLedger(of: world)
}
