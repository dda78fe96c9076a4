// prune-mpi: prunes arrays that do not fit one machine. This file only dispatches.

Program.run(CommandLine.arguments)
