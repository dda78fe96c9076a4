"""Folders and patterns as inputs; raw records: against NumPy, on several numbers of ranks."""

import numpy as np
import pytest
from harness import in_parallel, npy_bytes, run, succeed

RANKS = [1, 2, 3, 8]


def parts(folder, count=12, dtype="f4", length=5):
    """`count` files whose natural order is not that of their names; the array they make."""
    folder.mkdir(parents=True, exist_ok=True)
    arrays = [np.arange(n * length, (n + 1) * length, dtype=dtype) for n in range(count)]
    for number, array in enumerate(arrays):
        np.save(folder / f"part-{number}.npy", array)
    return np.concatenate(arrays)


def on_all_ranks(folder, *arguments):
    """Bytes that the run writes on 1, 2, 3 and 8 ranks, which must be the same."""

    def kept(ranks):
        name = f"kept-{ranks}"
        succeed(*arguments, "-o", f"../{name}", "-q", ranks=ranks, cwd=folder)
        return (folder.parent / name).read_bytes()

    results = in_parallel(kept, RANKS)
    assert all(result == results[0] for result in results)
    return results[0]


@pytest.fixture
def runs(tmp_path):
    """Two runs of twelve parts each, and things that are no parts of them."""
    folder = tmp_path / "work"
    whole = np.concatenate([parts(folder / "run-2"), 100 + parts(folder / "run-10")])
    for number in range(12):
        name = folder / "run-10" / f"part-{number}.npy"
        np.save(name, np.load(name) + 100)
    (folder / "run-2" / ".part-0.npy.x.prune-mpi-partial").write_bytes(b"not complete")
    (folder / "run-2" / "notes.txt").write_text("nothing to read")
    return folder, whole


@pytest.mark.parametrize("names", [
    ["run-2/", "run-10"], ["run-*"], ["run-*/part-*.npy"], ["run-?", "run-[0-9]?/*"],
    ["./run-*/part-[!x]*.npy"],
])
def test_natural_order(names, runs):
    folder, whole = runs
    result = on_all_ranks(folder, *names, "--keep", "i % 3 == 0")
    assert result == npy_bytes(whole[::3])


def test_typed_order_stays(runs):
    folder, _ = runs
    names = ["run-2/part-10.npy", "run-2/part-2.npy"]
    result = on_all_ranks(folder, *names, "--keep", "x >= 0")
    assert result == npy_bytes(np.concatenate([np.load(folder / name) for name in names]))


def test_fields(runs):
    folder, whole = runs
    arguments = ["--field", "a=run-2", "--field", "b=run-1?/*.npy", "--top", "3", "--by", "a + b"]
    succeed(*arguments, "-o", "out", "-q", ranks=3, cwd=folder)
    assert np.load(folder / "out" / "a.npy").tolist() == whole[57:60].tolist()
    assert np.load(folder / "out" / "b.npy").tolist() == whole[117:120].tolist()
    # The folder of fields is not one array, and its files are fields again.
    again = ["--field", "a=out/a*", "--field", "b=out/b*", "--keep", "a < b", "-o", "two", "-q"]
    succeed(*again, ranks=2, cwd=folder)
    assert np.load(folder / "two" / "b.npy").tolist() == whole[117:120].tolist()


def test_shards_read_back_in_order(tmp_path):
    array = np.arange(1000.0).reshape(250, 4)
    np.save(tmp_path / "in.npy", array)
    succeed("in.npy", "--axis", "0", "--every", "1", "-o", "out", "--shards", "120", "-q",
            "--report", "r.json", ranks=2, cwd=tmp_path)
    succeed("out/", "--axis", "0", "--keep", "x[0] > 40", "-o", "kept.npy", "-q", ranks=3,
            cwd=tmp_path)
    assert (tmp_path / "kept.npy").read_bytes() == npy_bytes(array[array[:, 0] > 40])
    for name in ["out", "out/part-*"]:
        result = succeed("verify", name, "--report", "r.json", ranks=2, cwd=tmp_path)
        assert "as reported, 250 records" in result.out


def test_inspect(runs):
    folder, whole = runs
    result = succeed("inspect", "run-*", "run-2/part-3.npy", ranks=3, cwd=folder)
    page, single = result.out.split("\n\n")
    assert page.startswith("run-*\n  files     24\n  shape     (120,)\n")
    assert f"mean      {whole.mean(dtype='f8')}" in page
    assert "files" not in single


def test_thousands_of_files(tmp_path):
    whole = parts(tmp_path / "many", 3000, "i4", 2)
    succeed("many", "--keep", "x % 7 == 0", "-o", "kept.npy", "-q", ranks=4, cwd=tmp_path)
    assert (tmp_path / "kept.npy").read_bytes() == npy_bytes(whole[whole % 7 == 0])


DIFFERENT = {
    "dtype": (np.zeros(3), "run-10/part-4.npy: holds float64, but run-2/part-0.npy holds float32"),
    "byte order": (np.zeros(3, ">f4"), "run-10/part-4.npy: is big-endian, but run-2/part-0.npy is "
                   "little-endian"),
    "row shape": (np.zeros((2, 2), "f4"), "run-10/part-4.npy: shape [2, 2] does not continue "
                  "run-2/part-0.npy of shape [5]: they may differ only in the first length"),
}


@pytest.mark.parametrize("what", DIFFERENT)
def test_first_file_that_differs_is_named(what, runs):
    """The same on any number of ranks, although the ranks read headers in turn and later files
    are worse."""
    folder, _ = runs
    array, words = DIFFERENT[what]
    np.save(folder / "run-10" / "part-4.npy", array)
    np.save(folder / "run-10" / "part-5.npy", np.zeros(3, "i8"))
    (folder / "run-10" / "part-6.npy").write_bytes(b"bad")

    def message(ranks):
        result = run("run-*", "--keep", "x > 0", "-o", "out.npy", ranks=ranks, cwd=folder)
        return result.code, result.err

    assert set(in_parallel(message, RANKS)) == {(65, f"prune-mpi: {words}\n")}


@pytest.mark.parametrize("arguments, words, code", [
    (["empty", "--keep", "x > 0"],
     "empty: a folder without .npy files\ntry: a pattern that names the files: 'empty/*'", 66),
    (["part-*.npy", "--keep", "x > 0"], "part-*.npy: no file matches this pattern", 66),
    (["empty/", "--raw", "f4", "--keep", "x > 0"],
     "empty/: is a folder, of which only .npy files are taken\n"
     "try: a pattern that names the files: 'empty/*'", 66),
    (["run-*", "--keep", "x > 0", "-o", "run-2/part-3.npy", "--force"],
     "run-2/part-3.npy: is the same file as the input run-2/part-3.npy, and an input is never "
     "replaced", 73),
])
def test_messages(arguments, words, code, runs):
    folder, _ = runs
    (folder / "empty").mkdir()
    result = run(*arguments, ranks=2, cwd=folder)
    assert (result.code, result.err) == (code, f"prune-mpi: {words}\n")


@pytest.mark.parametrize("ranks", [None, 3])
def test_raw_records(ranks, tmp_path):
    """Fields by name, both byte orders, a field with a shape, a gap and a header."""
    dtype = np.dtype([("t", "<i8"), ("v", ">f4", (2,)), ("gap", "V3"), ("w", "<i2")])
    array = np.zeros(500, dtype)
    array["t"] = np.arange(500)
    array["v"] = np.arange(1000).reshape(500, 2) / 7
    array["w"] = np.arange(500) % 13
    for name, piece in zip("ab", np.split(array, [200]), strict=True):
        (tmp_path / f"{name}.bin").write_bytes(b"h" * 40 + piece.tobytes())
    succeed("*.bin", "--raw", "t:<i8,v:>f4[2],3x,w:<i2@40", "--keep", "any(v > 60) and w == 3",
            "-o", "kept.npy", "-q", ranks=ranks, cwd=tmp_path)
    kept = np.load(tmp_path / "kept.npy")
    wanted = array[(array["v"] > 60).any(axis=1) & (array["w"] == 3)]
    assert kept.dtype == np.dtype({
        "names": ["t", "v", "w"], "formats": ["<i8", (">f4", (2,)), "<i2"],
        "offsets": [0, 8, 19], "itemsize": 21})
    assert all(np.array_equal(kept[name], wanted[name]) for name in kept.dtype.names)
