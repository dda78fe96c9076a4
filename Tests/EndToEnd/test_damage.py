"""Damaged text, archives and zarr directories: one clear line or an answer, no crash, no hang, and
never more memory than the input's own size and 16 MiB beside what the program takes for a small
one."""

import os
import shutil

import numpy as np
import pytest
import zarr
from harness import in_parallel
from test_hdf5_damage import ALLOWED, ended

SEED = int(os.environ.get("FUZZ_SEED", "20261124"))


def text(path):
    path.write_text("n,station,v\n" + "".join(
        f'{n},"S ""{n % 7}"", roof\n",{n / 8}\n' for n in range(3000)))


def deflated(path):
    np.savez_compressed(path, t=np.arange(20_000), v=np.arange(40_000.0).reshape(20_000, 2) % 97)


def stored(path):
    np.savez(path, t=np.arange(2000), v=np.arange(4000.0).reshape(2000, 2) % 97)


def packed(version, codec):
    def make(path):
        compressor = {"compressors": codec} if codec else {"compressors": None}
        zarr.create_array(path, data=np.arange(20_000) % 50, chunks=(3000,), zarr_format=version,
                          **compressor)
    return make


def zlib2():
    import numcodecs

    return numcodecs.Zlib()


# Name, maker, and arguments beside the input.
KINDS = {
    "csv": ("in.csv", text, ["--keep", "v >= 0"]),
    "csv keys": ("in.csv", text, ["--unique", "--by", "station"]),
    "npz": ("in.npz", deflated, ["--keep", "t >= 0"]),
    "npz stored": ("in.npz", stored, ["--keep", "t >= 0"]),
    "zarr 2": ("in.zarr", packed(2, None), ["--keep", "x >= 0"]),
    "zarr 2 zlib": ("in.zarr", lambda path: packed(2, zlib2())(path), ["--keep", "x >= 0"]),
    "zarr 3 zstd": ("in.zarr", packed(3, zarr.codecs.ZstdCodec()), ["--keep", "x >= 0"]),
    "zarr 3 blosc": ("in.zarr", packed(3, zarr.codecs.BloscCodec()), ["--keep", "x >= 0"]),
}
CASES = 24


def damaged(data, generator, number):
    """Cut; with bytes changed; with pieces doubled or taken out; with numbers made large."""
    if len(data) == 0:
        return data
    if number % 6 == 0:
        return data[: int(generator.integers(0, len(data)))]
    changed = bytearray(data)
    for _ in range(int(generator.integers(1, 6))):
        near = len(data) if generator.integers(0, 2) else min(len(data), 400)
        start = len(data) - near if generator.integers(0, 2) else 0
        at = start + int(generator.integers(0, near))
        match number % 6:
            case 1:
                changed[at] ^= 1 << int(generator.integers(0, 8))
            case 2:
                changed[at] = int(generator.integers(0, 256))
            case 3:
                changed[at:at + 8] = b"\xff" * min(8, len(changed) - at)
            case 4:
                changed[at:at] = changed[at:at + int(generator.integers(1, 300))]
            case _:
                digits = [place for place, byte in enumerate(changed) if 0x31 <= byte <= 0x39]
                place = digits[int(generator.integers(0, len(digits)))] if digits else at
                changed[place:place + 1] = b"9" * int(generator.integers(2, 14))
    return bytes(changed)


def size(path):
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files if file.is_file())


@pytest.mark.parametrize("kind", KINDS)
def test_damage_takes_no_memory(kind, tmp_path):
    name, make, arguments = KINDS[kind]
    make(tmp_path / name)
    generator = np.random.default_rng(SEED)

    def commands(folder, tag):
        return [ended(["inspect", folder / name], tmp_path, f"{tag}-i"),
                ended([folder / name, *arguments, "-o", folder / "out", "-q"], tmp_path, f"{tag}-p")]

    made = commands(tmp_path, "usual")
    assert [code for code, _, _ in made] == [0, 0], made
    # What the program takes for records of this kind; the whole input is some hundred kilobytes.
    usual = max(memory for _, _, memory in made)
    files = sorted(file for file in (tmp_path / name).rglob("*") if file.is_file()) or [
        tmp_path / name]
    for number in range(CASES):
        folder = tmp_path / str(number)
        folder.mkdir()
        if (tmp_path / name).is_dir():
            shutil.copytree(tmp_path / name, folder / name)
            # Half of them in what describes the chunks.
            metadata = [file for file in files if "z" in file.name]
            chosen = metadata[0] if number % 4 < 2 else files[int(generator.integers(len(files)))]
            target = folder / name / chosen.relative_to(tmp_path / name)
        else:
            target = folder / name
            chosen = tmp_path / name
        target.write_bytes(damaged(chosen.read_bytes(), generator, number))

    def one(number):
        return commands(tmp_path / str(number), number)

    for number, results in enumerate(in_parallel(one, range(CASES))):
        for code, err, memory in results:
            about = f"{kind}, case {number}, FUZZ_SEED={SEED}: exit code {code}:\n{err}"
            assert code in (0, 64, 65, 66), about
            lines = err.splitlines()
            assert (code == 0 and not lines) or (lines and lines[0].startswith("prune-mpi: ")), about
            held = usual + size(tmp_path / str(number) / name) + ALLOWED
            assert memory <= held, f"{about}\n{memory} bytes, at most {held}"
