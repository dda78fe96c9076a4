"""One rank's system calls fail, a disk is full, a rank is killed: one message, no hang, and
nothing under the output's name."""

import errno
import os
import re
import signal
import subprocess
import time

import numpy as np
import pytest
from arrays import clustered
from harness import (
    LIMIT,
    PROGRAM,
    environment,
    files_below,
    finish,
    npy_bytes,
    run,
    start,
    user_is_root,
)

MISSING_INPUT, CANNOT_CREATE, IO = 66, 73, 74
RUN = ["in.npy", "--keep", "x > 4", "-o", "out.npy", "-q"]

# Reads and writes of at least so many bytes are of data, not of a header.
DATA = 1000

# mpirun's own delay between SIGTERM and SIGKILL, which the other tests do without.
TIME_TO_CLEAN_UP = {"OMPI_MCA_odls_base_sigkill_timeout": "5"}

# A killed rank ends mpirun in two seconds when the machine has nothing else to do.
SOON = 20


@pytest.fixture
def folder(tmp_path):
    np.save(tmp_path / "in.npy", clustered(200_003))
    return tmp_path


@pytest.fixture
def fault(fault_library):
    """The environment that makes a call fail; see faults.c."""

    def settings(call, do, path, rank=None, nth=1, **more):
        values = {"LD_PRELOAD": fault_library, "FAULT_CALL": call, "FAULT_DO": do}
        values |= {"FAULT_PATH": path, "FAULT_NTH": nth, **more}
        if rank is not None:
            values["FAULT_RANK"] = rank
        return {name: str(value) for name, value in values.items()}

    return settings


@pytest.fixture
def gate(tmp_path_factory):
    """A file that a paused call waits for, outside the folder of the run."""
    return tmp_path_factory.mktemp("gate") / "open"


def wait_until_paused(gate):
    waiting = gate.with_name("open.waiting")
    until = time.monotonic() + LIMIT
    while not waiting.exists():
        assert time.monotonic() < until, "the call that was to pause was not made"
        time.sleep(0.01)


def check_failed(result, folder, code, words):
    """Exactly this message, and the folder as if the run had not been."""
    assert (result.code, result.err) == (code, f"prune-mpi: {words}\n"), str(result)
    assert files_below(folder) == ["in.npy"]


def check_succeeded(result, folder):
    assert (result.code, result.err) == (0, ""), str(result)
    array = np.load(folder / "in.npy")
    assert (folder / "out.npy").read_bytes() == npy_bytes(array[array > 4])
    assert files_below(folder) == ["in.npy", "out.npy"]


def test_the_library_reaches_the_program(folder, fault):
    """Without this the other tests here would prove nothing where LD_PRELOAD is ignored."""
    env = fault("open", errno.EACCES, "in.npy")
    result = run(*RUN, cwd=folder, env=env)
    check_failed(result, folder, MISSING_INPUT, "in.npy: cannot be opened: permission denied")


@pytest.mark.parametrize("rank", [0, 1, 2])
def test_unreadable_on_one_rank_only(rank, folder, fault):
    # Rank 0 has looked twice before: at what the file is, and at its header.
    env = fault("open", errno.EACCES, "in.npy", rank, nth=3 if rank == 0 else 1)
    result = run(*RUN, ranks=3, cwd=folder, env=env)
    words = f"rank {rank}: in.npy: cannot be opened: permission denied"
    check_failed(result, folder, MISSING_INPUT, words)


@pytest.mark.parametrize("rank", [0, 2])
def test_read_error(rank, folder, fault):
    env = fault("pread", errno.EIO, "in.npy", rank, FAULT_MIN=DATA)
    result = run(*RUN, ranks=3, cwd=folder, env=env)
    words = f"rank {rank}: in.npy: reading failed: input/output error"
    check_failed(result, folder, IO, words)


@pytest.mark.parametrize("rank", [0, 2])
@pytest.mark.parametrize("stage", [["--top", "9"], ["--unique"], ["--swing", "1"]], ids=str)
@pytest.mark.parametrize("nth", [1, 2])
def test_read_error_while_a_stage_is_solved(nth, stage, rank, folder, fault):
    """The other ranks wait in that stage's collectives; all end with the one line."""
    env = fault("pread", errno.EIO, "in.npy", rank, nth=nth, FAULT_MIN=DATA)
    result = run("in.npy", *stage, "-o", "out.npy", "-q", ranks=3, cwd=folder, env=env)
    check_failed(result, folder, IO, f"rank {rank}: in.npy: reading failed: input/output error")


@pytest.mark.parametrize("rank", [0, 1, 2])
@pytest.mark.parametrize(
    "error, words",
    [
        (errno.EIO, "writing failed: input/output error"),
        (errno.EDQUOT, "writing failed: disk quota exceeded"),
    ],
)
def test_write_error(rank, error, words, folder, fault):
    env = fault("pwrite", error, "out.npy", rank, FAULT_MIN=DATA)
    result = run(*RUN, "--balance", "always", ranks=3, cwd=folder, env=env)
    check_failed(result, folder, IO, f"rank {rank}: out.npy: {words}")


@pytest.mark.parametrize("call", ["pread", "pwrite"])
@pytest.mark.parametrize("rank", [0, 1, 2])
def test_short_transfers_are_continued(call, rank, folder, fault):
    path = "in.npy" if call == "pread" else "out.npy"
    env = fault(call, "short", path, rank, FAULT_MIN=DATA)
    check_succeeded(
        run(*RUN, "--balance", "always", ranks=3, cwd=folder, env=env), folder
    )


def test_no_space_when_reserving(folder, fault):
    env = fault("fallocate", errno.ENOSPC, "out.npy")
    result = run(*RUN, ranks=3, cwd=folder, env=env)
    assert result.code == IO, str(result)
    assert result.err.startswith("prune-mpi: out.npy: no space left: 160128 bytes needed, ")
    assert len(result.err.splitlines()) == 1
    assert files_below(folder) == ["in.npy"]


def test_file_system_that_cannot_reserve(folder, fault):
    env = fault("fallocate", errno.EOPNOTSUPP, "out.npy")
    check_succeeded(run(*RUN, ranks=3, cwd=folder, env=env), folder)


@pytest.mark.parametrize("rank", [0, 2])
def test_flush_error(rank, folder, fault):
    env = fault("fdatasync", errno.EIO, "out.npy", rank, nth=2 if rank == 0 else 1)
    result = run(*RUN, "--balance", "always", ranks=3, cwd=folder, env=env)
    check_failed(result, folder, IO, f"rank {rank}: out.npy: flushing failed: input/output error")


def test_rename_error(folder, fault):
    env = fault("rename", errno.EIO, "out.npy")
    result = run(*RUN, ranks=3, cwd=folder, env=env)
    check_failed(result, folder, CANNOT_CREATE, "out.npy: cannot be created: input/output error")


def test_second_of_two_outputs_cannot_be_renamed(folder, fault):
    """All outputs or none: the first one does not stay behind under its name."""
    env = fault("rename", errno.EIO, "index.npy")
    result = run(*RUN, "--index-out", "index.npy", ranks=3, cwd=folder, env=env)
    words = "index.npy: cannot be created: input/output error"
    check_failed(result, folder, CANNOT_CREATE, words)


def test_input_cut_while_it_is_read(folder, fault, gate):
    """A rank waits at its first read; meanwhile the file loses its second half."""
    env = fault("pread", "pause", "in.npy", 1, FAULT_GATE=gate)
    process = start(RUN, ranks=2, cwd=folder, env=env)
    wait_until_paused(gate)
    os.truncate(folder / "in.npy", 1_000_000)
    gate.touch()
    result = finish(process)
    words = r"rank 1: in\.npy: became shorter while it was read: 1\d{6} bytes needed, "
    assert result.code == IO, str(result)
    assert re.fullmatch(f"prune-mpi: {words}the file holds 1000000\n", result.err), str(result)
    assert files_below(folder) == ["in.npy"]


@pytest.mark.parametrize("ranks", [None, 3])
def test_file_size_limit(ranks, tmp_path):
    """A write error like others, not death by SIGXFSZ; the limit leaves room for mpirun's files."""
    np.save(tmp_path / "in.npy", np.arange(6_000_000.0))
    arguments = ["in.npy", "--keep", "x >= 0", "-o", "out.npy", "-q"]
    result = run(*arguments, ranks=ranks, cwd=tmp_path, shell_prefix="ulimit -f 40000")
    check_failed(result, tmp_path, IO, "out.npy: reserving 48000128 bytes failed: file too large")


def may_mount():
    command = [*private_mounts(), "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
    return subprocess.run(command, capture_output=True).returncode == 0


def private_mounts():
    """A prefix that gives a command mounts of its own, as root or not."""
    user = [] if user_is_root() else ["--user", "--map-root-user"]
    return ["unshare", *user, "--mount"]


@pytest.mark.skipif(not may_mount(), reason="this user may not mount a small disk")
@pytest.mark.parametrize("ranks", [1, 3])
@pytest.mark.parametrize("shards", [None, 4])
def test_full_disk(ranks, shards, tmp_path):
    """32 MB of survivors onto a disk of 20 MiB."""
    np.save(tmp_path / "in.npy", np.arange(4_000_000.0))
    (tmp_path / "disk").mkdir()
    output = "disk/out" if shards else "disk/out.npy"
    arguments = ["in.npy", "--keep", "x >= 0", "-o", output, "-q"]
    arguments += ["--shards", str(shards)] if shards else []
    script = (
        'mount -t tmpfs -o size=20m tmpfs disk && { "$@"; code=$?; } 2>&1; '
        'echo "left: $(find disk -type f | wc -l)"; exit $code'
    )
    command = [*private_mounts(), "bash", "-c", script, "bash"]
    command += ["mpirun", "-np", str(ranks), PROGRAM, *arguments]
    result = subprocess.run(
        command, cwd=tmp_path, env=environment(), capture_output=True, text=True, timeout=LIMIT
    )
    lines = result.stdout.splitlines()
    assert result.returncode == IO, result.stdout + result.stderr
    assert lines[0].startswith("prune-mpi: disk/out"), result.stdout
    assert "no space left" in lines[0]
    assert lines[1:] == ["left: 0"], result.stdout


@pytest.mark.parametrize("call, path", [("pread", "in.npy"), ("pwrite", "out.npy")])
@pytest.mark.parametrize("rank", [0, 1, 2])
def test_killed_rank_ends_the_run(call, path, rank, folder, fault):
    env = fault(call, "kill", path, rank)
    began = time.monotonic()
    result = run(*RUN, "--balance", "always", ranks=3, cwd=folder, env=env)
    assert result.code == 128 + signal.SIGKILL, str(result)
    assert time.monotonic() - began < SOON
    assert not (folder / "out.npy").exists()


def test_after_a_killed_run_the_next_one_succeeds(folder, fault):
    """What the killed run left aside is not in the way."""
    run(*RUN, ranks=3, cwd=folder, env=fault("pwrite", "kill", "out.npy", 1))
    result = run(*RUN, ranks=3, cwd=folder)
    assert (result.code, result.err) == (0, ""), str(result)
    array = np.load(folder / "in.npy")
    assert (folder / "out.npy").read_bytes() == npy_bytes(array[array > 4])


def test_terminated_run(folder, fault, gate):
    """SIGTERM to mpirun, as a batch system sends: ends soon, leaves nothing at all."""
    env = {**fault("pwrite", "pause", "out.npy", 1, FAULT_GATE=gate), **TIME_TO_CLEAN_UP}
    process = start(RUN, ranks=3, cwd=folder, env=env)
    wait_until_paused(gate)
    process.terminate()
    result = finish(process, SOON)
    assert result.code != 0
    assert files_below(folder) == ["in.npy"]


def test_another_rank_killed_leaves_nothing(folder, fault):
    """mpirun ends the others with SIGTERM, and rank 0 takes the hidden files away."""
    env = {**fault("pwrite", "kill", "out.npy", 1), **TIME_TO_CLEAN_UP}
    result = run(*RUN, ranks=3, cwd=folder, env=env)
    assert result.code == 128 + signal.SIGKILL, str(result)
    assert files_below(folder) == ["in.npy"]


def test_out_of_memory(tmp_path):
    """One line with a number, not a trap; the program alone, so that only it has the limit."""
    np.save(tmp_path / "in.npy", np.zeros(50_000_000))
    limit = "ulimit -v 600000"
    result = run("in.npy", "--keep", "x == 0", "-q", cwd=tmp_path, shell_prefix=limit)
    assert result.code == 71, str(result)
    words = r"out of memory: \d+ more bytes for records are not to be had; try: more ranks or hosts, "
    assert re.search(f"^prune-mpi: {words}", result.err), str(result)
    assert len(result.err.strip().splitlines()) == 1, str(result)


def test_two_runs_into_one_output(folder, fault, gate):
    """The first waits just before its rename until the second is done: it may not replace
    the output that has appeared meanwhile."""
    env = fault("rename", "pause", "out.npy", FAULT_GATE=gate)
    first = start(RUN, ranks=2, cwd=folder, env=env)
    wait_until_paused(gate)
    second = run("in.npy", "--keep", "x > 6", "-o", "out.npy", "-q", ranks=2, cwd=folder)
    gate.touch()
    late = finish(first)
    assert (second.code, second.err) == (0, ""), str(second)
    words = "out.npy: already exists\ntry: --force"
    assert (late.code, late.err) == (CANNOT_CREATE, f"prune-mpi: {words}\n"), str(late)
    array = np.load(folder / "in.npy")
    assert (folder / "out.npy").read_bytes() == npy_bytes(array[array > 6])
    assert files_below(folder) == ["in.npy", "out.npy"]
