"""What the program writes is what NumPy computes, whichever MPI library it was built for; the
other tests have the details."""

import numpy as np
import pytest
from arrays import clustered
from harness import RANK_COUNTS, npy_bytes, succeed


@pytest.fixture(scope="module")
def array():
    return clustered(200_003)


@pytest.mark.parametrize("ranks", [None, *RANK_COUNTS])
@pytest.mark.parametrize("balance", ["always", "never"])
def test_one_file(ranks, balance, array, tmp_path):
    np.save(tmp_path / "in.npy", array)
    arguments = ["in.npy", "--keep", "x > 4", "-o", "out.npy", "--balance", balance, "-q"]
    succeed(*arguments, ranks=ranks, cwd=tmp_path)
    assert (tmp_path / "out.npy").read_bytes() == npy_bytes(array[array > 4])


@pytest.mark.parametrize("ranks", [2, 3])
def test_shards(ranks, array, tmp_path):
    np.save(tmp_path / "in.npy", array)
    arguments = ["in.npy", "--keep", "x > 4", "-o", "out", "--shards", 4, "-q"]
    succeed(*arguments, ranks=ranks, cwd=tmp_path)
    parts = [np.load(path) for path in sorted((tmp_path / "out").glob("*.npy"))]
    assert len(parts) == 4
    assert np.array_equal(np.concatenate(parts), array[array > 4])


@pytest.mark.parametrize("ranks", [1, 3])
def test_nothing_survives(ranks, array, tmp_path):
    np.save(tmp_path / "in.npy", array)
    succeed("in.npy", "--keep", "x > 1e300", "-o", "out.npy", "-q", ranks=ranks, cwd=tmp_path)
    assert (tmp_path / "out.npy").read_bytes() == npy_bytes(array[:0])


def test_one_error_line(tmp_path):
    from harness import run

    result = run("missing.npy", "--keep", "x > 4", "-o", "out.npy", ranks=3, cwd=tmp_path)
    assert result.code == 66, str(result)
    assert "prune-mpi: missing.npy: no such file\n" in result.err, str(result)
