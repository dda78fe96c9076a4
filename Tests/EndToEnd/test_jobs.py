"""The scripts in jobs/ that need no cluster, and what prune.sbatch would hand to one."""

import os
import subprocess

import numpy as np
import pytest
from harness import CHECKOUT, LIMIT, PROGRAM, environment, npy_bytes

JOBS = CHECKOUT / "jobs"


def call(command, cwd, **settings):
    env = environment(settings)
    return subprocess.run(
        list(map(str, command)), cwd=cwd, env=env, capture_output=True, text=True, timeout=LIMIT
    )


@pytest.fixture
def folder(tmp_path):
    np.save(tmp_path / "in.npy", np.arange(10.0))
    return tmp_path


def test_hostfile_works_as_it_is(folder):
    arguments = ["in.npy", "--keep", "x > 4", "-o", "out.npy"]
    mpirun = ["mpirun", "--hostfile", CHECKOUT / "hostfile", "-np", 8]
    result = call([*mpirun, PROGRAM, *arguments], folder)
    assert result.returncode == 0, result.stdout + result.stderr
    assert (folder / "out.npy").read_bytes() == npy_bytes(np.arange(5.0, 10.0))


def test_environment_puts_the_program_on_the_path(folder):
    script = f". {JOBS}/env.sh && command -v prune-mpi && mpirun -np 3 prune-mpi --version"
    result = call(["bash", "-c", script], folder)
    assert result.returncode == 0, result.stdout + result.stderr
    assert result.stdout.splitlines()[0] == str(CHECKOUT / ".build" / "release" / "prune-mpi")


def test_single_rank(folder):
    arguments = ["in.npy", "--keep", "x > 4", "-o", "out.npy"]
    result = call([JOBS / "single-rank.sh", *arguments], folder)
    assert result.returncode == 0, result.stdout + result.stderr
    assert (folder / "out.npy").read_bytes() == npy_bytes(np.arange(5.0, 10.0))


JOB = {"ACCOUNT": "p123", "INPUT": "in.npy", "KEEP": "x > 4", "OUTPUT": "out.npy"}


def stand_in(folder, name, text):
    """A program of this name, first on PATH."""
    tools = folder / "tools"
    tools.mkdir(exist_ok=True)
    (tools / name).write_text(f"#!/bin/sh\n{text}\n")
    (tools / name).chmod(0o755)
    return f"{tools}:{PROGRAM.parent}:{os.environ['PATH']}"


def test_job_submits_itself(folder):
    path = stand_in(folder, "sbatch", 'printf "%s\\n" "$@" "$INPUT" "$KEEP"')
    settings = {**JOB, "PATH": path, "NODES": "2", "RANKS": "64", "TIME": "60"}
    result = call([JOBS / "prune.sbatch"], folder, **settings)
    assert result.returncode == 0, result.stderr
    script = str(JOBS / "prune.sbatch")
    assert result.stdout.splitlines() == [
        "--export=ALL", "--nodes=2", "--ntasks=64", "--time=60", "--account=p123", script,
        "in.npy", "x > 4",
    ]


@pytest.mark.parametrize("launch", ["srun", "mpirun"])
def test_job_runs_in_an_allocation(launch, folder):
    """srun is played by mpirun; the record names what a reader of the result will ask for."""
    path = stand_in(folder, "srun", 'echo "$@" >srun.txt; shift 3; exec mpirun -np 3 "$@"')
    settings = {**JOB, "PATH": path, "SLURM_JOB_ID": "77", "RANKS": "3", "LAUNCH": launch}
    result = call([JOBS / "prune.sbatch"], folder, **settings, OPTIONS="--quiet --force")
    assert result.returncode == 0, result.stdout + result.stderr
    assert (folder / "out.npy").read_bytes() == npy_bytes(np.arange(5.0, 10.0))
    assert (folder / "prune-mpi-77.json").exists()
    record = (folder / "prune-mpi-77.record").read_text()
    for fact in ("revision ", "modules ", "hosts ", "3 ranks", "command ", "exit code 0"):
        assert fact in record, record
    if launch == "srun":
        assert "--mpi=pmix --kill-on-bad-exit=1 --ntasks=3" in (folder / "srun.txt").read_text()


def test_job_with_further_stages(folder):
    """Quotes in STAGES hold words together, and nothing in it is expanded or run."""
    path = stand_in(folder, "srun", 'shift 3; exec "$@"')
    settings = {
        **JOB, "PATH": path, "SLURM_JOB_ID": "79", "RANKS": "1", "PROGRAM": str(PROGRAM),
        "KEEP": "", "STAGES": "--drop 'x < 4' --top 2 --by '-x * 1'", "OPTIONS": "--quiet",
    }
    result = call([JOBS / "prune.sbatch"], folder, **settings)
    assert result.returncode == 0, result.stdout + result.stderr
    values = np.arange(10.0)
    assert (folder / "out.npy").read_bytes() == npy_bytes(values[values >= 4][:2])


def test_job_passes_the_exit_code_on(folder):
    settings = {**JOB, "PATH": stand_in(folder, "true", ""), "SLURM_JOB_ID": "78", "RANKS": "2"}
    settings |= {"LAUNCH": "mpirun", "INPUT": "missing.npy"}
    result = call([JOBS / "prune.sbatch"], folder, **settings)
    assert result.returncode == 66, result.stdout + result.stderr
    assert "exit code 66" in (folder / "prune-mpi-78.record").read_text()


@pytest.mark.parametrize("unset", ["ACCOUNT", "INPUT", "KEEP", "OUTPUT"])
def test_job_fails_on_what_is_unset(unset, folder):
    settings = {name: value for name, value in JOB.items() if name != unset}
    result = call([JOBS / "prune.sbatch"], folder, **settings)
    assert result.returncode != 0
    assert f"set {unset}" in result.stderr
