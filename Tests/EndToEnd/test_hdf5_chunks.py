"""Chunks that the program unpacks itself: every shape, type and filter, against h5py."""

import zlib

import h5py
import numpy as np
import pytest
from harness import run, succeed

# Format 1.10 finds chunks by other indices than the earliest one, by a kind for each shape.
VERSIONS = {"earliest": ("earliest", "v110"), "v110": ("v110", "v110")}
TABLE = np.dtype([("a", "<i4"), ("b", ">f8"), ("c", "<u2")])


def values(dtype, shape, seed=2):
    generator = np.random.default_rng(seed)
    if np.dtype(dtype).names:
        table = np.zeros(shape, dtype)
        for name in table.dtype.names:
            table[name] = generator.integers(0, 99, shape)
        return table
    return generator.integers(0, 99, shape).astype(dtype)


def kept_as_read(source, wanted, tmp_path, name="x", counts=(1, 3)):
    """Every record comes back, in its place, on one rank and on three."""
    rows = ["--axis", 0] if wanted.ndim > 1 else []
    for ranks in counts:
        succeed(f"{source}:/{name}", *rows, "--every", 1, "-o", "out.npy", "--force", "--quiet",
                ranks=ranks, cwd=tmp_path)
        got = np.load(tmp_path / "out.npy")
        assert got.dtype == wanted.dtype
        np.testing.assert_array_equal(got, wanted)


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("dtype", ["<f8", ">f8", "<f4", ">i2", "<f2", "i1", "?", TABLE], ids=str)
def test_types(dtype, version, tmp_path):
    data = values(dtype, 5003)
    with h5py.File(tmp_path / "in.h5", "w", libver=VERSIONS[version]) as file:
        for number, filters in enumerate([
            {"compression": 1}, {"shuffle": True}, {"compression": 9, "shuffle": True},
            {"compression": 1, "shuffle": True, "fletcher32": True}, {"fletcher32": True},
        ]):
            file.create_dataset(str(number), data=data, chunks=(700,), **filters)
    for number in range(5):
        kept_as_read("in.h5", data, tmp_path, str(number), counts=(3,))


@pytest.mark.parametrize("shape, chunk, most", [
    ((50, 7, 5), (11, 3, 2), None),
    ((50, 7, 5), (11, 7, 5), None),
    ((50, 7, 5), (50, 7, 5), None),
    ((50, 6), (64, 8), (None, None)),
    ((50, 6), (7, 8), (None, 90)),
    ((1, 900), (1, 77), (None, 900)),
    ((3,), (1,), None),
    ((0, 4), (2, 2), (None, 4)),
])
@pytest.mark.parametrize("version", VERSIONS)
def test_shapes(shape, chunk, most, version, tmp_path):
    data = values("<i8", shape)
    with h5py.File(tmp_path / "in.h5", "w", libver=VERSIONS[version]) as file:
        file.create_dataset("x", data=data, chunks=chunk, maxshape=most, compression=4, shuffle=True)
    kept_as_read("in.h5", data, tmp_path)


def test_chunks_that_were_never_written(tmp_path):
    data = np.full((40, 6), 7.0)
    data[10:20, 3:] = values("<f8", (10, 3))
    data[30:] = values("<f8", (10, 6))
    with h5py.File(tmp_path / "in.h5", "w") as file:
        x = file.create_dataset("x", (40, 6), "<f8", chunks=(10, 3), fillvalue=7, compression=4,
                                shuffle=True)
        x[10:20, 3:] = data[10:20, 3:]
        x[30:] = data[30:]
        assert x.id.get_num_chunks() == 3
    kept_as_read("in.h5", data, tmp_path)


def shuffled(block):
    return np.frombuffer(block.tobytes(), "u1").reshape(len(block), -1).T.tobytes()


def packed(tmp_path, blocks, shape=(300,)):
    """A file whose chunks are these bytes, each with its filter mask."""
    with h5py.File(tmp_path / "in.h5", "w") as file:
        x = file.create_dataset("x", shape, "<f8", chunks=(100, *shape[1:]), compression=4,
                                shuffle=True)
        for number, (mask, block) in enumerate(blocks):
            x.id.write_direct_chunk((100 * number, *(0 for _ in shape[1:])), block, mask)


def test_chunks_without_some_filters(tmp_path):
    """A bit of a chunk's mask says that a filter was left out: bit 0 is the shuffle's."""
    data = values("<f8", 300)
    one, two, three = data[:100], data[100:200], data[200:]
    for masks in ((0, 1, 2), (3, 0, 1), (2, 3, 3)):
        blocks = []
        for mask, block in zip(masks, (one, two, three), strict=True):
            block = block.tobytes() if mask & 1 else shuffled(block)
            blocks.append((mask, block if mask & 2 else zlib.compress(block)))
        packed(tmp_path, blocks)
        with h5py.File(tmp_path / "in.h5") as file:
            np.testing.assert_array_equal(file["x"][:], data)
        kept_as_read("in.h5", data, tmp_path)


def test_bytes_behind_the_data_are_left_alone(tmp_path):
    """As h5py and the library underneath leave them."""
    data = values("<f8", 300)
    packed(tmp_path, [(0, zlib.compress(shuffled(part)) + b"more")
                      for part in (data[:100], data[100:200], data[200:])])
    kept_as_read("in.h5", data, tmp_path)


GOOD = zlib.compress(bytes(800))


@pytest.mark.parametrize("block, words", [
    ((0, b"no deflate"), "is damaged, its bytes do not inflate"),
    ((0, GOOD[:-1]), "is damaged, its bytes do not inflate"),
    ((0, GOOD[:-1] + b"!"), "is damaged, its bytes do not inflate"),
    ((0, zlib.compress(bytes(792))), "is damaged, it needs 800 bytes and holds 792"),
    ((0, zlib.compress(bytes(1 << 22))), "is damaged, it needs 800 bytes and holds more"),
    ((2, bytes(100)), "is damaged, it needs 800 bytes and holds 100"),
    ((0, bytes(200_000)), "has 200000 bytes, deflated it would have at most 66436"),
])
def test_damaged_chunk(block, words, tmp_path):
    packed(tmp_path, [(0, GOOD), block, (0, GOOD)], (300, 1))
    for ranks in (1, 3):
        result = run("in.h5:/x", "--keep", "x > 0", "-o", "out.npy", ranks=ranks, cwd=tmp_path)
        rank = result.err.split("in.h5:")[0]
        assert result.code == 65 and result.err == (
            f"{rank}in.h5: dataset '/x': the chunk at [100, 0] {words}\n"), str(result)
        assert rank.startswith("prune-mpi: ") and not (tmp_path / "out.npy").exists()
