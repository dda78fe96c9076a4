"""Every code of the C library is looked at: where a call is replaced with one that fails, the run
ends with one line that names rank, call, class and text, and no rank is left."""

import re

import pytest
from harness import IS_MPICH
from mpi_calls_table import SECTIONS, expected
from mpi_runs import CLASSES, Run, fault_library, own_lines

RANKS = 3
LIMIT = 30

# mpi-calls ends the run with this code where a call throws.
FAILED = 1

# Marks whose calls are not made on the world, and on what they are.
ON = {
    "on-a-duplicate": "a duplicate of world",
    "on-a-part": "part 0 of world",
    "on-a-host": "this host's part of world",
    "on-a-second": "a duplicate of this host's part of world",
    "on-itself": "self",
    "bell-ring": "a duplicate of world",
    "bell-heard": "a duplicate of world",
    "bell-silence": "a duplicate of world",
}

# Made when something goes out of scope, where a failure has no one to go to, or for the ledger
# only, which does without.
WITHOUT_CALLER = ["MPI_Comm_free", "MPI_Type_free", "MPI_Op_free"]
FOR_THE_LEDGER = ["MPI_Comm_group", "MPI_Group_translate_ranks", "MPI_Group_free"]

# Calls on a window, which is made on the world.
ONE_SIDED = re.compile(
    "MPI_(Win_(?!allocate).*|Put|Get|Accumulate|Fetch_and_op|Compare_and_swap)"
)


def failing_calls():
    """For each C call the first mark that makes it, a rank that does, and how often it does."""
    found = {}
    for section, marks in SECTIONS.items():
        for mark in marks:
            for rank in (1, 0, 2):
                for call, number in expected(section, mark, rank, RANKS).items():
                    if call not in WITHOUT_CALLER:
                        found.setdefault(call, (section, mark, rank, number))
    return [(call, *place) for call, place in sorted(found.items())]


def play(sections, cwd, call, kind="MPI_ERR_OTHER", rank=1, mark=None, nth=1, ranks=RANKS):
    env = {"MPI_FAULT_CALL": call, "MPI_FAULT_CLASS": kind, "MPI_FAULT_RANK": rank}
    env |= {"MPI_FAULT_NTH": nth} | ({"MPI_FAULT_MARK": mark} if mark else {})
    run = Run(
        "mpi-calls", *sections, ranks=ranks, cwd=cwd, env=env, preload=fault_library(), limit=LIMIT
    )
    return run.end()


def check(result, line):
    assert result.code == FAILED, str(result)
    assert own_lines(result.err) == [f"mpi-calls: {line}"], str(result)


def words(call, rank, mark=None, kind="MPI_ERR_OTHER"):
    number, text = CLASSES[kind]
    place = f"rank {rank} of {RANKS}" if mark != "on-itself" else "rank 0 of 1"
    on = ON.get(mark)
    if ONE_SIDED.fullmatch(call):
        on = f"a {'shared counter' if mark.startswith('counter') else 'window'} on world"
    name = f" of {on}" if on else ""
    return f"{place}{name}: {call} failed with class {number}: {text}"


@pytest.mark.parametrize(
    "call, section, mark, rank, number", failing_calls(), ids=lambda value: str(value)
)
def test_first_call_fails(call, section, mark, rank, number, tmp_path):
    result = play([section], tmp_path, call, rank=rank, mark=mark)
    check(result, words(call, rank, mark))


@pytest.mark.parametrize(
    "call, section, mark, rank, number",
    [case for case in failing_calls() if case[4] > 1],
    ids=lambda value: str(value),
)
def test_last_of_several_calls_fails(call, section, mark, rank, number, tmp_path):
    result = play([section], tmp_path, call, rank=rank, mark=mark, nth=number)
    check(result, words(call, rank, mark))


@pytest.mark.parametrize("rank", range(RANKS))
@pytest.mark.parametrize("kind", CLASSES)
def test_rank_and_class_are_told(rank, kind, tmp_path):
    result = play(["all-reduce-value"], tmp_path, "MPI_Allreduce", kind, rank)
    check(result, words("MPI_Allreduce", rank, kind=kind))


@pytest.mark.parametrize("mark", [mark for mark in ON if mark.startswith("on-")])
def test_communicator_is_named(mark, tmp_path):
    section = "on-a-duplicate" if mark == "on-a-duplicate" else "on-parts"
    result = play([section], tmp_path, "MPI_Barrier", mark=mark)
    check(result, words("MPI_Barrier", 1, mark))


@pytest.mark.parametrize("call", ["MPI_Comm_set_errhandler", "MPI_Comm_rank", "MPI_Comm_size"])
def test_start_fails(call, tmp_path):
    number, text = CLASSES["MPI_ERR_OTHER"]
    result = play(["barrier"], tmp_path, call)
    check(result, f"MPI did not start: {call} failed with class {number}: {text}")


@pytest.mark.parametrize("rank", [0] if IS_MPICH else range(RANKS))
def test_initialisation_fails(rank, tmp_path):
    """Before MPI runs no library need have words for a code; Open MPI ends the process when
    asked. On one rank with MPICH, whose launcher lets ranks wait for one that exits before it
    has started MPI."""
    number, _ = CLASSES["MPI_ERR_OTHER"]
    ranks = 1 if IS_MPICH else RANKS
    result = play(["barrier"], tmp_path, "MPI_Init_thread", rank=rank, ranks=ranks)
    said = f"MPI_Init_thread failed with class {number}: code {number}"
    check(result, f"MPI did not start: {said}")


@pytest.mark.parametrize("rank", range(RANKS) if IS_MPICH else [0])
def test_end_fails(rank, tmp_path):
    """On one rank with Open MPI: where a rank aborts while others end MPI, mpirun of 4.1.4 said
    the line but hung in 2 of 21 runs."""
    ranks = RANKS if IS_MPICH else 1
    result = play(["barrier"], tmp_path, "MPI_Finalize", rank=rank, ranks=ranks)
    number, text = CLASSES["MPI_ERR_OTHER"]
    check(result, f"rank {rank} of {ranks}: MPI_Finalize failed with class {number}: {text}")


def test_host_name_fails(tmp_path):
    result = play(["host-name"], tmp_path, "MPI_Get_processor_name")
    check(result, words("MPI_Get_processor_name", 1))


@pytest.mark.parametrize("call", ["MPI_Type_contiguous", "MPI_Op_create"])
def test_own_operation_fails(call, tmp_path):
    result = play(["all-reduce-own"], tmp_path, call)
    check(result, words(call, 1))


@pytest.mark.parametrize("call", WITHOUT_CALLER + FOR_THE_LEDGER)
def test_failure_without_a_caller_does_no_harm(call, tmp_path):
    """On all ranks, as freeing is collective. Nothing is said, the results are right."""
    env = {"MPI_FAULT_CALL": call, "MPI_FAULT_CLASS": "MPI_ERR_OTHER"}
    run = Run("mpi-calls", ranks=RANKS, cwd=tmp_path, env=env, preload=fault_library())
    result = run.end()
    assert (result.code, own_lines(result.err)) == (0, []), str(result)
