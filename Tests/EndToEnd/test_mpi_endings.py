"""Runs that do not end well, end at once: on every rank, with the right code and last line, and
without a process left behind."""

import signal
import subprocess
import time

import pytest
from harness import IS_MPICH, finish
from mpi_runs import Run, own_lines

RANKS = 3

# Seconds for what takes one or two when the machine has nothing else to do: Open MPI's mpirun
# leaves ranks a second between SIGTERM and SIGKILL.
SOON = 20


def play(*arguments, cwd, ranks=RANKS, env=None):
    began = time.monotonic()
    result = Run("mpi-endings", *arguments, ranks=ranks, cwd=cwd, env=env, limit=SOON).end()
    assert time.monotonic() - began < SOON
    return result


def killed_by(number):
    """What mpirun may exit with when a rank died of a signal. MPICH's gives the bits of all ranks'
    ends together, and ends the others with SIGKILL."""
    return {number, number | signal.SIGKILL} if IS_MPICH else {128 + number}


@pytest.mark.parametrize("ranks", [2, 3])
def test_rank_throws_while_others_wait(ranks, tmp_path):
    result = play("throw", ranks=ranks, cwd=tmp_path)
    assert result.code == 2, str(result)
    assert own_lines(result.err) == ["mpi-endings: rank 1: has had enough"], str(result)


def test_rank_alone_throws(tmp_path):
    """Without mpirun."""
    result = play("throw-alone", ranks=None, cwd=tmp_path)
    assert result.code == 2, str(result)
    assert own_lines(result.err) == ["mpi-endings: has had enough"], str(result)


@pytest.mark.parametrize("ranks", [2, 3])
def test_all_ranks_throw(ranks, tmp_path):
    """What all of them know, one says."""
    result = play("throw-all", ranks=ranks, cwd=tmp_path)
    assert result.code == 2, str(result)
    assert own_lines(result.err) == ["mpi-endings: rank 0: has had enough"], str(result)


def test_rank_throws_while_it_has_a_window(tmp_path):
    """Freeing a window waits for all ranks, which a rank must not do that has failed."""
    result = play("throw-window", cwd=tmp_path)
    assert result.code == 2, str(result)
    assert own_lines(result.err) == ["mpi-endings: rank 1: has had enough"], str(result)


def test_part_throws(tmp_path):
    """What rank 0 does not know, another rank says."""
    result = play("throw-part", cwd=tmp_path)
    assert result.code == 2, str(result)
    assert own_lines(result.err) == ["mpi-endings: rank 1: has had enough"], str(result)


def test_rank_throws_while_others_have_ended(tmp_path):
    """What rank 1 has to say comes when the others have done all their work."""
    result = play("throw-late", cwd=tmp_path)
    assert result.code == 2, str(result)
    assert own_lines(result.err) == ["mpi-endings: rank 1: has had enough"], str(result)


def test_rank_exits_without_ending_mpi(tmp_path):
    result = play("exit", cwd=tmp_path)
    # MPICH's mpirun exits with the rank's code, or with the signal by which it ends the others.
    assert result.code in ((3, signal.SIGKILL) if IS_MPICH else (3,)), str(result)
    assert own_lines(result.err) == [], str(result)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_signal_to_a_rank(number, tmp_path):
    result = play("stop", int(number), cwd=tmp_path)
    assert result.code in killed_by(number), str(result)
    assert not [line for line in own_lines(result.err) if line.startswith("mpi-endings")]


def test_rank_traps(tmp_path):
    """As on a broken precondition; Swift's own lines come with it."""
    result = play("trap", cwd=tmp_path)
    assert result.code in killed_by(signal.SIGILL) | killed_by(signal.SIGTRAP), str(result)
    assert "Fatal error: rank 1 breaks a rule" in result.out + result.err, str(result)


def wait_until_waiting(run, ranks):
    """Until each rank is about to wait; what it says then is all that it says."""
    lines = [run.process.stderr.readline() for _ in range(ranks)]
    assert sorted(lines) == [f"rank {rank} waits\n" for rank in range(ranks)], lines
    # Into the collective, which takes no time but what the machine takes from it.
    time.sleep(0.2)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signal_to_mpirun(number, tmp_path):
    """As a batch system or Ctrl-C sends. MPICH's mpirun exits with the signal's number, but with 0
    where it is done before it has heard of a rank's end: no code for a job script to rely on."""
    run = Run("mpi-endings", "wait", ranks=RANKS, cwd=tmp_path)
    wait_until_waiting(run, RANKS)
    run.process.send_signal(number)
    result = finish(run.process, SOON)
    run.leaves_nothing()
    assert result.code in ((0, number) if IS_MPICH else (1,)), str(result)


def test_killed_mpirun(tmp_path):
    """It can do nothing about its ranks any more; they find out that it is gone."""
    run = Run("mpi-endings", "wait", ranks=RANKS, cwd=tmp_path)
    wait_until_waiting(run, RANKS)
    run.process.kill()
    run.process.wait()
    run.leaves_nothing(SOON)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signal_to_a_rank_alone(number, tmp_path):
    """Without mpirun the signal goes to the program itself."""
    run = Run("mpi-endings", "wait-alone", ranks=None, cwd=tmp_path)
    wait_until_waiting(run, 1)
    run.process.send_signal(number)
    result = finish(run.process, SOON)
    run.leaves_nothing()
    assert result.code == -number, str(result)


def test_signal_to_the_group(tmp_path):
    """Ctrl-C at a terminal reaches mpirun and, with some launchers, the ranks."""
    run = Run("mpi-endings", "wait", ranks=RANKS, cwd=tmp_path)
    wait_until_waiting(run, RANKS)
    subprocess.run(["kill", "-INT", "--", f"-{run.process.pid}"], check=True)
    finish(run.process, SOON)
    run.leaves_nothing()


@pytest.mark.parametrize("ranks", [1, 3])
@pytest.mark.parametrize("when", ["next", "end"])
def test_forgotten_request(when, ranks, tmp_path):
    """The next call says so, before it waits for anyone, or the end of the run."""
    result = play(f"forget-{when}", ranks=ranks, cwd=tmp_path)
    assert result.code == 1, str(result)
    last = ranks - 1
    words = f"rank {last}: the request of MPI_Ibarrier was never waited for"
    assert own_lines(result.err) == [f"mpi-endings: {words}"], str(result)
