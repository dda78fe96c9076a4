"""The same wind in every format, pruned by the same expression, with plenty of memory and with 8 MiB a
rank: the same records everywhere, and the same bytes of each format."""

import hashlib

import h5py
import netCDF4
import numpy as np
import pytest
import zarr
from harness import files_below, succeed

COUNT = 400_000
KEEP = "sqrt(u**2 + v**2) > 30 and latitude > 0"
FIELDS = ("latitude", "u", "v")
WAYS = {"plenty": [], "8 MiB": ["--memory", "8MiB", "--scratch", "."]}


@pytest.fixture(scope="module")
def wind():
    generator = np.random.default_rng(11)
    return {
        "latitude": np.linspace(-90, 90, COUNT).astype("f4"),
        "u": (20 * generator.standard_normal(COUNT)).astype("f4"),
        "v": (20 * generator.standard_normal(COUNT)).astype("f4"),
    }


@pytest.fixture(scope="module")
def kept(wind):
    chosen = (np.sqrt(wind["u"] ** 2 + wind["v"] ** 2) > 30) & (wind["latitude"] > 0)
    assert 1 << 15 < chosen.sum() < COUNT // 4
    return {name: values[chosen] for name, values in wind.items()}


def digests(place):
    return {
        name: hashlib.sha256((place / name).read_bytes()).hexdigest()
        for name in files_below(place)
        if not name.startswith("in")
    }


def prune(folder, arguments, output):
    """The folder in which the output is; both ways write the same bytes."""
    for way, limit in WAYS.items():
        place = folder / way
        place.mkdir()
        succeed(*arguments, "--keep", KEEP, "-o", output, *limit, "-q", ranks=4, cwd=place)
    plenty, scarce = (digests(folder / way) for way in WAYS)
    assert plenty and plenty == scarce
    return folder / "8 MiB"


def write_hdf5(path, wind):
    with h5py.File(path, "w") as file:
        file.attrs["history"] = "made for a test"
        group = file.create_group("wind")
        group.attrs["height"] = 10.0
        for name in ("u", "v"):
            group.create_dataset(name, data=wind[name])
            group[name].attrs["units"] = "m/s"
        group.create_dataset(
            "latitude", data=wind["latitude"], chunks=(30_000,), compression="gzip")


def test_hdf5(wind, kept, tmp_path):
    write_hdf5(tmp_path / "in.h5", wind)
    place = prune(tmp_path, [f"{tmp_path}/in.h5:/wind"], "jet.h5")
    with h5py.File(place / "jet.h5") as file:
        assert file.attrs["history"] == "made for a test"
        assert file["wind"].attrs["height"] == 10.0
        assert sorted(file["wind"]) == sorted(FIELDS)
        for name in FIELDS:
            np.testing.assert_array_equal(file["wind"][name][:], kept[name])
        assert file["wind/u"].attrs["units"] == "m/s"


def test_netcdf(wind, kept, tmp_path):
    with netCDF4.Dataset(tmp_path / "in.nc", "w") as file:
        file.createDimension("place", COUNT)
        for name in FIELDS:
            variable = file.createVariable(name, "f4", ("place",), zlib=name == "latitude")
            variable[:] = wind[name]
            variable.units = "degrees" if name == "latitude" else "m/s"
    place = prune(tmp_path, [f"{tmp_path}/in.nc:/"], "jet.nc")
    with netCDF4.Dataset(place / "jet.nc") as file:
        for name in FIELDS:
            np.testing.assert_array_equal(file[name][:], kept[name])
        assert file["u"].units == "m/s" and len(file.dimensions["place"]) == len(kept["u"])


def test_csv(wind, kept, tmp_path):
    # The shortest texts that are these numbers; a column that no expression knows stays as it is.
    rows = zip(*(wind[name].tolist() for name in FIELDS))
    text = [f'{a!r},{b!r},"at {index}, {c!r}",{c!r}' for index, (a, b, c) in enumerate(rows)]
    (tmp_path / "in.csv").write_text("latitude,u,note,v\n" + "\n".join(text) + "\n")
    # Text is read as float64, in which the sums are others.
    u, v, latitude = (wind[name].astype("f8") for name in ("u", "v", "latitude"))
    chosen = (np.sqrt(u**2 + v**2) > 30) & (latitude > 0)
    place = prune(tmp_path, [f"{tmp_path}/in.csv"], "jet.csv")
    expected = ["latitude,u,note,v", *(line for line, stays in zip(text, chosen) if stays), ""]
    assert (place / "jet.csv").read_text() == "\n".join(expected)
    assert abs(int(chosen.sum()) - len(kept["u"])) < 10


@pytest.mark.parametrize("version", [2, 3])
def test_zarr(version, wind, kept, tmp_path):
    group = zarr.open_group(str(tmp_path / "in.zarr"), mode="w", zarr_format=version)
    for name in FIELDS:
        array = group.create_array(name, shape=(COUNT,), chunks=(30_000,), dtype="f4")
        array[:] = wind[name]
    place = prune(tmp_path, [f"{tmp_path}/in.zarr"], "jet.zarr")
    out = zarr.open_group(str(place / "jet.zarr"), mode="r")
    assert out.metadata.zarr_format == version
    for name in FIELDS:
        np.testing.assert_array_equal(out[name][:], kept[name])


def test_folder_of_shards(wind, kept, tmp_path):
    records = np.empty(COUNT, dtype=[(name, "f4") for name in FIELDS])
    for name in FIELDS:
        records[name] = wind[name]
    (tmp_path / "in").mkdir()
    # Unequal ones, one of them empty, in natural order.
    ends = [0, 7, 50_000, 50_000, 170_000, *range(200_000, COUNT, 25_000), COUNT]
    for number, (start, end) in enumerate(zip(ends, ends[1:])):
        np.save(tmp_path / "in" / f"part-{number}.npy", records[start:end])
    place = prune(tmp_path, [f"{tmp_path}/in"], "jet.npy")
    found = np.load(place / "jet.npy")
    for name in FIELDS:
        np.testing.assert_array_equal(found[name], kept[name])


def test_npz(wind, kept, tmp_path):
    np.savez_compressed(tmp_path / "in.npz", **wind)
    place = prune(tmp_path, [f"{tmp_path}/in.npz"], "jet")
    for name in FIELDS:
        np.testing.assert_array_equal(np.load(place / "jet" / f"{name}.npy"), kept[name])
