"""HDF5 and NetCDF-4 files as inputs and outputs; against h5py, NumPy and netCDF4."""

import errno
import re
import shutil
import subprocess

import h5py
import netCDF4
import numpy as np
import pytest
from harness import files_below, in_parallel, npy_bytes, run, succeed
from hdf5_files import arrays, particles, weather

RANKS = (1, 2, 3, 8)
FIELDS = ("h", "id", "ok", "t", "x")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hdf5")
    particles(folder / "p.h5")
    arrays(folder / "a.h5")
    weather(folder / "w.nc")
    return folder


def prune(folder, *arguments, output="out.h5", ranks=RANKS, verified=True):
    """The output's bytes, the same on any number of ranks."""
    def one(count):
        place = folder / f"ranks-{count}"
        place.mkdir(exist_ok=True)
        succeed(*arguments, "-o", output, "--report", "r.json", "--force", "--quiet",
                ranks=count, cwd=place)
        name = output.split(":")[0]
        if verified:
            checked = succeed("verify", name, "--report", "r.json", ranks=min(count, 3), cwd=place)
            assert "as reported" in checked.out
        return {file: (place / file).read_bytes() for file in files_below(place)
                if file != "r.json"}

    written = in_parallel(one, ranks)
    assert all(other == written[0] for other in written[1:])
    return folder / f"ranks-{ranks[0]}" / output.split(":")[0]


def attributes(thing):
    return {name: np.asarray(value).tolist() for name, value in thing.attrs.items()}


def test_group_of_fields(made, tmp_path):
    out = prune(tmp_path, f"{made / 'p.h5'}:/run/p", "--keep", "x > 0.5 and id < 80")
    with h5py.File(made / "p.h5") as before, h5py.File(out) as after:
        group = before["run/p"]
        kept = (group["x"][:] > 0.5) & (group["id"][:] < 80)
        assert sorted(after["run/p"]) == sorted(FIELDS)
        for name in FIELDS:
            got = after["run/p"][name]
            assert got.dtype == group[name].dtype and got.id.get_offset() is not None
            np.testing.assert_array_equal(got[:], group[name][:][kept])
            assert attributes(got) == attributes(group[name])
        for name in ("/", "run", "run/p"):
            assert attributes(after[name]) == attributes(before[name]), name
    assert "notes" not in h5py.File(out)


@pytest.mark.parametrize("flags", [
    ["--top", "7%", "--by", "x"], ["--unique", "--by", "id,ok"], ["--sample", "11%", "--seed", "3"],
    ["--keep", "x > 9"], ["--keep", "t >= 0"],
])
def test_stages_give_what_npy_files_give(flags, made, tmp_path):
    with h5py.File(made / "p.h5") as file:
        for name in FIELDS:
            np.save(tmp_path / f"{name}.npy", file["run/p"][name][:])
    named = [f"--field={name}={tmp_path / name}.npy" for name in FIELDS]
    succeed(*named, *flags, "-o", "npy", ranks=2, cwd=tmp_path)
    out = prune(tmp_path, f"{made / 'p.h5'}:/run/p/*", *flags, ranks=(1, 8))
    with h5py.File(out) as file:
        for name in FIELDS:
            assert npy_bytes(file["run/p"][name][:]) == (tmp_path / f"npy/{name}.npy").read_bytes()


def test_single_datasets(made, tmp_path):
    source = made / "a.h5"
    with h5py.File(source) as file:
        data = {name: file[name][()] for name in file}
    cube = data["cube"]
    cases = [
        ("cube", ["--keep", "x % 7 == 0"], cube.ravel()[cube.ravel() % 7 == 0]),
        ("cube", ["--axis", 0, "--keep", "max(x) > 995"], cube[cube.max(axis=(1, 2)) > 995]),
        ("table", ["--keep", "a > 10 and c[1] < 0"],
         data["table"][(data["table"]["a"] > 10) & (data["table"]["c"][:, 1] < 0)]),
        ("packed", ["--keep", "b > 1"], data["packed"][data["packed"]["b"] > 1]),
        ("unwritten", ["--keep", "x == 7 and i < 100"], np.full(100, 7.0)),
        ("empty", ["--keep", "x > 0"], np.zeros(0, "f4")),
        ("compact", ["--drop", "x < 15"], np.arange(15, 20, dtype="i4")),
        ("z", ["--keep", "r > 0"], data["z"][data["z"].real > 0]),
    ]
    for number, (name, flags, wanted) in enumerate(cases):
        folder = tmp_path / str(number)
        folder.mkdir()
        out = prune(folder, f"{source}:/{name}", *flags, ranks=RANKS if number < 2 else (1, 3))
        with h5py.File(out) as file:
            assert file[name].dtype == wanted.dtype
            np.testing.assert_array_equal(file[name][:], wanted)


def test_more_ranks_than_chunks_and_each_chunk_once(tmp_path):
    a = np.random.default_rng(1).normal(0, 1, 3000)
    with h5py.File(tmp_path / "in.h5", "w") as file:
        file.create_dataset("x", data=a, chunks=(1600,), compression="gzip")
    # The even cut, 1500, would have two ranks decode the first chunk.
    page = succeed("in.h5", "--keep", "x > 1", "--explain", ranks=2, cwd=tmp_path).out
    assert "ranks  2, each reads up to 1,600 records" in page
    out = prune(tmp_path, tmp_path / "in.h5", "--keep", "x > 1", ranks=(1, 2, 5))
    with h5py.File(out) as file:
        np.testing.assert_array_equal(file["x"][:], a[a > 1])


def test_joined_files_and_named_outputs(made, tmp_path):
    particles(tmp_path / "q:1.h5", count=700, seed=9)
    files = [f"{made / 'p.h5'}:/run/p", f"{tmp_path / 'q:1.h5'}:/run/p"]
    out = prune(tmp_path, *files, "--keep", "x > 1", "--rejects", "rejected.h5:/no",
                "--index-out", "i.h5", output="out.h5:/a/b", ranks=(1, 3))
    read = []
    for path in (made / "p.h5", tmp_path / "q:1.h5"):
        with h5py.File(path) as file:
            read.append({name: file["run/p"][name][:] for name in FIELDS})
    whole = {name: np.concatenate([part[name] for part in read]) for name in FIELDS}
    kept = whole["x"] > 1
    with h5py.File(out) as file, h5py.File(out.parent / "rejected.h5") as rejected:
        for name in FIELDS:
            np.testing.assert_array_equal(file["a/b"][name][:], whole[name][kept])
            np.testing.assert_array_equal(rejected["no"][name][:], whole[name][~kept])
        assert attributes(file["a/b"])["time"] == 1.5
    with h5py.File(out.parent / "i.h5") as file:
        np.testing.assert_array_equal(file["index"][:], np.flatnonzero(kept))


def test_between_formats(made, tmp_path):
    """HDF5 to .npy, .npy to HDF5, a dataset as one field beside a file."""
    with h5py.File(made / "p.h5") as file:
        x, ok, h = (file["run/p"][name][:] for name in ("x", "ok", "h"))
    succeed(f"{made / 'p.h5'}:/alias", "--keep", "x > 1", "-o", "x.npy", cwd=tmp_path)
    assert (tmp_path / "x.npy").read_bytes() == npy_bytes(x[x > 1])
    np.save(tmp_path / "h.npy", h)
    np.save(tmp_path / "ok.npy", ok)
    out = prune(tmp_path, f"--field=v={made / 'p.h5'}:/run/p/x", "--field=h=../h.npy",
                "--field=ok=../ok.npy", "--keep", "v > 1", ranks=(1, 3))
    with h5py.File(out) as file:
        np.testing.assert_array_equal(file["run/p/v"][:], x[x > 1])
        np.testing.assert_array_equal(file["h"][:], h[x > 1])
        np.testing.assert_array_equal(file["ok"][:], ok[x > 1])
        assert file["h"].dtype == np.float16 and file["ok"].dtype == bool


def test_patterns(made, tmp_path):
    """A pattern names files, and what to take of each; in natural order."""
    for number in (2, 10, 9):
        particles(tmp_path / f"run-{number}.h5", count=100 * number + 500, seed=number)
    with_fields = {name: [] for name in FIELDS}
    for number in (2, 9, 10):
        with h5py.File(tmp_path / f"run-{number}.h5") as file:
            for name in FIELDS:
                with_fields[name].append(file["run/p"][name][:])
    whole = {name: np.concatenate(parts) for name, parts in with_fields.items()}
    out = prune(tmp_path, "../run-*.h5:/run/p", "--keep", "x > 1")
    with h5py.File(out) as file:
        for name in FIELDS:
            np.testing.assert_array_equal(file["run/p"][name][:], whole[name][whole["x"] > 1])
    succeed("run-?.h5:/run/p/x", "run-10.h5:/run/p/x", "--keep", "x > 1", "-o", "x.npy", ranks=3,
            cwd=tmp_path)
    np.testing.assert_array_equal(np.load(tmp_path / "x.npy"), whole["x"][whole["x"] > 1])
    succeed("--field", "v=run-*.h5:/run/p/x", "--keep", "v > 1", "-o", "fields", ranks=3,
            cwd=tmp_path)
    np.testing.assert_array_equal(np.load(tmp_path / "fields/v.npy"), whole["x"][whole["x"] > 1])
    seen = succeed("inspect", "run-*.h5:/run/p/x", ranks=2, cwd=tmp_path).out
    assert re.search(r"files +3\n", seen) and f"({len(whole['x'])},)" in seen
    arrays(tmp_path / "run-11.h5")
    result = run("run-*.h5:/run/p", "--keep", "x > 1", ranks=3, cwd=tmp_path)
    assert result.code == 66 and "run-11.h5: holds no '/run/p'" in result.err, str(result)
    result = run("none-*.h5:/run/p", "--keep", "x > 1", ranks=2, cwd=tmp_path)
    assert result.code == 66 and "no file matches this pattern" in result.err, str(result)


def test_archives_and_text(tmp_path):
    """Arrays of an .npz file as datasets, also beside a dataset; lines of text stay text."""
    t, v = np.arange(500), np.arange(500) % 7 / 2
    np.savez_compressed(tmp_path / "a.npz", t=t, v=v)
    out = prune(tmp_path, "../a.npz", "--keep", "v > 2", ranks=(1, 3))
    with h5py.File(out) as file:
        np.testing.assert_array_equal(file["t"][:], t[v > 2])
        np.testing.assert_array_equal(file["v"][:], v[v > 2])
    result = run("--field", "t=a.npz:t", "--field", f"v={out}:/v", "--keep", "v > 2", ranks=2,
                 cwd=tmp_path)
    assert result.code == 65 and "records, but a.npz holds 500" in result.err, str(result)
    with h5py.File(tmp_path / "v.h5", "w") as file:
        file.create_dataset("v", data=v, chunks=(64,), compression="gzip")
    succeed("--field", "t=a.npz:t", "--field", "v=v.h5:/v", "--keep", "v > 2",
            "-o", "both.h5:/g", ranks=3, cwd=tmp_path)
    with h5py.File(tmp_path / "both.h5") as file:
        np.testing.assert_array_equal(file["g/t"][:], t[v > 2])
        np.testing.assert_array_equal(file["g/v"][:], v[v > 2])
    (tmp_path / "a.csv").write_text("t,v\n" + "".join(f"{a},{b}\n" for a, b in zip(t, v)))
    result = run("a.csv", "--keep", "v > 2", "-o", "csv.h5", ranks=2, cwd=tmp_path)
    assert result.code == 73 and "csv.h5: lines of text are not written into" in result.err
    succeed("a.csv", "--keep", "v > 2", "-o", "b.csv", "--index-out", "i.h5", ranks=2,
            cwd=tmp_path)
    with h5py.File(tmp_path / "i.h5") as file:
        np.testing.assert_array_equal(file["index"][:], np.flatnonzero(v > 2))


def test_shards_are_joined(made, tmp_path):
    out = prune(tmp_path, f"{made / 'p.h5'}:/run/p", "--keep", "x > 1", "--shards", 3,
                ranks=(1, 2))
    with h5py.File(made / "p.h5") as before, h5py.File(out) as after:
        kept = before["run/p/x"][:] > 1
        for name in FIELDS:
            assert after["run/p"][name].is_virtual
            np.testing.assert_array_equal(after["run/p"][name][:], before["run/p"][name][:][kept])
    names = sorted(name for name in files_below(out.parent) if name != "r.json")
    assert names == ["out.h5", *(f"out.part-{i:05}-of-00003.h5" for i in range(3))]
    again = succeed("inspect", "out.h5:/run/p/x", cwd=out.parent)
    assert f"shape     ({kept.sum()},)" in again.out
    (out.parent / names[2]).unlink()
    result = run("out.h5:/run/p/x", "--keep", "x > 1", ranks=2, cwd=out.parent)
    assert result.code == 66 and result.err == (
        "prune-mpi: out.h5: virtual dataset '/run/p/x' has a part in "
        "out.part-00001-of-00003.h5, and there is no such file\n"), str(result)


def test_copy_rest(made, tmp_path):
    out = prune(tmp_path, f"{made / 'p.h5'}:/run/p", "--keep", "x > 1", "--copy-rest",
                ranks=(1, 3))
    with h5py.File(made / "p.h5") as before, h5py.File(out) as after:
        kept = before["run/p/x"][:] > 1
        assert after["notes"][()] == before["notes"][()] and after["count"][()] == 5000
        assert after.get("alias", getlink=True).path == "/run/p/x"
        assert after.get("elsewhere", getlink=True).filename == "other.h5"
        np.testing.assert_array_equal(after["alias"][:], before["run/p/x"][:][kept])
        np.testing.assert_array_equal(after["same"][:], before["run/p/id"][:][kept])
        assert after["same"] == after["run/p/id"]
    result = run(made / "p.h5", "--keep", "x > 1", "--copy-rest", cwd=tmp_path)
    assert result.code == 64 and result.err.startswith(
        "prune-mpi: '--copy-rest' is given, but no HDF5 file to write to\n")


def test_netcdf(made, tmp_path):
    """A dimension that is pruned too keeps its values; one without values its new length."""
    out = prune(tmp_path, f"{made / 'w.nc'}:/wind", "--axis", 0, "--keep", "max(x) > 10",
                output="out.nc", ranks=(1, 3))
    with netCDF4.Dataset(made / "w.nc") as before, netCDF4.Dataset(out) as after:
        wind = before["wind"][:]
        kept = np.asarray(wind.max(axis=1) > 10)
        np.testing.assert_array_equal(after["wind"][:], wind[kept])
        assert after["wind"].units == "m/s" and after.title == "weather"
        assert after["wind"].dimensions[1] == "station"
        np.testing.assert_array_equal(after["station"][:], [10, 20, 30, 40])
    report = (out.parent / "r.json").read_text()
    assert "/time, values along the pruned axis, was left out" in report
    rest = prune(tmp_path, f"{made / 'w.nc'}:/wind", "--axis", 0, "--keep", "max(x) > 10",
                 "--copy-rest", output="rest.nc", ranks=(1, 3))
    with netCDF4.Dataset(made / "w.nc") as before, netCDF4.Dataset(rest) as after:
        assert after["wind"].shape == (kept.sum(), 4) and after["wave"].shape == (900, 3)
        assert after["wind"].dimensions == ("time", "station")
        assert after["wave"].dimensions == ("time_unpruned", "bare")
        np.testing.assert_array_equal(after["time_unpruned"][:], before["time"][:])
        np.testing.assert_array_equal(after["line/b"][:], before["line/b"][:])
    fields = [f"--field={name}={made / 'w.nc'}:/{name}" for name in ("time", "wind", "wave")]
    out = prune(tmp_path, *fields, "--keep", "max(wind) > 10", output="all.nc", ranks=(1, 3))
    with netCDF4.Dataset(made / "w.nc") as before, netCDF4.Dataset(out) as after:
        np.testing.assert_array_equal(after["time"][:], before["time"][:][kept])
        np.testing.assert_array_equal(after["wave"][:], before["wave"][:][kept])
        assert after["wind"].dimensions == ("time", "station")
        assert after["wave"].dimensions == ("time", "bare")
        assert after["time"].units == before["time"].units
        assert len(after.dimensions["time"]) == kept.sum()
    out = prune(tmp_path, f"{made / 'w.nc'}:/line", "--keep", "a > 1", output="line.nc",
                ranks=(1, 3))
    with netCDF4.Dataset(made / "w.nc") as before, netCDF4.Dataset(out) as after:
        a, b = before["line/a"][:], before["line/b"][:]
        np.testing.assert_array_equal(after["line/b"][:], b[a > 1])
        assert after["line/a"].dimensions == ("point",)
    if shutil.which("ncdump"):
        for name in ("out.nc", "rest.nc", "all.nc", "line.nc"):
            subprocess.run(["ncdump", "-h", out.parent / name], check=True, capture_output=True)


def test_inspect_shows_the_tree(made, tmp_path):
    page = succeed("inspect", made / "p.h5", ranks=2, cwd=tmp_path).out
    for line in [
        "  @title 'particles'\n", "    p/  5,000 records of h, id, ok, t, x\n",
        "      id  uint16, little-endian, shape (5000,), chunks (777,), shuffle, deflate 4\n",
        "      ok  bool, shape (5000,), chunks (1000,), fletcher32\n",
        "      x  float32, big-endian, shape (5000,), contiguous\n        @list ['a', 'bcd']\n",
        "  alias  -> /run/p/x\n", "  same  -> /run/p/id\n", "  elsewhere  -> another file\n",
        "  notes  strings, not to be pruned, shape (), contiguous\n",
    ]:
        assert line in page, (line, page)


@pytest.mark.parametrize("text, code, words", [
    ("p.h5:/run/q", 66, "p.h5: holds no '/run/q'\ntry: p.h5:/run/p\n"),
    ("p.h5:/run/p/x/y", 66, "p.h5: holds no '/run/p/x/y'"),
    ("p.h5:/run", 65, "p.h5: group '/run' holds no dataset that can be pruned"),
    ("nowhere.h5:/x", 66, "nowhere.h5: no such file"),
    ("a.h5", 64, "a.h5: holds several things to prune, and none is named\ntry: a.h5:/compact, "
     "a.h5:/cube, a.h5:/empty, a.h5:/packed, a.h5:/table, a.h5:/unwritten, a.h5:/z"),
    ("a.h5:/text", 65, "a.h5: dataset '/text' holds strings, which cannot be pruned"),
    ("a.h5:/references", 65, "a.h5: dataset '/references' holds references, which cannot be pruned"),
    ("a.h5:/ragged", 65,
     "a.h5: dataset '/ragged' holds lists of variable length, which cannot be pruned"),
    ("a.h5:/opaque", 65, "a.h5: dataset '/opaque' holds opaque bytes, which cannot be pruned"),
    ("a.h5:/", 65, "a.h5: dataset '/cube' holds 60 records, but '/compact' holds 20\n"
     "try: --field NAME=a.h5:/compact for each of those that belong together"),
    ("n.npy:/x", 66, "n.npy: not an HDF5 file, so it holds no '/x'"),
    ("lzf.h5", 65, "lzf.h5: dataset '/x' is compressed with filter 32000 (lzf), which the HDF5 "
     "library here cannot decode\ntry: h5repack -f GZIP=4 on a machine that can"),
])
def test_what_cannot_be_read(text, code, words, made):
    np.save(made / "n.npy", np.zeros(3))
    with h5py.File(made / "lzf.h5", "w") as file:
        file.create_dataset("x", data=np.zeros(100), compression="lzf")
    for ranks in (1, 3):
        result = run(text, "--keep", "x > 0", ranks=ranks, cwd=made)
        assert result.code == code and result.err.startswith(f"prune-mpi: {words}"), str(result)
        assert len(result.err.splitlines()) <= 2


def test_inputs_are_never_replaced(made, tmp_path):
    shutil.copy(made / "p.h5", tmp_path / "p.h5")
    before = (tmp_path / "p.h5").read_bytes()
    for output in ("p.h5", "./p.h5:/q"):
        result = run("p.h5:/run/p", "--keep", "x > 1", "-o", output, "--force", ranks=2,
                     cwd=tmp_path)
        assert result.code == 73 and "is the same file as the input" in result.err, str(result)
    assert (tmp_path / "p.h5").read_bytes() == before
    assert files_below(tmp_path) == ["p.h5"]


def test_full_disk_leaves_nothing(made, tmp_path, fault_library):
    env = {"LD_PRELOAD": fault_library, "FAULT_CALL": "fallocate", "FAULT_PATH": "out.h5",
           "FAULT_DO": errno.ENOSPC}
    for ranks, flags in [(1, []), (3, ["--shards", 2])]:
        result = run(f"{made / 'p.h5'}:/run/p", "--keep", "t >= 0", "-o", "out.h5", *flags,
                     ranks=ranks, cwd=tmp_path, env={k: str(v) for k, v in env.items()})
        assert result.code == 74 and re.fullmatch(
            r"prune-mpi: out\.(part-00000-of-00002\.)?h5: no space left: \d+ bytes needed, \d+ "
            r"available\n", result.err), str(result)
        assert files_below(tmp_path) == []


def test_a_rank_that_cannot_write_ends_all(made, tmp_path, fault_library):
    env = {"LD_PRELOAD": fault_library, "FAULT_CALL": "pwrite", "FAULT_PATH": "out.h5",
           "FAULT_DO": errno.EIO, "FAULT_RANK": 1, "FAULT_MIN": 100}
    result = run(f"{made / 'p.h5'}:/run/p", "--keep", "t >= 0", "-o", "out.h5", ranks=3,
                 cwd=tmp_path, env={k: str(v) for k, v in env.items()})
    assert result.code == 74, str(result)
    assert result.err == "prune-mpi: rank 1: out.h5: writing failed: input/output error\n"
    assert files_below(tmp_path) == []


def test_two_runs_into_one_output(made, tmp_path):
    """Without --force exactly one of them gets the name."""
    command = (f"{made / 'p.h5'}:/run/p", "--keep", "t >= 0", "-o", "out.h5", "--quiet")
    ended = in_parallel(lambda _: run(*command, ranks=1, cwd=tmp_path), range(2))
    assert sorted(result.code for result in ended) == [0, 73]
    assert files_below(tmp_path) == ["out.h5"]
