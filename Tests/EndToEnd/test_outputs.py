"""The same bytes on any number of ranks, for every kind of output and every kind of empty."""

import hashlib
import json

import numpy as np
import pytest
from arrays import clustered, sample
from harness import RANK_COUNTS, files_below, npy_bytes, succeed


def prune(folder, *arguments, ranks):
    """Prunes in `folder` and returns the JSON report."""
    succeed(*arguments, "--quiet", "--report", "report.json", ranks=ranks, cwd=folder)
    return json.loads((folder / "report.json").read_text())


def contents(folder):
    """Every file but the report, which holds times."""
    return {
        name: hashlib.sha256((folder / name).read_bytes()).hexdigest()
        for name in files_below(folder)
        if name != "report.json"
    }


def check_on_all_rank_counts(folder, array, expression, mask, ranks=RANK_COUNTS):
    """One file, shards, positions and rejects: NumPy's bytes, equal digests, nothing else."""
    kept, dropped = array.ravel()[mask], array.ravel()[~mask]
    positions = np.flatnonzero(mask).astype(np.int64)
    digests = set()
    for count in ranks:
        for shards in (None, 3):
            work = folder / f"{count}-{shards}"
            work.mkdir()
            np.save(work / "in.npy", array)
            arguments = ["in.npy", "--keep", expression, "-o", "kept.npy" if not shards else "kept"]
            arguments += ["--shards", shards] if shards else []
            arguments += ["--index-out", "index.npy", "--rejects", "rejects.npy"]
            report = prune(work, *arguments, ranks=count)
            expected = {"in.npy": array, "index.npy": positions, "rejects.npy": dropped}
            if shards:
                parts = np.array_split(kept, shards)
                names = [f"kept/part-{n:05}-of-{shards:05}.npy" for n in range(shards)]
                expected |= dict(zip(names, parts, strict=True))
            else:
                expected["kept.npy"] = kept
            assert files_below(work) == sorted([*expected, "report.json"])
            for name, wanted in expected.items():
                same = (work / name).read_bytes() == npy_bytes(wanted)
                assert same, f"{name} on {count} ranks, {shards} shards"
            records = {"read": array.size, "survived": kept.size, "dropped": dropped.size}
            assert report["records"] == records
            digests.add(report["output"]["digest"])
    assert len(digests) == 1, digests


def test_clustered_survivors(tmp_path):
    array = clustered(10_007)
    check_on_all_rank_counts(tmp_path, array, "x > 4", array > 4)


@pytest.mark.parametrize("code", ["b1", "i2", "u8", "f2", ">f4"])
def test_other_widths(code, tmp_path):
    array = sample(code.lstrip(">"), 1009).astype(code)
    check_on_all_rank_counts(tmp_path, array, "i % 3 == 1", np.arange(1009) % 3 == 1, [1, 3])


EMPTIES = {
    "zero records": (np.zeros(0, "f8"), "x > 4"),
    "a zero-length first dimension": (np.zeros((0, 5), "f4"), "x > 4"),
    "a zero-length last dimension": (np.zeros((4, 0, 3), "i2"), "x > 4"),
    "one record": (np.array([5.0]), "x > 4"),
    "fewer records than ranks": (np.arange(5.0), "x > 1"),
    "a single value without dimensions": (np.array(7, "i4"), "x > 4"),
    "a single value that is dropped": (np.array(3, "i4"), "x > 4"),
    "nothing survives": (np.arange(100, dtype="i8"), "x < 0"),
    "everything survives": (np.arange(100, dtype="u2"), "x >= 0"),
    "all survivors on the first rank": (np.arange(1000.0), "i < 90"),
    "all survivors on the last rank": (np.arange(1000.0), "i >= 910"),
    "one survivor in the middle": (np.arange(1000, dtype="f4"), "i == 500"),
}


@pytest.mark.parametrize("name", EMPTIES)
def test_empty_is_ordinary(name, tmp_path):
    array, expression = EMPTIES[name]
    flat = array.ravel()
    mask = eval(expression, {"x": flat, "i": np.arange(flat.size)})
    check_on_all_rank_counts(tmp_path, array, expression, mask, [1, 3, 8])


def test_more_shards_than_survivors(tmp_path):
    np.save(tmp_path / "in.npy", np.arange(10.0))
    prune(tmp_path, "in.npy", "--keep", "x > 7", "-o", "out", "--shards", 5, ranks=3)
    parts = [np.load(tmp_path / "out" / f"part-{n:05}-of-00005.npy") for n in range(5)]
    assert [part.tolist() for part in parts] == [[8.0], [9.0], [], [], []]


def test_thirty_megabytes(tmp_path):
    array = clustered(4_000_003)
    np.save(tmp_path / "in.npy", array)
    digests = set()
    for ranks in (1, 2, 8):
        arguments = ["in.npy", "--keep", "x > 4", "-o", "kept.npy", "--force"]
        digests.add(prune(tmp_path, *arguments, ranks=ranks)["output"]["digest"])
        assert (tmp_path / "kept.npy").read_bytes() == npy_bytes(array[array > 4])
    assert len(digests) == 1


@pytest.mark.parametrize("policy", ["always", "never", "auto"])
def test_balancing_does_not_change_the_bytes(policy, tmp_path):
    array = clustered(50_021, code="f4")
    np.save(tmp_path / "in.npy", array)
    arguments = ["in.npy", "--keep", "x > 4", "-o", "kept.npy", "--balance", policy]
    prune(tmp_path, *arguments, "--reuse", 1000, ranks=4)
    assert (tmp_path / "kept.npy").read_bytes() == npy_bytes(array[array > 4])


def test_without_output_only_the_report(tmp_path):
    np.save(tmp_path / "in.npy", np.arange(10.0))
    result = succeed("in.npy", "--keep", "x > 4", ranks=2, cwd=tmp_path)
    assert result.out
    assert files_below(tmp_path) == ["in.npy"]


def test_explain_runs_nothing(tmp_path):
    np.save(tmp_path / "in.npy", np.arange(10.0))
    arguments = ["in.npy", "--keep", "x > 4", "-o", "kept.npy", "--explain"]
    result = succeed(*arguments, ranks=2, cwd=tmp_path)
    assert "x > 4" in result.out
    assert files_below(tmp_path) == ["in.npy"]


def test_force_replaces(tmp_path):
    np.save(tmp_path / "in.npy", np.arange(10.0))
    (tmp_path / "kept.npy").write_text("something else")
    succeed("in.npy", "--keep", "x > 4", "-o", "kept.npy", "--force", "-q", ranks=2, cwd=tmp_path)
    assert (tmp_path / "kept.npy").read_bytes() == npy_bytes(np.arange(5.0, 10.0))


def test_force_leaves_no_shards_of_an_earlier_run(tmp_path):
    """A folder of shards is one output: what a reader finds in it afterwards is this run's."""
    np.save(tmp_path / "in.npy", np.arange(10.0))
    prune(tmp_path, "in.npy", "--keep", "x > 4", "-o", "out", "--shards", 4, ranks=2)
    prune(tmp_path, "in.npy", "--keep", "x > 6", "-o", "out", "--shards", 2, "--force", ranks=2)
    parts = [np.load(tmp_path / "out" / name) for name in files_below(tmp_path / "out")]
    assert np.concatenate(parts).tolist() == [7.0, 8.0, 9.0], files_below(tmp_path)
