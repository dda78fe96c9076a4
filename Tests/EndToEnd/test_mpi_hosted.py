"""In a program in C that has started MPI itself, calls into Swift leave MPI running, and the
program's communicators and error handlers as they were."""

import pytest
from mpi_runs import Run


@pytest.mark.parametrize("checked", ["0", "1"])
@pytest.mark.parametrize("ranks", [1, 3])
def test_hosted(ranks, checked, tmp_path):
    run = Run("mpi-host", ranks=ranks, cwd=tmp_path, env={"MPI_CHECKED": checked})
    result = run.end()
    assert (result.code, result.out, result.err) == (0, "ok\n", ""), str(result)
