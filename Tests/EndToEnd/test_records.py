"""Records: structured arrays, files that are fields, rows; against NumPy."""

import json

import numpy as np
import pytest
from harness import in_parallel, npy_bytes, run, succeed

PACKED = np.dtype([("t", "<i8"), ("id", "u1"), ("v", "<f4"), ("p", "<f8", (3,))])
ALIGNED = np.dtype([("t", "<i8"), ("id", "u1"), ("v", "<f4"), ("p", "<f8", (3,))], align=True)
BIG = np.dtype([("t", ">i8"), ("id", "u1"), ("v", ">f4"), ("p", ">f8", (3,))])


def records(dtype, count=700, seed=4):
    generator = np.random.default_rng(seed)
    made = np.zeros(count, dtype)
    made["t"] = 1_386_000_000 + generator.integers(-500, 500, count)
    made["id"] = generator.integers(0, 9, count)
    made["v"] = np.round(generator.normal(80, 20, count), 1)
    made["p"] = generator.normal(0, 1, (count, 3))
    return made


def whole(records):
    """With zeros in the gaps between fields, where NumPy's own copies have anything."""
    made = np.zeros(len(records), records.dtype)
    for name in records.dtype.names:
        made[name] = records[name]
    return npy_bytes(made)


def prune(folder, *arguments, ranks=(1, 2, 3, 8), outputs=("out.npy",)):
    def one(count):
        place = folder / f"ranks-{count}"
        place.mkdir(exist_ok=True)
        succeed(*arguments, "-o", "out.npy", "--report", "r.json", "--force", "--quiet",
                ranks=count, cwd=place)
        checked = succeed("verify", "out.npy", "--report", "r.json", cwd=place)
        assert "as reported" in checked.out
        return [(place / name).read_bytes() for name in outputs]

    written = in_parallel(one, ranks)
    assert all(other == written[0] for other in written[1:])
    return written[0]


@pytest.mark.parametrize("dtype", [PACKED, ALIGNED, BIG], ids=["packed", "aligned", "big-endian"])
def test_structured_arrays(dtype, tmp_path):
    a = records(dtype)
    np.save(tmp_path / "in.npy", a)
    source = tmp_path / "in.npy"
    (out,) = prune(tmp_path, source, "--keep", "v > 90 and t >= 1386000000")
    assert out == whole(a[(a["v"] > 90) & (a["t"] >= 1386000000)])
    (out,) = prune(tmp_path, source, "--keep", "any(p > 2) or p[-1] < -1.5", ranks=(1, 3))
    assert out == whole(a[(a["p"] > 2).any(axis=1) | (a["p"][:, -1] < -1.5)])
    (out,) = prune(tmp_path, source, "--top", 20, "--by", "v", ranks=(1, 3))
    order = np.argsort(-a["v"].astype("f8"), kind="stable")[:20]
    assert out == whole(a[np.sort(order)])
    (out,) = prune(tmp_path, source, "--unique", "--by", "id,t", ranks=(1, 3))
    seen, kept = set(), []
    for position, key in enumerate(zip(a["id"].tolist(), a["t"].tolist(), strict=True)):
        if key not in seen:
            seen.add(key)
            kept.append(position)
    assert out == whole(a[kept])


def test_whole_records_are_values(tmp_path):
    a = np.concatenate([records(PACKED, 50)] * 3)
    np.save(tmp_path / "in.npy", a)
    (out,) = prune(tmp_path, tmp_path / "in.npy", "--unique")
    kept = sorted(np.unique([r.tobytes() for r in a], return_index=True)[1])
    assert out == npy_bytes(a[kept])


@pytest.mark.parametrize("code", ["<f8", ">i2"])
def test_rows(code, tmp_path):
    a = np.round(np.random.default_rng(6).normal(0, 3, (300, 5))).astype(code)
    np.save(tmp_path / "in.npy", a)
    source = (tmp_path / "in.npy", "--axis", 0)
    (out,) = prune(tmp_path, *source, "--keep", "any(x > 6)")
    assert out == npy_bytes(a[(a > 6).any(axis=1)])
    for text, mask in [
        ("all(x < 4)", (a < 4).all(axis=1)), ("max(x) - min(x) > 8", np.ptp(a, axis=1) > 8),
        ("x[3] == 0", a[:, 3] == 0), ("x[-1] >= x[0]", a[:, -1] >= a[:, 0]),
        ("sum(x) > 2", a.sum(axis=1) > 2), ("mean(x) < 0", a.mean(axis=1) < 0),
        ("i % 7 == 0", np.arange(300) % 7 == 0),
    ]:
        (out,) = prune(tmp_path, *source, "--keep", text, ranks=(1, 3))
        assert out == npy_bytes(a[mask]), text
    (out,) = prune(tmp_path, *source, "--unique", ranks=(1, 3))
    kept = sorted(np.unique(a.astype("f8"), axis=0, return_index=True)[1])
    assert out == npy_bytes(a[kept])


def test_top_rows_by_norm(tmp_path):
    a = np.random.default_rng(8).normal(0, 1, (500, 33))
    np.save(tmp_path / "in.npy", a)
    (out,) = prune(tmp_path, tmp_path / "in.npy", "--axis", 0, "--top", 11, "--by", "norm(x)")
    order = np.argsort(-np.linalg.norm(a, axis=1), kind="stable")[:11]
    assert out == npy_bytes(a[np.sort(order)])


def test_rows_wider_than_a_piece(tmp_path):
    a = np.arange(5 * 700_000, dtype="f8").reshape(5, 700, 1000)
    np.save(tmp_path / "in.npy", a)
    (out,) = prune(tmp_path, tmp_path / "in.npy", "--axis", 0, "--drop", "x[0, 0] == 700000",
                   ranks=(1, 3))
    assert out == npy_bytes(a[[0, 2, 3, 4]])


@pytest.mark.parametrize("shape", [(0, 3), (4, 0), (0, 0)])
def test_lengths_of_zero(shape, tmp_path):
    a = np.zeros(shape)
    np.save(tmp_path / "in.npy", a)
    (out,) = prune(tmp_path, tmp_path / "in.npy", "--axis", 0, "--keep", "all(x > 4)")
    assert out == npy_bytes(a[(a > 4).all(axis=1)])


def test_files_as_fields(tmp_path):
    a = records(PACKED, 3000)
    for name in ("t", "v", "p"):
        np.save(tmp_path / f"{name}.npy", a[name])
    fields = [f"--field={name}={tmp_path / name}.npy" for name in ("t", "v", "p")]
    outputs = ("out.npy/t.npy", "out.npy/v.npy", "out.npy/p.npy")
    for flags, kept in [
        (["--keep", "v > 90 and t >= 1386000000"], (a["v"] > 90) & (a["t"] >= 1386000000)),
        (["--keep", "v > 110", "--keep", "any(p > 1)"],
         (a["v"] > 110) & (a["p"] > 1).any(axis=1)),
        (["--keep", "v < 0 and v > 0"], np.zeros(len(a), bool)),
    ]:
        written = prune(tmp_path, *fields, *flags, outputs=outputs)
        assert written == [npy_bytes(a[name][kept]) for name in ("t", "v", "p")], flags
    # Nothing survives: only the field that decides was read.
    said = json.loads((tmp_path / "ranks-3" / "r.json").read_text())
    assert said["phases"][1]["bytes"] == a["v"].nbytes
    written = prune(tmp_path, *fields, "--top", 9, "--by", "v", "--shards", 2, outputs=())
    assert written == []


def test_fields_of_unequal_length(tmp_path):
    np.save(tmp_path / "t.npy", np.arange(5))
    np.save(tmp_path / "v.npy", np.arange(6))
    for ranks in (1, 3):
        result = run("--field", "t=t.npy", "--field", "v=v.npy", "--keep", "v > 1", ranks=ranks,
                     cwd=tmp_path)
        assert result.code == 65, str(result)
        line = result.err.splitlines()[0]
        assert "t.npy" in line and "v.npy" in line and "5" in line and "6" in line, line


@pytest.mark.parametrize("flags, words", [
    (["--top", 5], "top 5: a record has more than one number (t, id, v, p), and none is named"),
    (["--unique", "--by", "w"], "unique by w: no field is called 'w'"),
    (["--keep", "w > 1"], "unknown name 'w'"),
    (["--budget", "2 ranks", "--by", "v"], "budget 2 ranks by v: how much one rank holds is not said"),
    (["--budget", "3", "--by", "v"], "budget 3 bytes by v: a record has 37 bytes, 3 hold none"),
])
def test_what_records_do_not_have(flags, words, tmp_path):
    np.save(tmp_path / "in.npy", records(PACKED, 10))
    for ranks in (1, 3):
        result = run("in.npy", *flags, ranks=ranks, cwd=tmp_path)
        assert result.code == 64 and result.err.startswith(f"prune-mpi: {words}"), str(result)


def test_inspect_shows_each_field(tmp_path):
    a = records(BIG, 100)
    np.save(tmp_path / "in.npy", a)
    page = succeed("inspect", "in.npy", ranks=2, cwd=tmp_path).out
    for name in ("t", "id", "v", "p"):
        assert f"in.npy, field {name}\n" in page
    assert f"maximum  {a['t'].max()}" in page
