"""HDF5 and NetCDF-4 files for the tests, made with h5py and netCDF4 from a seed."""

import h5py
import netCDF4
import numpy as np

COUNT = 5000


def particles(path, count=COUNT, seed=3):
    """Groups whose datasets are fields, kept in every way there is; attributes on all levels."""
    generator = np.random.default_rng(seed)
    with h5py.File(path, "w") as file:
        file.attrs["title"] = "particles"
        file.attrs["version"] = np.array([1, 2], "<i4")
        group = file.create_group("run/p", track_order=False)
        file["run"].attrs["code"] = np.bytes_("x")
        group.attrs["time"] = 1.5
        group["x"] = generator.normal(0, 1, count).astype(">f4")
        group["x"].attrs["units"] = "m"
        group["x"].attrs.create("list", ["a", "bcd"], dtype=h5py.string_dtype())
        group.create_dataset(
            "id", data=generator.integers(0, 100, count).astype("<u2"), chunks=(min(777, count),),
            compression="gzip", shuffle=True)
        group.create_dataset(
            "ok", data=generator.integers(0, 2, count).astype(bool), chunks=(min(1000, count),),
            fletcher32=True)
        group.create_dataset(
            "h", data=generator.normal(0, 1, (count, 3)).astype("<f2"), chunks=(500, 2),
            compression="gzip")
        group.create_dataset("t", data=np.arange(count, dtype="<i8"), maxshape=(None,),
                             chunks=(777,))
        file["count"] = np.int32(count)
        file["notes"] = "a text"
        file["alias"] = h5py.SoftLink("/run/p/x")
        file["same"] = file["run/p/id"]
        file["elsewhere"] = h5py.ExternalLink("other.h5", "/x")
    return path


def arrays(path, seed=5):
    """Datasets by themselves: compound, more axes than one, small, unwritten, empty."""
    generator = np.random.default_rng(seed)
    dtype = np.dtype([("a", "<i4"), ("b", ">f8"), ("c", "<f4", (2,)), ("d", "?")], align=True)
    table = np.zeros(400, dtype)
    table["a"] = generator.integers(-50, 50, 400)
    table["b"] = generator.normal(0, 1, 400)
    table["c"] = generator.normal(0, 1, (400, 2))
    table["d"] = generator.integers(0, 2, 400)
    with h5py.File(path, "w", libver=("v110", "v110")) as file:
        file["table"] = table
        file.create_dataset("packed", data=table, chunks=(64,), compression="gzip")
        cube = generator.integers(0, 1000, (60, 7, 5)).astype("<i8")
        file.create_dataset("cube", data=cube, chunks=(11, 3, 2), compression="gzip")
        file.create_dataset("unwritten", (300,), "<f8", fillvalue=7.0)
        file.create_dataset("empty", (0,), "<f4")
        file["z"] = generator.normal(0, 1, 50) + 1j
        compact = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
        compact.set_layout(h5py.h5d.COMPACT)
        space = h5py.h5s.create_simple((20,))
        dataset = h5py.h5d.create(file.id, b"compact", h5py.h5t.NATIVE_INT32, space, compact)
        dataset.write(h5py.h5s.ALL, h5py.h5s.ALL, np.arange(20, dtype="i4"))
        for name, data in {
            "text": np.array([b"ab", b"cde"]), "references": None, "ragged": None,
            "opaque": np.array([b"ab"], "V2"),
        }.items():
            if name == "references":
                file.create_dataset(name, data=[file["z"].ref], dtype=h5py.ref_dtype)
            elif name == "ragged":
                ragged = file.create_dataset(name, (2,), h5py.vlen_dtype("<i4"))
                ragged[0] = [1, 2]
            else:
                file[name] = data
    return path


def weather(path, count=900, seed=7):
    """NetCDF-4: an unlimited dimension with values, others with and without."""
    generator = np.random.default_rng(seed)
    with netCDF4.Dataset(path, "w") as file:
        file.title = "weather"
        file.createDimension("time", None)
        file.createDimension("station", 4)
        file.createDimension("bare", 3)
        time = file.createVariable("time", "f8", ("time",), chunksizes=(128,))
        time.units = "hours since 2000-01-01"
        time[:] = np.arange(count) * 0.5
        station = file.createVariable("station", "i4", ("station",))
        station[:] = [10, 20, 30, 40]
        station.long_name = "number"
        wind = file.createVariable("wind", "f4", ("time", "station"), zlib=True,
                                   chunksizes=(128, 4), fill_value=-1)
        wind.units = "m/s"
        wind[:] = generator.normal(5, 3, (count, 4))
        wave = file.createVariable("wave", "f4", ("time", "bare"))
        wave[:] = generator.normal(0, 1, (count, 3))
        line = file.createGroup("line")
        line.createDimension("point", count)
        for name in ("a", "b"):
            line.createVariable(name, "f4", ("point",))[:] = generator.normal(0, 1, count)
    return path
