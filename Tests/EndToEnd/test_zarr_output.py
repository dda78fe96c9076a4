"""Zarr directories as outputs: read back with the zarr library, verified, replaced, refused."""

import numpy as np
import pytest
import zarr
from harness import files_below, in_parallel, run, succeed


def contents(folder):
    return {str(file.relative_to(folder)): file.read_bytes()
            for file in folder.rglob("*") if file.is_file()}


CASES = [("<f8", (1000,)), (">i4", (100, 3)), ("?", (64,)), ("<f2", (20, 3, 2)), ("<u8", (0,)),
         ("<f4", (5, 0))]


@pytest.mark.parametrize("number", range(len(CASES)))
def test_read_back(number, tmp_path):
    dtype, shape = CASES[number]
    array = np.random.default_rng(number).normal(0, 9, shape).astype(dtype)
    np.save(tmp_path / "in.npy", array)
    rows = ["--axis", "0"] if array.ndim > 1 else []

    def one(ranks):
        succeed("in.npy", *rows, "--every", "3", "-o", f"out-{ranks}.zarr", "-q", "--report",
                f"r-{ranks}.json", ranks=ranks, cwd=tmp_path)
        return contents(tmp_path / f"out-{ranks}.zarr")

    found = in_parallel(one, [1, 3])
    assert found[0] == found[1]
    made = zarr.open_array(tmp_path / "out-3.zarr", mode="r")
    assert made.dtype == array.dtype and made.metadata.zarr_format == 2
    assert np.array_equal(made[...], array[::3])
    result = succeed("verify", "out-3.zarr", "--report", "r-3.json", ranks=2, cwd=tmp_path)
    assert "as reported" in result.out


def test_several_chunks(tmp_path):
    """More than one chunk of 64 MiB: the last one is filled up."""
    array = np.arange(9_000_000)
    np.save(tmp_path / "in.npy", array)
    succeed("in.npy", "--keep", "x >= 100", "-o", "out.zarr", "--rejects", "rest.zarr", "--index-out",
            "i.zarr", "-q", ranks=3, cwd=tmp_path)
    assert files_below(tmp_path / "out.zarr") == [".zarray", "0", "1"]
    assert np.array_equal(zarr.open_array(tmp_path / "out.zarr", mode="r")[...], array[100:])
    assert np.array_equal(zarr.open_array(tmp_path / "rest.zarr", mode="r")[...], array[:100])
    succeed("out.zarr", "--keep", "x < 103", "-o", "few.zarr", "-q", ranks=2, cwd=tmp_path)
    succeed("i.zarr", "--keep", "x > 5", "-o", "out.zarr", "--force", "--keep", "x < 110", "-q",
            ranks=2, cwd=tmp_path)
    assert files_below(tmp_path / "out.zarr") == [".zarray", "0"]
    for name, wanted in [("few", array[100:103]), ("out", array[100:110])]:
        assert np.array_equal(zarr.open_array(tmp_path / f"{name}.zarr", mode="r")[...], wanted)


def test_refusals(tmp_path):
    np.save(tmp_path / "in.npy", np.arange(9.0))
    np.save(tmp_path / "t.npy", np.zeros(9, [("a", "f4"), ("b", "i4")]))
    (tmp_path / "in.csv").write_text("x,y\n1,2\n")
    zarr.create_array(tmp_path / "three.zarr", shape=(3,), dtype="f8", chunks=(2,), zarr_format=3)
    zarr.create_array(tmp_path / "two.zarr", shape=(3,), dtype="f8", chunks=(2,), zarr_format=2)
    before = files_below(tmp_path)
    other = "\ntry: a name that does not end in .zarr\n"
    cases = [
        (["in.npy", "--shards", "2", "-o", "o.zarr"], "o.zarr: a zarr array cannot hold shards" + other),
        (["--field", "x=in.npy", "-o", "o.zarr"], "o.zarr: a zarr array cannot hold several fields"
         + other),
        (["t.npy", "-o", "o.zarr"], "o.zarr: a zarr array cannot hold records with named fields"
         + other),
        (["in.csv", "-o", "o.zarr"], "o.zarr: a zarr array cannot hold lines of text" + other),
        (["in.npy", "-o", "three.zarr", "--force"], "three.zarr: holds 'zarr.json', which is no part of "
         "an array that was written here\ntry: another name, or remove it first\n"),
        (["two.zarr", "-o", "two.zarr", "--force"], "two.zarr: is the same file as the input two.zarr, "
         "and an input is never replaced\n"),
    ]

    def one(case):
        arguments, words = case
        result = run(*arguments, "--every", "2", cwd=tmp_path)
        assert (result.code, result.err) == (73, f"prune-mpi: {words}")

    in_parallel(one, cases)
    assert files_below(tmp_path) == before
