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
    zarr.create_array(tmp_path / "three.zarr", data=np.ones(3), chunks=(2,), zarr_format=3)
    zarr.create_array(tmp_path / "two.zarr", shape=(3,), dtype="f8", chunks=(2,), zarr_format=2)
    before = files_below(tmp_path)
    other = "\ntry: a name that does not end in .zarr\n"
    cases = [
        (["in.npy", "--shards", "2", "-o", "o.zarr"], "o.zarr: a zarr array cannot hold shards" + other),
        (["--field", "x=in.npy", "-o", "three.zarr", "--force"], "three.zarr: holds 'c', which is no "
         "part of an array that was written here\ntry: another name, or remove it first\n"),
        (["t.npy", "-o", "o.zarr"], "o.zarr: a zarr array cannot hold records with named fields"
         + other),
        (["in.csv", "-o", "o.zarr"], "o.zarr: a zarr array cannot hold lines of text" + other),
        (["in.npy", "-o", "three.zarr", "--force"], "three.zarr: holds 'c', which is no part of "
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


@pytest.mark.parametrize("number", range(len(CASES)))
def test_version_3(number, tmp_path):
    """As the input's, and as asked for; read back by the zarr library and by us."""
    dtype, shape = CASES[number]
    array = np.random.default_rng(number).normal(0, 9, shape).astype(dtype)
    zarr.create_array(tmp_path / "in.zarr", data=array, zarr_format=3,
                      chunks=tuple(max(1, length // 2) for length in shape))
    np.save(tmp_path / "in.npy", array)
    rows = ["--axis", "0"] if array.ndim > 1 else []

    def one(ranks):
        succeed("in.zarr", *rows, "--every", "3", "-o", f"out-{ranks}.zarr", "-q", "--report",
                f"r-{ranks}.json", ranks=ranks, cwd=tmp_path)
        return contents(tmp_path / f"out-{ranks}.zarr")

    found = in_parallel(one, [1, 3])
    assert found[0] == found[1]
    made = zarr.open_array(tmp_path / "out-3.zarr", mode="r")
    # The byte order of version 3 is no part of the type.
    assert made.dtype == array.dtype.newbyteorder("=") and made.metadata.zarr_format == 3
    assert np.array_equal(made[...], array[::3])
    succeed("verify", "out-3.zarr", "--report", "r-3.json", ranks=2, cwd=tmp_path)
    succeed("in.npy", *rows, "--every", "3", "-o", "asked.zarr", "--zarr-format", "3", "-q",
            cwd=tmp_path)
    assert np.array_equal(zarr.open_array(tmp_path / "asked.zarr", mode="r")[...], array[::3])
    # The zarr library stores version 3 little-endian.
    if not dtype.startswith(">"):
        assert contents(tmp_path / "asked.zarr") == found[0]
    succeed("out-1.zarr", *rows, "--every", "1", "-o", "two.zarr", "--zarr-format", "2", "-q", ranks=2,
            cwd=tmp_path)
    again = zarr.open_array(tmp_path / "two.zarr", mode="r")
    assert again.metadata.zarr_format == 2 and np.array_equal(again[...], array[::3])
    # One version replaces the other.
    succeed("in.npy", *rows, "--every", "3", "-o", "out-1.zarr", "--zarr-format", "2", "--force", "-q",
            cwd=tmp_path)
    again = zarr.open_array(tmp_path / "out-1.zarr", mode="r")
    assert again.metadata.zarr_format == 2 and np.array_equal(again[...], array[::3])
    assert files_below(tmp_path / "out-1.zarr") == files_below(tmp_path / "two.zarr")


@pytest.mark.parametrize("version", [2, 3])
def test_group(version, tmp_path):
    """Several fields become a group of arrays, which are the fields of records again."""
    count = 5000
    data = {"u": np.random.default_rng(1).normal(size=count).astype("f4"),
            "pos": np.arange(3 * count).reshape(count, 3), "flag": np.arange(count) % 3 == 0}
    fields = []
    for name, array in data.items():
        zarr.create_array(tmp_path / f"{name}.zarr", data=array, zarr_format=version,
                          chunks=(1234, *array.shape[1:]))
        fields += ["--field", f"{name}={name}.zarr"]
    keep = data["u"] > 0.5

    def one(ranks):
        succeed(*fields, "--keep", "u > 0.5", "-o", f"out-{ranks}.zarr", "--rejects",
                f"rest-{ranks}.zarr", "-q", "--report", f"r-{ranks}.json", ranks=ranks, cwd=tmp_path)
        return contents(tmp_path / f"out-{ranks}.zarr"), contents(tmp_path / f"rest-{ranks}.zarr")

    found = in_parallel(one, [1, 2, 3])
    assert found[0] == found[1] == found[2]
    for name, rows in [("out-2", keep), ("rest-2", ~keep)]:
        group = zarr.open_group(tmp_path / f"{name}.zarr", mode="r")
        assert group.metadata.zarr_format == version and sorted(group) == sorted(data)
        for field, array in data.items():
            assert group[field].dtype == array.dtype
            assert np.array_equal(group[field][...], array[rows])
    page = succeed("verify", "out-3.zarr", "--report", "r-3.json", ranks=2, cwd=tmp_path).out
    assert "as reported" in page
    # As an input: fields by name, and what it gives is a group of the same version.
    for ranks in (1, 3):
        succeed("out-1.zarr", "--keep", "flag and pos[0] > 900", "-o", "again.zarr", "-q", ranks=ranks,
                cwd=tmp_path)
        wanted = keep & data["flag"] & (data["pos"][:, 0] > 900)
        group = zarr.open_group(tmp_path / "again.zarr", mode="r")
        assert group.metadata.zarr_format == version
        for field, array in data.items():
            assert np.array_equal(group[field][...], array[wanted])
        result = run("out-1.zarr", "--every", "2", "-o", "again.zarr", "--force", cwd=tmp_path)
        assert result.code == 73 and "which is no part of an array" in result.err
        for name in files_below(tmp_path / "again.zarr"):
            (tmp_path / "again.zarr" / name).unlink()
        for folder in (tmp_path / "again.zarr").iterdir():
            folder.rmdir()
    assert "pos" in succeed("inspect", "out-1.zarr", cwd=tmp_path).out


def test_group_that_fails_leaves_nothing(fault_library, tmp_path):
    np.save(tmp_path / "a.npy", np.arange(9000.0))
    np.save(tmp_path / "b.npy", np.arange(9000))
    env = {"LD_PRELOAD": str(fault_library), "FAULT_CALL": "pwrite", "FAULT_DO": "28",
           "FAULT_PATH": "out.zarr", "FAULT_NTH": "3"}
    result = run("--field", "a=a.npy", "--field", "b=b.npy", "--every", "2", "-o", "out.zarr", ranks=2,
                 cwd=tmp_path, env=env)
    assert result.code == 74, str(result)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.npy", "b.npy"]


def test_group_of_unequal_arrays(tmp_path):
    group = zarr.create_group(tmp_path / "g.zarr", zarr_format=2)
    group.create_array("a", data=np.arange(3))
    group.create_array("b", data=np.arange(4))
    result = run("g.zarr", "--every", "2", cwd=tmp_path)
    assert result.code == 65 and result.err.startswith("prune-mpi: g.zarr/b: "), result.err
