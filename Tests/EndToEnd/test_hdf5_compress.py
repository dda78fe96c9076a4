"""HDF5 outputs whose parts are compressed; against h5py."""

import errno

import h5py
import netCDF4
import numpy as np
import pytest
from harness import files_below, in_parallel, run, succeed
from hdf5_files import arrays, particles, weather

NAMES = ("h", "id", "ok", "t", "x")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("compress")
    particles(folder / "p.h5")
    arrays(folder / "a.h5")
    weather(folder / "w.nc")
    return folder


def part(number, count, suffix="h5"):
    return f"out.part-{number:05}-of-{count:05}.{suffix}"


def compressed(folder, *arguments, shards=3, output="out.h5", ranks=(1, 2, 5)):
    """The output, whose files are the same bytes on any number of ranks."""
    def one(count):
        place = folder / f"ranks-{count}"
        place.mkdir()
        succeed(*arguments, "-o", output, "--shards", shards, "--compress", "--report", "r.json",
                "--quiet", ranks=count, cwd=place)
        checked = succeed("verify", output, "--report", "r.json", cwd=place)
        assert "as reported" in checked.out
        return {name: (place / name).read_bytes() for name in files_below(place)
                if name != "r.json"}

    written = in_parallel(one, ranks)
    assert all(other == written[0] for other in written[1:])
    suffix = output.split(".")[-1]
    assert sorted(written[0]) == sorted(
        [output, *(part(number, shards, suffix) for number in range(shards))])
    return folder / f"ranks-{ranks[0]}" / output


def test_fields(made, tmp_path):
    out = compressed(tmp_path, f"{made / 'p.h5'}:/run/p", "--keep", "x > 0")
    with h5py.File(made / "p.h5") as before, h5py.File(out) as after:
        kept = before["run/p/x"][:] > 0
        for name in NAMES:
            wanted, got = before["run/p"][name], after["run/p"][name]
            assert got.is_virtual and got.dtype == wanted.dtype
            np.testing.assert_array_equal(got[:], wanted[:][kept])
            assert got.attrs.keys() == wanted.attrs.keys()
    with h5py.File(out.parent / part(1, 3)) as file:
        for name in NAMES:
            dataset = file["run/p"][name]
            assert dataset.chunks == dataset.shape and dataset.compression == "gzip"
            assert dataset.shuffle == (name != "ok")
        assert file["run/p"].attrs["time"] == 1.5


def test_one_dataset_each(made, tmp_path):
    """Compound, several axes, big-endian; more parts than survivors, and no survivors."""
    with h5py.File(made / "a.h5") as file:
        cube, table = file["cube"][:], file["table"][:]
    cases = [
        ("cube", ["--axis", 0, "--keep", "max(x) > 990"], cube[cube.max(axis=(1, 2)) > 990], 3),
        ("table", ["--keep", "a > 0"], table[table["a"] > 0], 2),
        ("table", ["--keep", "i < 3"], table[:3], 7),
        ("cube", ["--axis", 0, "--keep", "max(x) < 0"], cube[:0], 2),
    ]
    for number, (name, flags, wanted, shards) in enumerate(cases):
        folder = tmp_path / str(number)
        folder.mkdir()
        out = compressed(folder, f"{made / 'a.h5'}:/{name}", *flags, shards=shards, ranks=(1, 3))
        with h5py.File(out) as file:
            assert file[name].dtype == wanted.dtype
            np.testing.assert_array_equal(file[name][:], wanted)


def test_chunks_of_a_mebibyte(tmp_path):
    """Many chunks, the last one filled up; rows wider than a chunk; what deflate cannot shorten."""
    generator = np.random.default_rng(4)
    data = {
        "long": np.arange(700_001, dtype="<i4"),
        "noise": generator.integers(0, 256, 3 << 20).astype("u1"),
        "noisy": generator.integers(0, 1 << 62, 300_000).astype("<i8"),
        "wide": np.repeat(np.arange(7.0), 200_000).reshape(7, 200_000),
    }
    wanted = {"long": (1 << 18,), "noise": (1 << 20,), "noisy": (1 << 17,), "wide": (1, 200_000)}
    for name, values in data.items():
        folder = tmp_path / name
        folder.mkdir()
        np.save(folder / "in.npy", values)
        rows = ["--axis", 0] if values.ndim > 1 else []
        out = compressed(folder, folder / "in.npy", *rows, "--every", 1, shards=2, ranks=(1, 3))
        with h5py.File(out) as file:
            np.testing.assert_array_equal(file["x"][:], values)
        with h5py.File(out.parent / part(0, 2)) as file:
            dataset = file["x"]
            assert dataset.chunks == wanted[name]
            chunk = dataset.id.get_chunk_info(0)
            # What does not get shorter is stored without the last filter.
            assert chunk.filter_mask == {"noise": 1, "noisy": 2}.get(name, 0) or name == "noisy"
            assert dataset.id.get_storage_size() <= dataset.id.get_num_chunks() * (
                np.prod(dataset.chunks) * dataset.dtype.itemsize)
        # And we read it, the parts by ourselves and all of it through the library.
        succeed(f"{out.parent / part(0, 2)}:/x", f"{out.parent / part(1, 2)}:/x", *rows,
                "--every", 1, "-o", "parts.npy", "--quiet", ranks=2, cwd=folder)
        np.testing.assert_array_equal(np.load(folder / "parts.npy"), values)
        succeed(out, *rows, "--every", 1, "-o", "whole.npy", "--quiet", ranks=2, cwd=folder)
        np.testing.assert_array_equal(np.load(folder / "whole.npy"), values)


def test_netcdf(made, tmp_path):
    out = compressed(tmp_path, f"{made / 'w.nc'}:/wind", "--axis", 0, "--every", 2,
                     output="out.nc", shards=2)
    with netCDF4.Dataset(made / "w.nc") as before:
        wind = before["wind"][::2]
    with h5py.File(out) as after:
        np.testing.assert_array_equal(after["wind"][:], wind)
    with netCDF4.Dataset(out.parent / part(0, 2, "nc")) as file:
        np.testing.assert_array_equal(file["wind"][:], wind[:len(wind) // 2])
        assert file["wind"].units == "m/s" and file["wind"].filters()["zlib"]


def test_only_parts_of_hdf5_files(made, tmp_path):
    np.save(tmp_path / "a.npy", np.arange(9))
    for output in ("o", "o.npy", "o.zarr"):
        result = run("a.npy", "--keep", "x > 3", "-o", output, "--shards", 2, "--compress",
                     ranks=2, cwd=tmp_path)
        assert result.code == 64 and result.err == (
            f"prune-mpi: {output}: '--compress' is for the parts of an HDF5 file, which this is "
            "not\ntry: a name that ends in .h5\n"), str(result)
    (tmp_path / "a.csv").write_text("v\n1\n")
    result = run("a.csv", "--keep", "v > 3", "-o", "o.h5", "--shards", 2, "--compress", cwd=tmp_path)
    assert result.code == 64
    result = run("a.npy", "--keep", "x > 3", "-o", "o.h5", "--compress", cwd=tmp_path)
    assert result.code == 64 and result.err.startswith(
        "prune-mpi: '--compress' is given without '--shards', whose files it compresses\n")
    assert files_below(tmp_path) == ["a.csv", "a.npy"]


def test_failures_leave_nothing(made, tmp_path, fault_library):
    """No room for the plain files; no room while packing, on one rank of three."""
    def fault(call, **more):
        return {"LD_PRELOAD": fault_library, "FAULT_CALL": call, "FAULT_PATH": "out",
                **{f"FAULT_{name.upper()}": str(value) for name, value in more.items()}}

    command = (f"{made / 'p.h5'}:/run/p", "--keep", "t >= 0", "-o", "out.h5", "--shards", 4,
               "--compress")
    result = run(*command, ranks=3, cwd=tmp_path, env=fault("fallocate", do=errno.ENOSPC))
    assert result.code == 74 and result.err.startswith(
        "prune-mpi: out.part-00000-of-00004.h5: no space left: "), str(result)
    assert files_below(tmp_path) == []
    result = run(*command, ranks=3, cwd=tmp_path,
                 env=fault("pwrite", do=errno.ENOSPC, rank=1, min=100))
    assert result.code in (73, 74) and len(result.err.splitlines()) == 1, str(result)
    assert result.err.startswith("prune-mpi: rank 1: out.part-0000"), str(result)
    assert files_below(tmp_path) == []
