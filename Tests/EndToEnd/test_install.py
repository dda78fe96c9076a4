"""The installed binary needs no Swift and next to no environment."""

import subprocess

import numpy as np
import pytest
from harness import CHECKOUT, LIMIT, npy_bytes

# Open MPI refuses to run as root without these; nothing else is set besides PATH and HOME.
BARE = {
    "PATH": "/usr/local/bin:/usr/bin:/bin",
    "OMPI_ALLOW_RUN_AS_ROOT": "1",
    "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1",
}


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """The binary that jobs/install.sh leaves under a prefix."""
    prefix = tmp_path_factory.mktemp("prefix with blank")
    command = [CHECKOUT / "jobs" / "install.sh", "--prefix", prefix]
    result = subprocess.run(command, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout + result.stderr
    assert f"export PATH=\"{prefix}/bin:$PATH\"" in result.stdout
    files = [path for path in prefix.rglob("*") if path.is_file()]
    assert files == [prefix / "bin" / "prune-mpi"]
    return files[0]


@pytest.mark.parametrize("launch", [[], ["mpirun", "-np", "2"]], ids=["alone", "mpirun"])
def test_runs_with_an_empty_environment(launch, installed, tmp_path):
    np.save(tmp_path / "in.npy", np.arange(10.0))
    command = [*launch, installed, "in.npy", "--keep", "x > 4", "-o", "out.npy"]
    env = {**BARE, "HOME": str(tmp_path / "home")}
    result = subprocess.run(
        command, cwd=tmp_path, env=env, capture_output=True, text=True, timeout=LIMIT
    )
    assert result.returncode == 0, result.stdout + result.stderr
    assert (tmp_path / "out.npy").read_bytes() == npy_bytes(np.arange(5.0, 10.0))


def test_needs_only_mpi_and_the_runtime(installed):
    listing = subprocess.run(["ldd", installed], capture_output=True, text=True, check=True).stdout
    assert "libmpi." in listing
    for foreign in ("swift", "Foundation", "not found"):
        assert foreign not in listing, listing


def test_prefix_is_asked_for():
    command = [CHECKOUT / "jobs" / "install.sh"]
    result = subprocess.run(command, capture_output=True, text=True)
    assert result.returncode == 64
    assert result.stderr == "usage: jobs/install.sh --prefix DIR\n"
