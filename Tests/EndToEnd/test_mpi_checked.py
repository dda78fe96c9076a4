"""Checked mode: calls that are not the same on all ranks end the run with one line, where they
would hang or mix up data without it; calls that are the same do what they do without it."""

import pytest
from harness import IS_MPICH
from mpi_runs import Run, own_lines

CHECKED = {"MPI_CHECKED": "1"}
SOON = 30

# What rank 1 calls and on what, and what rank 0 calls, for each case of MPIPrograms' `differ`.
LINES = {
    "root": ("1 of world", "MPI_Bcast(root 1, 1 × int64)", "MPI_Bcast(root 0, 1 × int64)"),
    "count": ("1 of world", "MPI_Allreduce(3 × int64, sum)", "MPI_Allreduce(2 × int64, sum)"),
    "operation": (
        "1 of world",
        "MPI_Allreduce(1 × double, max)",
        "MPI_Allreduce(1 × double, sum)",
    ),
    "type": ("1 of world", "MPI_Allgather(1 × float)", "MPI_Allgather(1 × double)"),
    "call": ("1 of world", "MPI_Barrier", "MPI_Allreduce(1 × int64, sum)"),
    "end": ("1 of world", "MPI_Finalize", "MPI_Barrier"),
    "own-operation": (
        "1 of world",
        "MPI_Reduce(root 0, 2 × int64, an operation of its own)",
        "MPI_Reduce(root 0, 2 × int64, max)",
    ),
    "non-blocking": (
        "1 of world",
        "MPI_Ibcast(root 1, 2 × int64)",
        "MPI_Ibcast(root 0, 2 × int64)",
    ),
    "on-a-duplicate": (
        "1 of a duplicate of world",
        "MPI_Gather(root 1, 1 × uint8)",
        "MPI_Gather(root 0, 1 × uint8)",
    ),
    # Rank 1 of three is in the middle whichever way round they are.
    "on-a-part": ("1 of part 5 of world", "MPI_Scan(2 × int64, sum)", "MPI_Scan(1 × int64, sum)"),
}


@pytest.mark.parametrize("case", LINES)
def test_difference_is_told(case, tmp_path):
    run = Run("mpi-endings", "differ", case, ranks=3, cwd=tmp_path, env=CHECKED, limit=SOON)
    result = run.end()
    place, call, other = LINES[case]
    line = f"mpi-endings: rank {place} calls {call}, rank 0 calls {other}"
    assert result.code == 1, str(result)
    assert own_lines(result.err) == [line], str(result)


@pytest.mark.parametrize("ranks", [1, 3])
def test_same_calls_pass(ranks, tmp_path):
    run = Run("mpi-endings", "alike", ranks=ranks, cwd=tmp_path, env=CHECKED, limit=SOON)
    result = run.end()
    assert (result.code, result.err) == (0, ""), str(result)


@pytest.mark.parametrize("ranks", [1, 3] if IS_MPICH else [1, 3, 8])
def test_every_call_does_what_it_does_unchecked(ranks, tmp_path):
    """mpi-calls looks at what its calls give."""
    result = Run("mpi-calls", ranks=ranks, cwd=tmp_path, env=CHECKED).end()
    assert (result.code, result.err) == (0, ""), str(result)
