"""Every mistake is answered by one message and an exit code, on one rank and on three."""

import numpy as np
import pytest
from bad_inputs import CANNOT_CREATE, CASES, MISSING_INPUT, USAGE
from harness import PROGRAM, files_below, run, user_is_root


def state(folder):
    """Names and contents of what lies in a folder, without opening pipes."""
    return {
        path.name: path.read_bytes() if path.is_file() else None for path in folder.rglob("*")
    }


@pytest.mark.parametrize("ranks", [1, 3])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name.replace(" ", "-"))
def test_message_and_code(case, ranks, tmp_path):
    case.make(tmp_path)
    before = state(tmp_path)
    result = run(*case.arguments, ranks=ranks, cwd=tmp_path)
    assert (result.code, result.err) == (case.code, f"prune-mpi: {case.words}\n"), str(result)
    assert result.out == ""
    assert state(tmp_path) == before


def test_mistakes_need_no_mpirun(tmp_path):
    result = run("no.npy", "--keep", "x > 4", cwd=tmp_path)
    assert (result.code, result.err) == (MISSING_INPUT, "prune-mpi: no.npy: no such file\n")


def test_usage_error_is_said_when_the_first_rank_starts_last(tmp_path):
    """A rank that ends with a code before rank 0 has spoken would have mpirun kill rank 0."""
    script = f'[ "$OMPI_COMM_WORLD_RANK" = 0 ] && sleep 1; exec "{PROGRAM}" "$@"'
    result = run("-c", script, "prune-mpi", "in.npy", "--kep", ranks=3, cwd=tmp_path, program="bash")
    assert result.code == USAGE, str(result)
    assert result.err.startswith("prune-mpi: unknown flag '--kep'\n"), str(result)


def test_read_only_directory(tmp_path):
    """Root may write anywhere but here: sysfs takes no new files from anybody."""
    np.save(tmp_path / "in.npy", np.arange(10.0))
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o555)
    target = "/sys/kernel" if user_is_root() else "locked"
    for ranks in (1, 3):
        output = f"{target}/out.npy"
        result = run("in.npy", "--keep", "x > 4", "-o", output, ranks=ranks, cwd=tmp_path)
        assert result.code == CANNOT_CREATE, str(result)
        assert result.err.startswith(f"prune-mpi: {output}: "), result.err
        assert len(result.err.splitlines()) == 1
    assert files_below(tmp_path) == ["in.npy"]
