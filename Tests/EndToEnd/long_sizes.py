"""A file of 20 GiB, of which all but a few values are a hole: takes no space, but half a minute a
run. Only with Tests/run.sh --long."""

import json
import struct

import numpy as np
import pytest
from harness import succeed

COUNT = (20 << 30) // 8
PLANTED = {
    0: 3.5, 2**28 - 1: -2.0, 2**31 - 1: 9.0, 2**31: 8.0, 2**31 + 1: float("inf"), COUNT - 1: 1.25,
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("long")
    header = np.lib.format.magic(1, 0)
    described = f"{{'descr': '<f8', 'fortran_order': False, 'shape': ({COUNT},), }}".encode()
    described += b" " * (128 - 10 - len(described) - 1) + b"\n"
    with open(folder / "in.npy", "wb") as file:
        file.write(header + struct.pack("<H", len(described)) + described)
        file.truncate(128 + 8 * COUNT)
        for position, value in PLANTED.items():
            file.seek(128 + 8 * position)
            file.write(struct.pack("<d", value))
    yield folder
    (folder / "in.npy").unlink()


def pruned(folder, *arguments, ranks):
    succeed(
        "in.npy", *arguments, "-o", "out.npy", "--index-out", "where.npy", "--report", "r.json",
        "--force", "-q", ranks=ranks, cwd=folder, limit=600,
    )
    report = json.loads((folder / "r.json").read_text())
    where = np.load(folder / "where.npy").tolist()
    return dict(zip(where, np.load(folder / "out.npy").tolist(), strict=True)), report


@pytest.mark.parametrize("ranks", [1, 3])
def test_filter(ranks, folder):
    kept, report = pruned(folder, "--keep", "x != 0", "--memory", "16MiB", ranks=ranks)
    assert kept == PLANTED
    assert report["records"]["read"] == COUNT
    assert report["memory"]["peak"] <= 1.1 * report["memory"]["predictedPeak"]


def test_selection(folder):
    """The candidates of a selection do not fit either: nearly all keys are equal."""
    kept, report = pruned(folder, "--top", "7", "--by", "abs(x)", "--memory", "512MiB", ranks=2)
    # Six planted ones, and of the zeros the first.
    assert kept == PLANTED | {1: 0.0}
    assert report["memory"]["peak"] <= 1.1 * report["memory"]["predictedPeak"]


def test_every(folder):
    kept, _ = pruned(folder, "--every", str(2**30), "--offset", str(2**28 - 1), ranks=2)
    assert kept == {2**28 - 1: -2.0, 2**28 - 1 + 2**30: 0.0, 2**28 - 1 + 2**31: 0.0}
