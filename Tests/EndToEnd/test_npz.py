"""`.npz` files, stored and deflated, whole, joined, wrong and hostile; against NumPy."""

import io
import random
import struct
import zipfile
import zlib

import numpy as np
import pytest
from harness import files_below, in_parallel, npy_bytes, run, succeed

RANKS = [1, 2, 3, 8]
SAVE = {"stored": np.savez, "deflated": np.savez_compressed}


def sample(count=5000):
    generator = np.random.default_rng(2)
    return {
        "t": np.arange(count), "v": generator.normal(0, 9, count).round(1).astype("f4"),
        "pos": generator.normal(0, 1, (count, 3)), "flag": generator.integers(0, 2, count) == 1,
        "big": generator.integers(0, 1 << 40, count).astype(">i8"),
    }


@pytest.mark.parametrize("way", SAVE)
def test_members_are_fields(way, tmp_path):
    arrays = sample()
    SAVE[way](tmp_path / "in.npz", **arrays)
    mask = (arrays["v"] > 3) & (arrays["pos"] < 0).any(axis=1)

    def one(ranks):
        succeed("in.npz", "--keep", "v > 3 and any(pos < 0)", "-o", f"out-{ranks}", "-q",
                "--report", f"r-{ranks}.json", ranks=ranks, cwd=tmp_path)
        return {file.name: file.read_bytes() for file in (tmp_path / f"out-{ranks}").iterdir()}

    for found in in_parallel(one, RANKS):
        assert found == {f"{name}.npy": npy_bytes(array[mask]) for name, array in arrays.items()}
    result = succeed("verify", "out-3", "--report", "r-3.json", ranks=2, cwd=tmp_path)
    assert "as reported" in result.out


@pytest.mark.parametrize("way", SAVE)
def test_several_passes(way, tmp_path):
    """Stages that look at the records again, and rejects, which are read once more."""
    arrays = sample(70_000)
    SAVE[way](tmp_path / "in.npz", **arrays)
    succeed("in.npz", "--top", "1000", "--by", "abs(v)", "--unique", "--by", "v", "-o", "out",
            "--rejects", "rest", "--index-out", "i.npy", "-q", ranks=3, cwd=tmp_path)
    place = np.sort(np.argsort(-abs(arrays["v"]), kind="stable")[:1000])
    _, first = np.unique(arrays["v"][place], return_index=True)
    place = place[np.sort(first)]
    assert np.array_equal(np.load(tmp_path / "i.npy"), place)
    rest = np.setdiff1d(np.arange(70_000), place)
    for name, array in arrays.items():
        assert (tmp_path / "out" / f"{name}.npy").read_bytes() == npy_bytes(array[place])
        assert (tmp_path / "rest" / f"{name}.npy").read_bytes() == npy_bytes(array[rest])


def test_several_archives_and_chosen_members(tmp_path):
    arrays = sample(100)
    for number, way in enumerate(["stored", "deflated", "stored"]):
        some = {name: array[number * 30:number * 30 + 30] for name, array in arrays.items()}
        SAVE[way](tmp_path / f"part-{number * 5}.npz", **some, meta=np.array(7.5))
    result = run("part-*.npz", "--keep", "v > 0", ranks=2, cwd=tmp_path)
    assert (result.code, result.err) == (65, (
        "prune-mpi: part-0.npz: member 'meta' holds a single value (shape []), which has no axis 0\n"
        "try: --field NAME=FILE:MEMBER for each of the others\n"))
    succeed("--field", "a=part-*.npz:t", "--field", "w=part-*.npz:v", "--keep", "w > 0", "-o", "out",
            "-q", ranks=3, cwd=tmp_path)
    assert np.array_equal(np.load(tmp_path / "out" / "a.npy"), arrays["t"][:90][arrays["v"][:90] > 0])


def test_inspect(tmp_path):
    arrays = sample(200)
    np.savez_compressed(tmp_path / "in.npz", **arrays)
    page = succeed("inspect", "in.npz", ranks=3, cwd=tmp_path).out
    assert "in.npz, field pos\n  shape     (200, 3)\n" in page
    assert f"maximum  {arrays['t'].max()}\n" in page
    np.savez(tmp_path / "one.npz", a=np.ones((4, 2)))
    assert "one.npz, field a\n  shape     (4, 2)\n" in succeed("inspect", "one.npz", cwd=tmp_path).out


def test_other_writers(tmp_path):
    """Comments, ZIP64, members that are no arrays, no members' order."""
    array = np.arange(1000.0)
    with zipfile.ZipFile(tmp_path / "in.npz", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.comment = b"PK\x05\x06 a comment" * 20
        archive.writestr("notes.txt", "nothing")
        with archive.open("b.npy", "w", force_zip64=True) as member:
            member.write(npy_bytes(array))
        archive.writestr("folder/", "")
        archive.writestr("a.npy", npy_bytes(-array))
    succeed("in.npz", "--keep", "b >= 990 and a < 0", "-o", "out", "-q", ranks=2, cwd=tmp_path)
    assert files_below(tmp_path / "out") == ["a.npy", "b.npy"]
    assert np.array_equal(np.load(tmp_path / "out" / "b.npy"), array[990:])


def zip64_everywhere(array):
    """A zip file whose directory has its sizes in ZIP64 fields alone, as those above 4 GiB have."""
    data, name = npy_bytes(array), b"a.npy"
    size, check = len(data), zlib.crc32(data)
    header = struct.pack("<4s5H3I2H", b"PK\3\4", 45, 0, 0, 0, 0, check, 2**32 - 1, 2**32 - 1, 5,
                         20)
    header += name + struct.pack("<2H2Q", 1, 16, size, size)
    entry = struct.pack("<4s6H3I5H2I", b"PK\1\2", 45, 45, 0, 0, 0, 0, check, 2**32 - 1, 2**32 - 1, 5,
                        28, 0, 0, 0, 0, 2**32 - 1) + name + struct.pack("<2H3Q", 1, 24, size, size, 0)
    start = len(header) + size
    end = struct.pack("<4sQ2H2I4Q", b"PK\6\6", 44, 45, 45, 0, 0, 1, 1, len(entry), start)
    locator = struct.pack("<4sIQI", b"PK\6\7", 0, start + len(entry), 1)
    last = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 2**16 - 1, 2**16 - 1, 2**32 - 1, 2**32 - 1, 0)
    return header + data + entry + end + locator + last


def test_zip64(tmp_path):
    array = np.arange(100)
    (tmp_path / "in.npz").write_bytes(zip64_everywhere(array))
    assert np.array_equal(np.load(tmp_path / "in.npz")["a"], array)
    succeed("in.npz", "--keep", "a > 97", "-o", "out", "-q", cwd=tmp_path)
    assert np.load(tmp_path / "out" / "a.npy").tolist() == [98, 99]


def archive_bytes(way="stored", **arrays):
    stream = io.BytesIO()
    SAVE[way](stream, **arrays)
    return bytearray(stream.getvalue())


def changed(bytes_, old, new):
    assert bytes_.count(old) >= 1 and len(old) == len(new)
    return bytes_.replace(old, new)


def directory_value(bytes_, member, offset, width, value):
    """A field of a member's entry in the directory set to something else."""
    place = bytes_.rindex(b"PK\1\2", 0, bytes_.rindex(member.encode()))
    bytes_[place + offset:place + offset + width] = value.to_bytes(width, "little")
    return bytes_


def two(way="stored"):
    return archive_bytes(way, a=np.arange(1000.0), b=np.arange(1000) % 7)


BAD = {
    "not a zip file": (lambda: b"hello" * 100,
                       "not an npz file, or cut: it does not end with the directory of a zip file"),
    "cut": (lambda: two()[:-30],
            "not an npz file, or cut: it does not end with the directory of a zip file"),
    "empty": (lambda: b"", "the file is empty"),
    "start missing": (lambda: two()[5000:], "the directory lies outside the file, which was cut or is "
                      "damaged"),
    "offset beyond": (lambda: directory_value(two(), "b.npy", 42, 4, 2**31),
                      "member 'b' lies outside the file, which was cut or is damaged"),
    "size beyond": (lambda: directory_value(two(), "b.npy", 20, 4, 2**31),
                    "member 'b' lies outside the file, which was cut or is damaged"),
    "overlap": (lambda: directory_value(two(), "b.npy", 42, 4, 0),
                "members 'a' and 'b' claim the same bytes"),
    "stored sizes": (lambda: directory_value(two(), "b.npy", 24, 4, 9000),
                     "the size of member 'b' is damaged"),
    "encrypted": (lambda: directory_value(two(), "b.npy", 8, 2, 1), "member 'b' is encrypted"),
    "method": (lambda: directory_value(two(), "b.npy", 10, 2, 12),
               "member 'b' is packed by method 12, only stored and deflated ones are read\n"
               "try: numpy.savez_compressed"),
    "absurd": (lambda: directory_value(two("deflated"), "b.npy", 24, 4, 2**31),
               "member 'b' claims to unpack from {} to 2147483648 bytes, which deflated data cannot"),
    "no arrays": (lambda: changed(two(), b".npy", b".txt"), "holds no .npy members"),
    "twice": (lambda: changed(two(), b"b.npy", b"a.npy"), "holds two members 'a'"),
    "longer than said": (lambda: directory_value(two("deflated"), "b.npy", 24, 4, 9000),
                         "truncated: array of shape [1000] needs 8000 bytes of int64, the file holds "
                         "{}"),
    "lengths": (lambda: archive_bytes(a=np.arange(3), b=np.arange(4)),
                "member 'b' holds 4 records, but 'a' holds 3\n"
                "try: --field NAME=FILE:MEMBER for each of those that are equally long"),
    "fields in fields": (lambda: archive_bytes(a=np.zeros(3, [("t", "i4")])),
                         "member 'a' holds records with named fields, so it cannot be a field\n"
                         "try: numpy.save(name, archive['a'])"),
}
del BAD["longer than said"]  # NumPy's own padding makes the number vary.


@pytest.mark.parametrize("what", BAD)
def test_bad_archive(what, tmp_path):
    make, words = BAD[what]
    data = make()
    (tmp_path / "in.npz").write_bytes(data)
    if "{}" in words:
        with zipfile.ZipFile(tmp_path / "in.npz") as archive:
            words = words.format(archive.getinfo("b.npy").compress_size)

    def message(ranks):
        result = run("in.npz", "--keep", "a > 3", "-o", "out", ranks=ranks, cwd=tmp_path)
        return result.code, result.err

    assert set(in_parallel(message, [None, 3])) == {(65, f"prune-mpi: in.npz: {words}\n")}
    assert files_below(tmp_path) == ["in.npz"]


def test_damaged_data(tmp_path):
    """What is wrong in the middle of the deflated data shows while it is read: on every rank that
    comes so far, in one line."""
    data = archive_bytes("deflated", a=np.random.default_rng(1).random(50_000))
    middle = len(data) // 2
    data[middle:middle + 400] = b"\xff" * 400
    (tmp_path / "in.npz").write_bytes(data)
    for ranks in [None, 3]:
        result = run("in.npz", "--keep", "a > 0.5", "-o", "out", ranks=ranks, cwd=tmp_path)
        assert result.code in (0, 65)
        if result.code == 65:
            assert result.err.endswith("in.npz: member 'a': its deflated data are damaged\n")
            assert result.err.count("\n") == 1


def test_checksum(tmp_path):
    """Deflated blocks that are only stored: a changed number unpacks, and the checksum tells."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=0) as archive:
        archive.writestr("a.npy", npy_bytes(np.arange(100_000.0)))
    data = bytearray(content.getvalue())
    (tmp_path / "good.npz").write_bytes(data)
    data[len(data) // 2] ^= 0x10
    (tmp_path / "in.npz").write_bytes(data)
    for ranks in [1, 3]:
        succeed("good.npz", "--keep", "a >= 0", "-q", ranks=ranks, cwd=tmp_path)
        result = run("in.npz", "--keep", "a >= 0", "-o", "out", ranks=ranks, cwd=tmp_path)
        assert result.code == 65 and result.err.endswith(
            "in.npz: member 'a': its data do not have the checksum of the archive, they are damaged\n")
    assert files_below(tmp_path) == ["good.npz", "in.npz"]


def test_no_such_member(tmp_path):
    (tmp_path / "in.npz").write_bytes(two())
    result = run("--field", "x=in.npz:c", "--keep", "x > 1", ranks=2, cwd=tmp_path)
    assert (result.code, result.err) == (
        65, "prune-mpi: in.npz: holds no member 'c', but 'a', 'b'\n")


@pytest.mark.parametrize("seed", range(4))
def test_hostile_bytes(seed, tmp_path):
    """Flipped and cut bytes: an answer or one line, never a crash; memory stays small."""
    generator = random.Random(seed)

    def one(number):
        data = two("deflated" if number % 2 else "stored")
        for _ in range(generator.randrange(1, 4)):
            place = generator.choice([generator.randrange(len(data)), len(data) -
                                      generator.randrange(1, 200)])
            data[place] = generator.randrange(256)
        if generator.random() < 0.3:
            del data[generator.randrange(len(data)):]
        (tmp_path / f"{number}.npz").write_bytes(data)
        result = run(f"{number}.npz", "--keep", "a > 3 or b > 2", "-q", cwd=tmp_path)
        assert result.code in (0, 64, 65), f"seed {seed}, number {number}\n{result}"
        assert result.code == 0 or result.err.startswith("prune-mpi: ")

    in_parallel(one, range(12))
