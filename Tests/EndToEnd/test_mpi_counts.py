"""No hidden message: the number of C calls that each library call makes is what its documentation
says, counted through MPI's profiling interface; the library's own ledger says the same."""

from collections import defaultdict

import pytest
from harness import IS_MPICH, run
from mpi_calls_table import LOCAL, SECTIONS, expected
from mpi_runs import Run, build_programs, dynamic_symbols, fault_library

RANKS = [1, 2, 3] if IS_MPICH else [1, 2, 3, 8]

# Needed by the program and not stood in front of: they neither communicate nor fail, or end it.
NOT_COUNTED = {
    "MPI_Abort",
    "MPI_Comm_c2f",
    "MPI_Comm_f2c",
    "MPI_Error_class",
    "MPI_Error_string",
    "MPI_Finalized",
    "MPI_Initialized",
    "MPI_Wtime",
}

# The end of a scope, and what the bell does for itself, are not in the ledger.
NOT_IN_LEDGER = {"MPI_Comm_free", "MPI_Init_thread", "MPI_Finalize"}
BELL = {"MPI_Iprobe", "MPI_Waitany"}


@pytest.fixture(scope="module", params=RANKS)
def counted(request, tmp_path_factory):
    """One run of all sections: by rank the counts of each mark, and the ledger."""
    ranks = request.param
    folder = tmp_path_factory.mktemp("counts")
    env = {"MPI_COUNT_FILE": folder / "counts", "LEDGER_FILE": folder / "ledger"}
    result = Run(
        "mpi-calls", ranks=ranks, cwd=folder, env=env, preload=fault_library()
    ).end()
    assert (result.code, result.err) == (0, ""), str(result)
    marks = []
    for rank in range(ranks):
        found = defaultdict(dict)
        for line in (folder / f"counts.{rank}").read_text().splitlines():
            mark, call, number = line.split()
            found[mark][call] = int(number)
        marks.append(found)
    ledgers = [defaultdict(int) for _ in range(ranks)]
    for rank, ledger in enumerate(ledgers):
        for line in (folder / f"ledger.{rank}").read_text().splitlines():
            call, number = line.split()
            ledger[call] = int(number)
    return ranks, marks, ledgers


def test_table_and_program_have_the_same_sections(tmp_path):
    listing = run("--list", cwd=tmp_path, program=build_programs() / "mpi-calls")
    assert sorted(listing.out.split()) == sorted(SECTIONS)


def test_every_call_of_the_program_is_counted():
    needed = dynamic_symbols(build_programs() / "mpi-calls", "U")
    counted = dynamic_symbols(fault_library(), "T")
    assert "MPI_Bcast" in needed
    assert needed - counted <= NOT_COUNTED


def test_counts(counted):
    ranks, marks, _ = counted
    wrong = []
    for section, table in SECTIONS.items():
        for mark in table:
            for rank in range(ranks):
                made = marks[rank].get(mark, {})
                made = {call: number for call, number in made.items() if call not in LOCAL}
                if made != expected(section, mark, rank, ranks):
                    said = expected(section, mark, rank, ranks)
                    wrong.append(f"{mark}: rank {rank} of {ranks} makes {made}, not {said}")
    assert not wrong, "\n".join(wrong)


def test_no_mark_is_unknown(counted):
    _, marks, _ = counted
    known = {mark for table in SECTIONS.values() for mark in table} | {"-"}
    assert set().union(*marks) <= known


def test_ledger_agrees(counted):
    """Calls, rank by rank, over the whole run."""
    ranks, marks, ledgers = counted
    for rank in range(ranks):
        made = defaultdict(int)
        for mark, calls in marks[rank].items():
            for call, number in calls.items():
                if not (mark.startswith("bell") and call in BELL):
                    made[call] += number
        # All calls of ours have ended in the library's own barrier before MPI_Finalize.
        made["MPI_Barrier"] -= 1
        for call in set(made) | set(ledgers[rank]):
            if call in LOCAL | NOT_IN_LEDGER:
                continue
            assert ledgers[rank][call] == made[call], f"rank {rank} of {ranks}: {call}"
