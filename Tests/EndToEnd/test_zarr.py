"""Zarr directories of versions 2 and 3 as inputs: every codec and key encoding, whole, joined, as
fields, wrong and hostile; against the zarr library and NumPy."""

import json
import random
import shutil

import numcodecs
import numpy as np
import pytest
import zarr
import zarr.codecs
from harness import files_below, in_parallel, npy_bytes, run, succeed

RANKS = [1, 2, 3, 8]
V2 = {
    "plain": None,
    "zlib": numcodecs.Zlib(1),
    "gzip": numcodecs.GZip(5),
    "zstd": numcodecs.Zstd(3, checksum=True),
    **{f"blosc-{name}": numcodecs.Blosc(name, 5, shuffle)
       for name, shuffle in [("lz4", 1), ("zstd", 2), ("zlib", 0), ("blosclz", 1), ("lz4hc", 1)]},
}
V3 = {
    "plain": None,
    "gzip": zarr.codecs.GzipCodec(level=4),
    "zstd": zarr.codecs.ZstdCodec(level=2, checksum=True),
    "blosc": zarr.codecs.BloscCodec(cname="zstd", shuffle="bitshuffle"),
}
WAYS = {**{f"2-{name}": (2, codec) for name, codec in V2.items()},
        **{f"3-{name}": (3, codec) for name, codec in V3.items()}}


def write(path, array, chunks, version=2, codec=None, **options):
    """Writes an array with the zarr library; `keys` is its chunk key encoding."""
    if version == 3 and array.dtype.byteorder == ">":
        options["serializer"] = zarr.codecs.BytesCodec(endian="big")
        array = array.astype(array.dtype.newbyteorder("<"))
    made = zarr.create_array(
        path, shape=array.shape, dtype=array.dtype, chunks=chunks, zarr_format=version,
        compressors=codec, **options)
    made[...] = array
    return made


def numbers(shape, dtype="f8", seed=0):
    generator = np.random.default_rng(seed)
    return generator.normal(0, 9, shape).round(1).astype(dtype)


def pruned(cwd, *arguments, ranks):
    """The same output of every number of ranks, as an array."""
    def one(count):
        out = f"out-{arguments[0].strip('/*')}-{len(arguments)}-{count}.npy"
        succeed(*arguments, "-o", out, "-q", ranks=count, cwd=cwd)
        return (cwd / out).read_bytes()

    found = in_parallel(one, ranks)
    assert len(set(found)) == 1
    return found[0]


def test_codecs(tmp_path):
    array = numbers(10_000, "f4")
    for way, (version, codec) in WAYS.items():
        write(tmp_path / f"{way}.zarr", array, (777,), version, codec)

    def one(case):
        way, ranks = case
        return way, pruned(tmp_path, f"{way}.zarr", "--keep", "x > 3", ranks=[ranks])

    cases = [(way, None) for way in WAYS] + [("2-zlib", 3), ("2-plain", 2), ("3-blosc", 8)]
    for way, found in in_parallel(one, cases):
        assert found == npy_bytes(array[array > 3]), way


SHAPES = [
    ((60, 7), (13, 7), 2, {}), ((60, 7), (13, 3), 3, {}), ((9, 8, 10), (2, 3, 4), 2, {}),
    ((9, 8, 10), (2, 8, 4), 3, {}), ((9, 8, 10), (20, 3, 10), 2, {}), ((40,), (1,), 3, {}),
    ((60, 7), (13, 3), 2, {"chunk_key_encoding": {"name": "v2", "separator": "/"}}),
    ((60, 7), (13, 3), 3, {"chunk_key_encoding": {"name": "v2", "separator": "."}}),
    ((60, 7), (13, 3), 3, {"chunk_key_encoding": {"name": "default", "separator": "."}}),
    ((1,), (5,), 2, {}), ((0,), (5,), 2, {}), ((4, 0), (2, 1), 3, {}),
]


@pytest.mark.parametrize("packed", [False, True])
def test_shapes(packed, tmp_path):
    def one(number):
        shape, chunks, version, options = SHAPES[number]
        name = f"{number}.zarr"
        array = numbers(shape, "i4", number)
        codec = (V2 if version == 2 else V3)["zstd"] if packed else None
        write(tmp_path / name, array, chunks, version, codec, **options)
        ranks = [None, 3] if number % 3 == 1 else [None]
        entries = array.reshape(-1)
        found = pruned(tmp_path, name, "--keep", "x > 2", ranks=ranks)
        assert found == npy_bytes(entries[entries > 2]), name
        if len(shape) > 1 and array.size:
            rows = array[(array > 8).any(axis=tuple(range(1, array.ndim)))]
            found = pruned(tmp_path, name + "/", "--axis", "0", "--keep", "any(x > 8)", ranks=ranks)
            assert found == npy_bytes(rows), name

    in_parallel(one, range(len(SHAPES)))


TYPES = ["?", "i1", "u1", "<i2", ">u2", ">i4", "<u4", ">i8", "<u8", "<f2", ">f2", ">f4", ">f8"]


@pytest.mark.parametrize("version", [2, 3])
def test_types_and_fills(version, tmp_path):
    """Chunks that are not there read as the fill value."""
    def one(number):
        dtype = np.dtype(TYPES[number])
        fill = {"?": True, ">f4": np.nan, ">f8": np.inf}.get(TYPES[number], 93)
        options = {}
        if version == 3 and dtype.byteorder == ">":
            options["serializer"] = zarr.codecs.BytesCodec(endian="big")
        made = zarr.create_array(
            tmp_path / f"{number}.zarr", shape=(100, 4), chunks=(7, 3), zarr_format=version,
            dtype=dtype.newbyteorder("<") if options else dtype, fill_value=fill, compressors=None,
            **options)
        made[20:33] = numbers((13, 4), "f8").clip(0).astype(dtype)
        found = pruned(tmp_path, f"{number}.zarr", "--axis", "0", "--every", "1",
                       ranks=[None, 3] if number == 10 else [None])
        assert found == npy_bytes(made[...].astype(dtype)), TYPES[number]

    in_parallel(one, range(len(TYPES)))


def test_fields(tmp_path):
    """Arrays of a group as fields, chunked each in its own way, with stages that read again."""
    fields = {"u": numbers(50_000, "f4", 1), "v": numbers((50_000, 3), "f8", 2)}
    zarr.create_group(tmp_path / "data.zarr", zarr_format=2)
    write(tmp_path / "data.zarr" / "u", fields["u"], (1200,), 2, V2["blosc-lz4"])
    write(tmp_path / "data.zarr" / "v", fields["v"], (900, 2), 2, V2["zlib"])
    np.save(tmp_path / "t.npy", np.arange(50_000))

    def one(ranks):
        succeed("--field", "u=data.zarr/u", "--field", "v=data.zarr/v", "--field", "t=t.npy",
                "--top", "700", "--by", "abs(u)", "--keep", "any(v > 0)", "-o", f"out-{ranks}", "-q",
                ranks=ranks, cwd=tmp_path)
        return {file.name: file.read_bytes() for file in (tmp_path / f"out-{ranks}").iterdir()}

    place = np.sort(np.argsort(-abs(fields["u"]), kind="stable")[:700])
    place = place[(fields["v"][place] > 0).any(axis=1)]
    for found in in_parallel(one, RANKS):
        assert found == {"t.npy": npy_bytes(np.arange(50_000)[place]),
                         **{f"{name}.npy": npy_bytes(array[place]) for name, array in fields.items()}}


def test_joined(tmp_path):
    """Several arrays after one another, by a pattern, of both versions, and a file of NumPy's."""
    array = numbers((100, 2), "f4")
    write(tmp_path / "part-2.zarr", array[:30], (8, 2), 2, V2["zstd"])
    write(tmp_path / "part-10.zarr", array[30:80], (9, 1), 3, V3["gzip"])
    np.save(tmp_path / "part-11.npy", array[80:])
    found = pruned(tmp_path, "part-*", "--axis", "0", "--keep", "any(x > 9)", ranks=RANKS)
    assert found == npy_bytes(array[(array > 9).any(axis=1)])


def test_other_types(tmp_path):
    """Fill values written by hand, and attributes with what Python writes beyond JSON."""
    write(tmp_path / "in.zarr", np.zeros(5, "f4"), (2,), 2)
    for fill, number in [('"0x40a00000"', 5), ("null", 0), ("5e0", 5), ('"-Infinity"', -np.inf)]:
        for name in "012":
            (tmp_path / "in.zarr" / name).unlink(missing_ok=True)
        metadata = json.loads((tmp_path / "in.zarr" / ".zarray").read_text())
        text = json.dumps({**metadata, "fill_value": "?", "extra": float("nan")})
        (tmp_path / "in.zarr" / ".zarray").write_text(text.replace('"?"', fill))
        found = succeed("in.zarr", "--every", "1", "-o", "o.npy", "--force", "-q", cwd=tmp_path)
        assert np.load(tmp_path / "o.npy").tolist() == [number] * 5, found


@pytest.mark.parametrize("version", [2, 3])
def test_single_value(version, tmp_path):
    write(tmp_path / "in.zarr", np.array(7.5), (), version, V2["zlib"] if version == 2 else None)
    found = pruned(tmp_path, "in.zarr", "--keep", "x > 3", ranks=[None, 3])
    assert found == npy_bytes(np.array([7.5]))


def test_inspect(tmp_path):
    write(tmp_path / "in.zarr", numbers((200, 3)), (50, 2), 3, V3["blosc"])
    page = succeed("inspect", "in.zarr", ranks=2, cwd=tmp_path).out
    assert "shape     (200, 3)\n" in page


def test_memory_is_stated(tmp_path):
    write(tmp_path / "in.zarr", numbers(4_000_000), (2_000_000,), 2, V2["zlib"])
    result = run("in.zarr", "--keep", "x > 1", "-o", "o.npy", "--memory", "8MiB", cwd=tmp_path)
    assert result.code == 64 or result.code == 0, result
    succeed("in.zarr", "--keep", "x > 1", "-o", "o.npy", "--force", "-q", cwd=tmp_path)


# MARK: what is wrong


def edited(change, version=2, shape=(100,), chunks=(30,), dtype="f8", codec="zstd"):
    """A directory whose metadata were changed after it was written."""
    def make(path):
        write(path, numbers(shape, dtype), chunks, version, (V2 if version == 2 else V3)[codec])
        file = path / (".zarray" if version == 2 else "zarr.json")
        file.write_text(change(json.loads(file.read_text())))
    return make


def setting(name, value):
    return lambda metadata: json.dumps({**metadata, name: value})


def three(**values):
    return edited(lambda metadata: json.dumps({**metadata, **values}), 3)


def chunk(data, key="1", codec="zstd", version=2):
    """A chunk whose file was changed: by a function of its bytes."""
    def make(path):
        write(path, numbers(100), (30,), version, (V2 if version == 2 else V3)[codec])
        file = path / key
        file.write_bytes(data(file.read_bytes()))
    return make


def group(version):
    def make(path):
        zarr.create_group(path, zarr_format=version)
        write(path / "u", np.zeros(3), (2,), version)
        zarr.create_group(path / "deep", zarr_format=version)
        write(path / "deep" / "v", np.zeros(3), (2,), version)
    return make


def empty_folder(path):
    path.mkdir()


TRY = ("\ntry: a copy without it; chunks may be uncompressed or packed by zlib, gzip, zstd or blosc")
COPIED = numcodecs.Blosc("lz4").encode(np.zeros(29))
GROUP = ("a zarr group, which holds the arrays 'deep/v', 'u'\n"
         "try: in.zarr/deep/v, or --field v=in.zarr/deep/v")
BAD = {
    "no metadata": (empty_folder, "not a zarr array: a folder without .zarray or zarr.json"),
    "group 2": (group(2), GROUP), "group 3": (group(3), GROUP),
    "not JSON": (edited(lambda _: '{"zarr_format": 2, oops}'), ".zarray is not JSON: it is wrong at byte 19"),
    "cut": (edited(lambda metadata: json.dumps(metadata)[:20]), None),
    "empty": (edited(lambda _: ""), ".zarray is not JSON: it is wrong at byte 0"),
    "deep": (edited(lambda _: "[" * 100_000), ".zarray is not JSON: it is wrong at byte 64"),
    "list": (edited(lambda _: "[1]"), ".zarray: 'the whole' is a list"),
    "version": (edited(setting("zarr_format", 4)), ".zarray: zarr format 4, only 2 and 3 are read"),
    "shape": (edited(setting("shape", [-1])), ".zarray: 'shape' is [-1]"),
    "shape of text": (edited(setting("shape", "many")), ".zarray: 'shape' is 'many'"),
    "axes": (edited(setting("shape", [1] * 65)), "has 65 axes, at most 64 are read"),
    "absurd": (edited(setting("shape", [2**62])), f"shape [{2**62}] passes {2**63 - 1} bytes"),
    "chunk axes": (edited(setting("chunks", [3, 3])),
                   ".zarray: 'chunks' is [3, 3], of an array of shape [100]"),
    "chunk 0": (edited(setting("chunks", [0])), ".zarray: 'chunks' is [0], of an array of shape [100]"),
    "chunk size": (edited(setting("chunks", [2**40])), f"chunks of shape [{2**40}] pass the "
                   f"{2**31 - 1} bytes that are decoded at once"),
    "type": (edited(setting("dtype", "<c16")), "holds complex numbers ('<c16'), which cannot be pruned"),
    "text": (edited(setting("dtype", "|S4")), "holds text ('|S4'), which cannot be pruned"),
    "objects": (edited(setting("dtype", "|O")), "holds Python objects ('|O'), which cannot be pruned"),
    "fields": (edited(setting("dtype", [["a", "<f4"]])), "holds records with named fields, which are "
               "not read from zarr\ntry: numpy.save of the array"),
    "order": (edited(setting("order", "F"), shape=(9, 9), chunks=(3, 3)),
              "its chunks are in Fortran order, only C order is read"),
    "compressor": (edited(setting("compressor", {"id": "lzma"})),
                   "its compressor is 'lzma', which is not read" + TRY),
    "filter": (edited(setting("filters", [{"id": "delta"}])),
               "its filter is 'delta', which is not read" + TRY),
    "fill": (edited(setting("fill_value", "none")), ".zarray: 'fill_value' is 'none'"),
    "separator": (edited(setting("dimension_separator", "-")), ".zarray: 'dimension_separator' is '-'"),
    "3 type": (three(data_type="complex64"), "holds complex numbers ('complex64'), which cannot be pruned"),
    "3 node": (three(node_type="forest"), "zarr.json: 'node_type' is 'forest'"),
    "3 grid": (three(chunk_grid={"name": "rectilinear"}),
               "its chunk grid is 'rectilinear', which is not read" + TRY),
    "3 codec": (three(codecs=[{"name": "sharding_indexed"}]),
                "its codec is 'sharding_indexed', which is not read" + TRY),
    "3 no bytes": (three(codecs=[]), "zarr.json: 'codecs' is without bytes"),
    "3 crc": (three(codecs=[{"name": "bytes"}, {"name": "crc32c"}]),
              "its codec is 'crc32c', which is not read" + TRY),
    "3 keys": (three(chunk_key_encoding={"name": "hash"}),
               "its chunk key encoding is 'hash', which is not read" + TRY),
    "3 unknown": (three(secret={"a": 1}), "its metadata is 'secret', which is not read" + TRY),
    "chunk cut": (chunk(lambda data: data[:-5]), "chunk 1: its zstd data are damaged"),
    "chunk empty": (chunk(lambda _: b"", codec="zlib"), "chunk 1: its zlib data are damaged"),
    "blosc empty": (chunk(lambda _: b"", codec="blosc-lz4"), "chunk 1: its blosc data are damaged"),
    "plain cut": (chunk(lambda data: data[:-5], codec="plain"),
                  "chunk 1 needs 240 bytes, its file holds 235"),
    "plain long": (chunk(lambda data: data + b"1", codec="plain"),
                   "chunk 1 needs 240 bytes, its file holds 241"),
    "zlib more": (chunk(lambda _: numcodecs.Zlib().encode(bytes(241)), codec="zlib"),
                  "chunk 1 needs 240 bytes, it decodes to more"),
    "gzip fewer": (chunk(lambda _: numcodecs.GZip().encode(bytes(99)), codec="gzip"),
                   "chunk 1 needs 240 bytes, it decodes to 99"),
    "zstd bomb": (chunk(lambda _: numcodecs.Zstd().encode(bytes(10**7))),
                  "chunk 1 needs 240 bytes, it decodes to 10000000"),
    "blosc fewer": (chunk(lambda _: COPIED, codec="blosc-lz4"),
                    "chunk 1 needs 240 bytes, it decodes to 232"),
    "packed size": (chunk(lambda data: data * 2000),
                    None),
    "3 chunk": (chunk(lambda data: data[:-9], "c/1", "gzip", 3), "chunk c/1: its gzip data are damaged"),
}


def test_bad_directories(tmp_path):
    def one(number):
        what, (make, words) = list(BAD.items())[number]
        folder = tmp_path / str(number)
        folder.mkdir()
        make(folder / "in.zarr")
        before = files_below(folder)
        ranks = 3 if what in ("absurd", "group 3", "zstd bomb") else None
        result = run("in.zarr", "--keep", "x > 3", "-o", "out.npy", ranks=ranks, cwd=folder)
        assert result.code == 65, what
        assert result.err.startswith("prune-mpi: in.zarr: ") or ranks, what
        if words and not (ranks and what == "zstd bomb"):
            assert result.err == f"prune-mpi: in.zarr: {words}\n", what
        elif words:
            assert result.err.endswith(f"in.zarr: {words}\n") and result.err.count("\n") == 1
        assert files_below(folder) == before, what

    in_parallel(one, range(len(BAD)))


@pytest.mark.parametrize("seed", range(3))
def test_hostile_bytes(seed, tmp_path):
    """Flipped and cut bytes of metadata and chunks: an answer or one line, never a crash."""
    generator = random.Random(seed)
    ways = list(WAYS)

    def one(number):
        version, codec = WAYS[generator.choice(ways)]
        path = tmp_path / f"{number}.zarr"
        write(path, numbers((60, 5), "f4", number), (20, generator.choice([5, 2])), version, codec)
        files = sorted(file for file in path.rglob("*") if file.is_file())
        for file in generator.sample(files, 3):
            data = bytearray(file.read_bytes())
            for _ in range(generator.randrange(1, 4)):
                data[generator.randrange(len(data))] = generator.randrange(256)
            if generator.random() < 0.3:
                del data[generator.randrange(len(data)):]
            file.write_bytes(data)
        result = run(path.name, "--keep", "x > 3", "-q", cwd=tmp_path)
        assert result.code in (0, 64, 65, 66, 74), f"seed {seed}, number {number}\n{result}"
        assert result.code == 0 or result.err.startswith("prune-mpi: ")
        shutil.rmtree(path)

    in_parallel(one, range(16))
