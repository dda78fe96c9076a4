"""More than 2^31 elements and bytes, and memory that is stated beforehand and kept."""

import json

import numpy as np
from harness import succeed

PLANTED = {0: 7, 1: 1, 2**31 - 1: 9, 2**31: 8, 2**31 + 12_345: 7, 2_400_000_000 - 1: 5}
COUNT = 2_400_000_000


def sparse(path):
    """COUNT bytes of zero, which take no space, and a few values."""
    with open(path, "wb") as file:
        file.truncate(COUNT)
        for position, value in PLANTED.items():
            file.seek(position)
            file.write(bytes([value]))


def test_positions_beyond_31_bits(tmp_path):
    sparse(tmp_path / "in.bin")
    for ranks in (1, 3):
        succeed(
            "in.bin", "--raw", "u1", "--keep", "x > 0 and i != 1", "-o", "out.npy", "--index-out",
            "where.npy", "--report", "r.json", "--force", "-q", ranks=ranks, cwd=tmp_path,
        )
        expected = {position: value for position, value in PLANTED.items() if position != 1}
        assert np.load(tmp_path / "out.npy").tolist() == list(expected.values())
        assert np.load(tmp_path / "where.npy").tolist() == list(expected)
        report = json.loads((tmp_path / "r.json").read_text())
        assert report["records"] == {"read": COUNT, "survived": 5, "dropped": COUNT - 5}


def test_rejects_beyond_31_bits(tmp_path):
    """More than 2^31 bytes written into one file by one rank, and counted."""
    sparse(tmp_path / "in.bin")
    succeed(
        "in.bin", "--raw", "u1", "--drop", "x > 0", "-o", "out.npy", "--report", "r.json", "-q",
        ranks=None, cwd=tmp_path,
    )
    out = np.load(tmp_path / "out.npy", mmap_mode="r")
    assert out.shape == (COUNT - len(PLANTED),)
    assert not out[:: 1 << 12].any() and not out[-4096:].any()
    result = succeed("verify", "out.npy", "--report", "r.json", ranks=2, cwd=tmp_path)
    assert "as reported" in result.out
    (tmp_path / "out.npy").unlink()


def test_memory_is_kept_while_survivors_move(tmp_path):
    """Rank 1 of 4 sends all it found and receives an even share of what rank 0 found."""
    (tmp_path / "in.bin").write_bytes(b"")
    with open(tmp_path / "in.bin", "wb") as file:
        file.truncate(1 << 29)
    succeed(
        "in.bin", "--raw", "u1", "--keep", f"i < {1 << 28}", "--balance", "always", "--report",
        "r.json", "-q", ranks=4, cwd=tmp_path,
    )
    memory = json.loads((tmp_path / "r.json").read_text())["memory"]
    assert memory["peak"] <= memory["predictedPeak"], memory
    # Found 128 MiB, and 64 MiB for everything else, with some of what arrives before the rest left.
    assert memory["peak"] <= (128 + 64 + 64) << 20, memory
