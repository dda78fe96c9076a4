"""What the tests of the MPI library share: the small programs in MPIPrograms, built as another
package would build them; the library that makes calls fail; runs of which no process may be
left; and what the two implementations call things."""

import os
import re
import shutil
import subprocess
import time
import uuid
from functools import cache
from pathlib import Path

from harness import BUILD, IS_MPICH, LIMIT, environment, finish, launcher, start

HERE = Path(__file__).parent
PACKAGE = HERE / "MPIPrograms"

# Error classes by name: the number, and the library's text for the code of the same number.
if IS_MPICH:
    CLASSES = {
        "MPI_ERR_INTERN": (16, "Internal MPI error!"),
        "MPI_ERR_NO_MEM": (34, "Unable to allocate memory for MPI_Alloc_mem"),
        "MPI_ERR_OTHER": (15, "Other MPI error"),
        "MPI_ERR_TRUNCATE": (14, "Message truncated"),
    }
else:
    CLASSES = {
        "MPI_ERR_INTERN": (17, "MPI_ERR_INTERN: internal error"),
        "MPI_ERR_NO_MEM": (39, "MPI_ERR_NO_MEM: out of memory"),
        "MPI_ERR_OTHER": (16, "MPI_ERR_OTHER: known error not in list"),
        "MPI_ERR_TRUNCATE": (15, "MPI_ERR_TRUNCATE: message truncated"),
    }


@cache
def build_programs():
    """The folder with the programs of MPIPrograms; built once, kept for the next time."""
    scratch = BUILD / "mpi-programs"
    command = ["swift", "build", "-c", "release", "--package-path", PACKAGE]
    built = subprocess.run([*command, "--scratch-path", scratch], capture_output=True, text=True)
    assert built.returncode == 0, built.stdout + built.stderr
    return scratch / "release"


def pkg_config(*arguments):
    name = os.environ.get("MPI_PKG_CONFIG", "mpich" if IS_MPICH else "ompi-c")
    command = ["pkg-config", *arguments, name]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()


@cache
def fault_library():
    """mpi_faults.c, compiled for the implementation; see there for what it is told. It is not
    linked to MPI, but preloaded into programs that are."""
    library = BUILD / "mpi-programs" / "mpi_faults.so"
    library.parent.mkdir(parents=True, exist_ok=True)
    compiler = shutil.which("clang") or shutil.which("cc")
    assert compiler, "neither clang (part of Swift) nor cc is on PATH"
    options = ["-shared", "-fPIC", "-O1", "-Wall", "-Wextra", "-Werror"]
    source = HERE / "mpi_faults.c"
    subprocess.run(
        [compiler, *options, *pkg_config("--cflags"), "-o", library, source], check=True
    )
    return library


class Run:
    """A program under mpirun whose processes can be found again when it has ended."""

    def __init__(self, program, *arguments, ranks, cwd, env=None, preload=None, limit=LIMIT):
        self.token = uuid.uuid4().hex
        self.limit = limit
        settings = {name: str(value) for name, value in (env or {}).items()}
        settings["MPI_TEST_RUN"] = self.token
        # Without a pause before SIGKILL (harness.py) Open MPI's mpirun, ending, trips over ranks
        # that end meanwhile, and warns or crashes in one of twenty runs.
        settings.setdefault("OMPI_MCA_odls_base_sigkill_timeout", "1")
        # Only the ranks get the preloaded library, not their launcher.
        prefix = ["env", f"LD_PRELOAD={preload}"] if preload else []
        command = [*prefix, build_programs() / program, *arguments]
        if ranks is not None:
            command = [launcher(), "-np", ranks, *command]
        first, *rest = map(str, command)
        self.process = start(rest, cwd=cwd, env=settings, program=first)

    def end(self):
        """Waits; what the run printed and its exit code. A second later nothing may be left."""
        result = finish(self.process, self.limit)
        self.leaves_nothing()
        return result

    def leaves_nothing(self, seconds=5):
        deadline = time.monotonic() + seconds
        while left := self.processes():
            if time.monotonic() > deadline:
                for process in left:
                    os.kill(process, 9)
                raise AssertionError(f"after {seconds} s there are still {left}")
            time.sleep(0.05)

    def processes(self):
        """Processes of the run that are there and not merely waiting to be asked for their code."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                ours = f"MPI_TEST_RUN={self.token}".encode() in (folder / "environ").read_bytes()
                state = (folder / "stat").read_text().rpartition(")")[2].split()[0]
            except OSError:
                continue
            if ours and state != "Z":
                found.append(int(folder.name))
        return found


# What MPICH's launcher and library add on standard error when a run does not end well. Open MPI's
# say nothing where OMPI_MCA_orte_execute_quiet is set (harness.py).
ADDED_BY_MPICH = re.compile(
    r"""
    Abort\(\d+\)\ on\ node\ \d+\ .* | application\ called\ MPI_Abort.* |
    =+ | =\ +(BAD\ TERMINATION|PID|EXIT\ CODE|CLEANING|YOU\ CAN\ IGNORE).* |
    YOUR\ APPLICATION\ TERMINATED.* | This\ typically\ refers.* | Please\ see\ the\ FAQ.* |
    \[(proxy|mpiexec).* | \[WARNING\]\ yaksa.* | \[\d+\.\d+\].*UCX.* | \s*
    """,
    re.VERBOSE,
)


def own_lines(text):
    """The lines that the program itself wrote."""
    lines = text.splitlines()
    return [line for line in lines if not (IS_MPICH and ADDED_BY_MPICH.fullmatch(line))]


def dynamic_symbols(binary, kind):
    """Names of MPI functions that a binary defines (`T`) or needs (`U`)."""
    tool = shutil.which("nm") or shutil.which("llvm-nm")
    assert tool, "neither nm nor llvm-nm is on PATH"
    listing = subprocess.run(
        [tool, "--dynamic", binary], capture_output=True, text=True, check=True
    )
    found = re.findall(rf"\b{kind} (MPI_\w+)", listing.stdout)
    return {name.removesuffix("_c") for name in found}
