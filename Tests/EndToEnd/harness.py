"""Runs the built program as a user would, under mpirun or alone, always with a time limit.

The environment chooses what is run:

  MPI_IMPLEMENTATION  openmpi (default) or mpich, as for `swift build`: whose launcher and whose
                      build, .build/release or .build/mpich/release (see Tests/run.sh)
  PRUNE_MPI           the program, where it is not in that build
  MPIRUN              the launcher, where it is not on PATH as Debian names it
"""

import os
import shutil
import signal
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

CHECKOUT = Path(__file__).resolve().parents[2]
IMPLEMENTATION = os.environ.get("MPI_IMPLEMENTATION", "openmpi")
assert IMPLEMENTATION in ("openmpi", "mpich"), f"MPI_IMPLEMENTATION is '{IMPLEMENTATION}'"
IS_MPICH = IMPLEMENTATION == "mpich"
BUILD = CHECKOUT / ".build" / "mpich" if IS_MPICH else CHECKOUT / ".build"
PROGRAM = Path(os.environ.get("PRUNE_MPI", BUILD / "release" / "prune-mpi")).absolute()

# Seconds after which a run counts as hanging. The longest takes about five when the machine
# has nothing else to do.
LIMIT = 90

# MPICH's ranks spin while they wait: more of them than cores take minutes.
RANK_COUNTS = [1, 2, 3] if IS_MPICH else [1, 2, 3, 4, 8]


def launcher():
    """The `mpirun` of the implementation that is tested; the plain name may be another's."""
    debian = f"mpirun.{IMPLEMENTATION}"
    return os.environ.get("MPIRUN") or (debian if shutil.which(debian) else "mpirun")


def small_machine():
    """What jobs/env.sh sets, so that any number of ranks runs here, as root or not."""
    command = ["bash", "-c", f". '{CHECKOUT}/jobs/env.sh' && env -0"]
    output = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    return dict(entry.split("=", 1) for entry in output.split("\0") if entry)


ENVIRONMENT = {
    **small_machine(),
    # mpirun adds paragraphs of its own to what a failing program says; not here.
    "OMPI_MCA_orte_execute_quiet": "1",
    # After a failure it gives ranks time to end, up to two seconds even when all have ended.
    "OMPI_MCA_odls_base_sigkill_timeout": "0",
}


@dataclass
class Result:
    """What a run printed and how it ended."""

    command: list
    code: int
    out: str
    err: str

    def __str__(self):
        command = " ".join(map(str, self.command))
        return f"$ {command}\n{self.out}{self.err}exit code {self.code}"


def environment(extra=None):
    return {**ENVIRONMENT, **(extra or {})}


def launch(ranks):
    """`mpirun` for that many ranks; nothing for None."""
    return [] if ranks is None else [launcher(), "-np", str(ranks)]


def start(arguments, *, ranks=None, cwd, env=None, program=PROGRAM, shell_prefix=None):
    """Starts a run in a process group of its own."""
    command = [*launch(ranks), str(program), *map(str, arguments)]
    if shell_prefix:
        command = ["bash", "-c", f'{shell_prefix}; exec "$@"', "bash", *command]
    return subprocess.Popen(
        command,
        cwd=cwd,
        env=environment(env),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def finish(process, limit=LIMIT):
    """Waits for a started run; one that hangs is ended and fails the test."""
    try:
        out, err = process.communicate(timeout=limit)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        out, err = process.communicate()
        hanging = Result(process.args, process.returncode, out, err)
        raise AssertionError(f"still running after {limit} s:\n{hanging}") from None
    # mpirun of Open MPI 4.1 now and then warns of its own event loop when it ends ranks.
    own = [line for line in err.splitlines(keepends=True) if not line.startswith("[warn] Epoll")]
    return Result(process.args, process.returncode, out, "".join(own))


def run(*arguments, ranks=None, cwd, env=None, limit=LIMIT, program=PROGRAM, shell_prefix=None):
    """One run to its end. `ranks=None` starts the program without mpirun."""
    process = start(
        arguments, ranks=ranks, cwd=cwd, env=env, program=program, shell_prefix=shell_prefix
    )
    return finish(process, limit)


def succeed(*arguments, **options):
    """As `run`, for what must exit 0 and print nothing on standard error."""
    result = run(*arguments, **options)
    assert result.code == 0 and result.err == "", str(result)
    return result


def in_parallel(function, items):
    """`function` of every item, several at a time, as most of a short run is waiting for MPI to
    start; results in order."""
    with ThreadPoolExecutor(max_workers=4 * (os.cpu_count() or 1)) as pool:
        return list(pool.map(function, items))


def npy_bytes(array):
    """What `np.save` writes for `array`."""
    from io import BytesIO

    stream = BytesIO()
    np.save(stream, array)
    return stream.getvalue()


def files_below(folder):
    """Names of all files under `folder`, relative to it."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def user_is_root():
    return os.geteuid() == 0
