"""What the program does with its terminal, its arguments' bytes and what it replaces."""

import os
import subprocess

import numpy as np
import pytest
from harness import PROGRAM, environment, run

IO, USAGE, MISSING_INPUT = 74, 64, 66


@pytest.fixture
def folder(tmp_path):
    np.save(tmp_path / "in.npy", np.arange(10.0))
    return tmp_path


@pytest.mark.parametrize("arguments", [["--help"], ["inspect", "in.npy"], ["in.npy", "--keep", "x > 4"]])
def test_lost_standard_output_is_an_error(arguments, folder):
    with open("/dev/full", "w") as full:
        result = subprocess.run(
            [PROGRAM, *arguments], cwd=folder, env=environment(), stdin=subprocess.DEVNULL,
            stdout=full, stderr=subprocess.PIPE, text=True, timeout=60,
        )
    words = "prune-mpi: standard output: writing failed: no space left on device\n"
    assert (result.returncode, result.stderr) == (IO, words)


def test_a_reader_that_goes_away_is_none(folder):
    command = f"'{PROGRAM}' --help | head -n 1; exit ${{PIPESTATUS[0]}}"
    result = subprocess.run(
        ["bash", "-c", command], cwd=folder, env=environment(), capture_output=True, text=True,
        timeout=60,
    )
    assert (result.returncode, result.stderr) == (0, "")


def test_an_argument_that_is_not_unicode_is_refused(folder):
    """Read as text it would be another name: another file would be read or written."""
    command = [os.fsencode(PROGRAM), b"in.npy", b"--keep", b"x > 4", b"-o", b"w\xff.npy"]
    result = subprocess.run(
        command, cwd=folder, env=environment(), capture_output=True, timeout=60
    )
    assert result.returncode == USAGE
    assert result.stderr.decode().startswith("prune-mpi: argument 5 is not valid UTF-8: ")
    assert os.listdir(folder) == ["in.npy"]


def test_control_characters_do_not_reach_the_terminal(folder):
    result = run("no\x1b[31m.npy", "--keep", "x > 4", cwd=folder)
    assert (result.code, result.err) == (MISSING_INPUT, "prune-mpi: no\\u{1b}[31m.npy: no such file\n")


def test_what_is_replaced_keeps_its_permissions(folder):
    (folder / "out.npy").write_bytes(b"old")
    (folder / "out.npy").chmod(0o600)
    result = run("in.npy", "--keep", "x > 4", "-o", "out.npy", "--force", ranks=2, cwd=folder)
    assert result.code == 0, str(result)
    assert (folder / "out.npy").stat().st_mode & 0o777 == 0o600
    assert np.load(folder / "out.npy").tolist() == [5, 6, 7, 8, 9]
