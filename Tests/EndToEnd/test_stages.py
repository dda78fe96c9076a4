"""Every stage against NumPy or a plain loop, on several rank counts: the same bytes on each."""

import json
from fractions import Fraction
from math import ceil

import numpy as np
import pytest
from arrays import FLOATS, INTEGERS, sample
from harness import in_parallel, npy_bytes, run, succeed
from philox import sample_positions

RANKS = (1, 2, 3, 8)


def prune(folder, arguments, *, ranks=RANKS, inputs=("in.npy",), outputs=("out.npy",)):
    """Runs on every number of ranks, in folders of their own; what they wrote, which is the same."""

    def one(count):
        place = folder / f"ranks-{count}"
        place.mkdir(exist_ok=True)
        files = [folder / name for name in inputs]
        succeed(
            *files, *arguments, "-o", "out.npy", "--force", "--report", "report.json", "--quiet",
            ranks=count, cwd=place,
        )
        return [(place / name).read_bytes() for name in outputs]

    written = in_parallel(one, ranks)
    assert all(other == written[0] for other in written[1:]), f"{arguments}: ranks differ"
    return written[0]


def report(folder, ranks=1):
    return json.loads((folder / f"ranks-{ranks}" / "report.json").read_text())


def facts(folder, stage=0):
    return {f["name"]: f["number"] if f["text"] is None else f["text"]
            for f in report(folder)["stages"][stage]["facts"]}


def largest(keys, count):
    """Positions of the `count` largest keys, ties to the lower position, in order."""
    order = np.argsort(-keys.astype(object), kind="stable") if keys.dtype.kind in "iu" else \
        np.argsort(-keys, kind="stable")
    return np.sort(order[:count])


def selected(keys, side, amount):
    count = len(keys)
    wanted = min(amount, count) if isinstance(amount, int) else \
        ceil(Fraction(amount.rstrip("%")) * count / 100)
    if side == "top":
        return largest(keys, wanted)
    order = np.argsort(keys.astype(object) if keys.dtype.kind in "iu" else keys, kind="stable")
    return np.sort(order[:wanted])


@pytest.mark.parametrize("code", [*INTEGERS, *FLOATS])
def test_selections_of_all_types(code, tmp_path):
    values = sample(code, 500, byte_order=">" if code in ("f4", "i8", "u2") else "<")
    values = values[values == values]
    np.save(tmp_path / "in.npy", values)
    native = values.astype(np.dtype(code))
    for side, amount in [("top", 37), ("bottom", "12.5%")]:
        (out,) = prune(tmp_path, [f"--{side}", amount], ranks=(1, 3))
        assert out == npy_bytes(values[selected(native, side, amount)]), (side, amount)


@pytest.mark.parametrize("code", ["<f2", "<f4", ">f8", "<i4"])
def test_selections_by_magnitude(code, tmp_path):
    """With and without what keeps a pass from comparing and compacting at once."""
    values = sample(code[1:], 3000, byte_order=code[0])
    values = values[values == values]
    np.save(tmp_path / "in.npy", values)
    keys = abs(values).astype(code[1:])
    cut = np.quantile(keys.astype("f8"), 0.8, method="inverted_cdf")
    for stage, kept in [
        (["--top", 300], selected(keys, "top", 300)), (["--bottom", 7], selected(keys, "bottom", 7)),
        (["--above-quantile", "0.8"], np.flatnonzero(keys > cut)),
        (["--below-quantile", "0.8"], np.flatnonzero(keys < cut)),
    ]:
        for more in ([], ["--rejects", "r.npy"]):
            (out,) = prune(tmp_path, [*stage, "--by", "abs(x)", *more], ranks=(1, 3))
            assert out == npy_bytes(values[kept]), (stage, more)


@pytest.mark.parametrize("count", [0, 1, 99, 100, 101])
@pytest.mark.parametrize("make", [
    lambda n: np.zeros(n), lambda n: np.arange(n, dtype="f8"), lambda n: -np.arange(n, dtype="f8"),
    lambda n: np.where(np.arange(n) == n // 2, 5.0, 1.0), lambda n: (np.arange(n) % 3) - 0.0,
], ids=["equal", "sorted", "reverse", "all but one", "three values"])
def test_top_of_hard_arrays(count, make, tmp_path):
    values = make(100)
    values[::7] *= -0.0 if values[0] == 0 else 1
    np.save(tmp_path / "in.npy", values)
    (out,) = prune(tmp_path, ["--top", count, "--index-out", "i.npy"], ranks=(1, 3))
    assert out == npy_bytes(values[largest(values, count)])
    index = np.load(tmp_path / "ranks-3" / "i.npy")
    assert np.array_equal(index, largest(values, count))


def test_extreme_integers(tmp_path):
    for code in ("i8", "u8"):
        limits = np.iinfo(code)
        values = np.array(
            [limits.max, limits.min, limits.max - 1, limits.min + 1, 2**53, 2**53 + 1, 0] * 3,
            dtype=code)
        np.save(tmp_path / "in.npy", values)
        (out,) = prune(tmp_path, ["--top", 4])
        assert out == npy_bytes(values[largest(values, 4)])


@pytest.mark.parametrize("quantile", ["0", "0.1", "0.25", "0.5", "0.9", "0.999", "1"])
def test_quantiles(quantile, tmp_path):
    generator = np.random.default_rng(7)
    values = np.round(generator.normal(0, 3, 1000), 2).astype("f4")
    np.save(tmp_path / "in.npy", values)
    cut = np.quantile(values, float(quantile), method="inverted_cdf")
    (out,) = prune(tmp_path, ["--above-quantile", quantile], ranks=(1, 3))
    assert out == npy_bytes(values[values > cut])
    assert facts(tmp_path)["quantile"] == cut
    (out,) = prune(tmp_path, ["--below-quantile", quantile], ranks=(1, 8))
    assert out == npy_bytes(values[values < cut])


@pytest.mark.parametrize("percent", ["0%", "1%", "50%", "90%", "99.99%", "100%"])
def test_keep_mass(percent, tmp_path):
    generator = np.random.default_rng(3)
    values = generator.exponential(1, 400) * 10.0 ** generator.integers(-12, 12, 400)
    values[::11] = 0
    np.save(tmp_path / "in.npy", values)
    (out,) = prune(tmp_path, ["--keep-mass", percent])
    keys = [Fraction(v) for v in values.tolist()]
    target = Fraction(percent.rstrip("%")) / 100 * sum(keys)
    order = sorted(range(len(keys)), key=lambda i: (-keys[i], i))
    total, kept = Fraction(0), []
    for index in order:
        if total >= target:
            break
        total += keys[index]
        kept.append(index)
    assert out == npy_bytes(values[sorted(kept)])


def test_budget(tmp_path):
    values = np.random.default_rng(5).normal(size=1000)
    np.save(tmp_path / "in.npy", values)
    for size, count in [("800", 100), ("1KiB", 128), ("10%", 100), ("0", 0), ("1GB", 1000)]:
        (out,) = prune(tmp_path, ["--budget", size, "--by", "abs(x)"], ranks=(1, 3))
        assert out == npy_bytes(values[largest(abs(values), count)]), size
    (out,) = prune(tmp_path, ["--budget", "3 ranks", "--rank-memory", "100B"])
    assert out == npy_bytes(values[largest(values, 36)])


def first_of_each(keys, last=False):
    """Positions of the first or last record of each key, in order; and how many have it."""
    seen, counts = {}, {}
    for position, key in enumerate(keys):
        counts[key] = counts.get(key, 0) + 1
        if last or key not in seen:
            seen[key] = position
    kept = sorted((position, key) for key, position in seen.items())
    return [position for position, _ in kept], [counts[key] for _, key in kept]


def value_keys(values):
    """By value: -0 is 0, NaN one value."""
    return ["nan" if v != v else v + 0 if v == 0 else v for v in values.tolist()]


@pytest.mark.parametrize("code", ["i1", "u2", "i4", "i8", "u8", "f2", "f4", "f8", "b1"])
@pytest.mark.parametrize("last", [False, True])
def test_unique(code, last, tmp_path):
    values = sample(code, 600, byte_order=">")
    values = np.concatenate([values, values[::2], values[:50]])
    np.save(tmp_path / "in.npy", values)
    flags = ["--unique", *(["--keep-last"] if last else []), "--count-out", "n.npy", "--nan", "keep"]
    out, counted = prune(tmp_path, flags, outputs=("out.npy", "n.npy"), ranks=(1, 2, 3))
    kept, counts = first_of_each(value_keys(values), last)
    assert out == npy_bytes(values[kept])
    assert counted == npy_bytes(np.array(counts, "i8"))


@pytest.mark.parametrize("method", ["zscore:2", "zscore:0", "iqr:1.5", "iqr:0", "mad:3", "mad:0"])
@pytest.mark.parametrize("only", [False, True])
def test_outliers(method, only, tmp_path):
    generator = np.random.default_rng(11)
    values = np.round(generator.normal(10, 2, 801), 1)
    values[::40] *= 5
    np.save(tmp_path / "in.npy", values)
    flags = ["--outliers", method, *(["--only-outliers"] if only else [])]
    (out,) = prune(tmp_path, flags, ranks=(1, 3))
    name, factor = method.split(":")
    k = float(factor)

    def quantile(array, q):
        return np.quantile(array, q, method="inverted_cdf")

    if name == "iqr":
        low, high = quantile(values, 0.25), quantile(values, 0.75)
        away = (values < low - k * (high - low)) | (values > high + k * (high - low))
    elif name == "mad":
        middle = quantile(values, 0.5)
        away = abs(values - middle) > k * quantile(abs(values - middle), 0.5)
    else:
        exact = [Fraction(v) for v in values.tolist()]
        mean = float(sum(exact) / len(exact))
        squares = [Fraction((v - mean) ** 2) for v in values.tolist()]
        away = abs(values - mean) > k * np.sqrt(float(sum(squares) / len(squares)))
    assert out == npy_bytes(values[away == only])


@pytest.mark.parametrize("amount", ["0", "1", "17", "999", "1000", "1001", "2.5%", "100%"])
def test_sample_by_replay(amount, tmp_path):
    values = np.arange(1000, dtype="i4") * 3
    np.save(tmp_path / "in.npy", values)
    amount_or_count = amount if amount.endswith("%") else int(amount)
    for seed in (0, 2**64 - 1):
        (out,) = prune(tmp_path, ["--sample", amount, "--seed", seed])
        assert out == npy_bytes(values[sample_positions(1000, amount_or_count, seed)])


def test_samples_are_uniform(tmp_path):
    """Chi squared over ten groups of positions and 40 seeds; the bound is that of 1 in 10⁶."""
    np.save(tmp_path / "in.npy", np.arange(500))

    def draw(seed):
        place = tmp_path / f"seed-{seed}"
        place.mkdir()
        succeed(tmp_path / "in.npy", "--sample", 50, "--seed", seed, "-o", "out.npy", "--quiet",
                ranks=2, cwd=place)
        return np.load(place / "out.npy")

    drawn = np.concatenate(in_parallel(draw, range(40)))
    groups = np.bincount(drawn // 50, minlength=10)
    assert ((groups - 200) ** 2 / 200).sum() < 48
    assert len(set(drawn.tolist())) > 480


@pytest.mark.parametrize("step, offset", [(1, 0), (2, 1), (7, 3), (1000, 999), (5000, 4000)])
def test_every(step, offset, tmp_path):
    values = np.arange(1000, dtype="u2")
    np.save(tmp_path / "in.npy", values)
    (out,) = prune(tmp_path, ["--every", step, "--offset", offset])
    assert out == npy_bytes(values[offset::step])


@pytest.mark.parametrize("code", [*FLOATS, "i4"])
def test_nonfinite(code, tmp_path):
    values = sample(code, 400)
    np.save(tmp_path / "in.npy", values)
    (out,) = prune(tmp_path, ["--nonfinite", "drop"], ranks=(1, 3))
    assert out == npy_bytes(values[np.isfinite(values)])
    if code != "i4":
        found = facts(tmp_path)
        assert found["NaN"] == np.isnan(values).sum()
        assert found["+inf"] == (values == np.inf).sum()
        assert found["-inf"] == (values == -np.inf).sum()


NAN_STAGES = [["--top", 5], ["--unique"], ["--above-quantile", "0.5"], ["--outliers", "mad:3"],
              ["--keep-mass", "50%", "--by", "abs(x)"], ["--deadband", 1], ["--swing", 1]]


@pytest.mark.parametrize("stage", NAN_STAGES, ids=lambda stage: stage[0])
def test_nan(stage, tmp_path):
    values = np.array([1.0, np.nan, 3.0, 2.0, np.nan, 9.0, 1.0, 4.0])
    np.save(tmp_path / "in.npy", values)
    clean = values[values == values]
    np.save(tmp_path / "clean.npy", clean)
    for ranks in (1, 3):
        result = run(tmp_path / "in.npy", *stage, "-o", "o.npy", ranks=ranks, cwd=tmp_path)
        assert result.code == 65, str(result)
        lines = result.err.splitlines()
        assert "NaN for 2 records" in lines[0] and lines[1] == "try: --nan drop, or --nan keep"
        assert len(lines) == 2 and not (tmp_path / "o.npy").exists()
    (dropped,) = prune(tmp_path, [*stage, "--nan", "drop"], ranks=(1, 3))
    (without,) = prune(tmp_path, stage, inputs=("clean.npy",), ranks=(1, 3))
    assert dropped == without
    prune(tmp_path, [*stage, "--nan", "keep"], ranks=(1, 2, 8))
    kept = np.load(tmp_path / "ranks-1" / "out.npy")
    assert np.isnan(kept).sum() == (1 if stage == ["--unique"] else 2)


# Sensors.

def series(seed, count=600):
    """Interleaved series with plateaus, ramps and jumps, in steps of a quarter, which are exact."""
    generator = np.random.default_rng(seed)
    records = np.zeros(count, [("t", "<i8"), ("id", "<u2"), ("v", "<f8")])
    records["id"] = generator.integers(0, 7, count)
    records["t"] = 1000 + np.cumsum(generator.integers(0, 3, count))
    steps = generator.choice([0, 0, 0, 0.25, -0.25, 0.25, 4], count)
    for which in range(7):
        own = records["id"] == which
        records["v"][own] = np.cumsum(steps[own])
    return records


def deadband(records, width, gap=None, previous=False):
    last, before, kept = {}, {}, set()
    for position, (t, series_id, v) in enumerate(records.tolist()):
        if series_id not in last:
            keep, jump = True, False
        else:
            jump = abs(v - last[series_id][1]) > width
            keep = jump or (gap is not None and t - last[series_id][0] >= gap)
        if keep:
            if jump and previous:
                kept.add(before[series_id])
            kept.add(position)
            last[series_id] = (t, v)
        before[series_id] = position
    return sorted(kept)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("flags, options", [
    ([], {}), (["--max-gap", 40], {"gap": 40}), (["--keep-previous"], {"previous": True})])
def test_deadband(seed, flags, options, tmp_path):
    records = series(seed)
    np.save(tmp_path / "in.npy", records)
    (out,) = prune(
        tmp_path, ["--deadband", 0.5, "--value", "v", "--time", "t", "--by", "id", *flags])
    assert out == npy_bytes(records[deadband(records, 0.5, **options)])


@pytest.mark.parametrize("seed", range(4))
def test_swing_keeps_its_bound(seed, tmp_path):
    records = series(seed)
    np.save(tmp_path / "in.npy", records)
    prune(tmp_path, ["--swing", 0.5, "--value", "v", "--time", "t", "--by", "id",
                     "--index-out", "i.npy"])
    kept = set(np.load(tmp_path / "ranks-3" / "i.npy").tolist())
    worst = Fraction(0)
    for which in range(7):
        own = [p for p in range(len(records)) if records["id"][p] == which]
        assert own[0] in kept and own[-1] in kept
        for index, position in enumerate(own):
            if position in kept:
                continue
            left = max(p for p in own[:index] if p in kept)
            right = min(p for p in own[index:] if p in kept)
            (t0, v0), (t, v), (t1, v1) = (
                (int(records["t"][p]), Fraction(float(records["v"][p])))
                for p in (left, position, right))
            assert t0 < t < t1, "a line over times that do not grow"
            worst = max(worst, abs(v0 + (v1 - v0) * Fraction(t - t0, t1 - t0) - v))
    assert worst <= Fraction(1, 2)
    assert len(kept) < len(records)
    assert facts(tmp_path)["largest error"] == pytest.approx(float(worst), rel=1e-12)


# Stages together.

def test_stages_in_the_order_typed(tmp_path):
    values = np.random.default_rng(1).integers(-50, 50, 5000).astype("i2")
    np.save(tmp_path / "in.npy", values)

    def by_hand(order):
        positions = np.arange(len(values))
        for stage in order:
            here = values[positions]
            if stage == "keep":
                positions = positions[here > 0]
            elif stage == "unique":
                positions = positions[first_of_each(here.tolist())[0]]
            elif stage == "top":
                positions = positions[selected(here, "top", "10%")]
            else:
                positions = positions[positions % 3 == 0]
        return positions

    flags = {"keep": ["--keep", "x > 0"], "unique": ["--unique"], "top": ["--top", "10%"],
             "place": ["--keep", "i % 3 == 0"]}
    for order in (["keep", "unique", "top"], ["top", "place", "unique"],
                  ["unique", "top", "keep", "place"], ["place", "top"]):
        arguments = [word for stage in order for word in flags[stage]]
        out, index, rejects = prune(
            tmp_path, [*arguments, "--index-out", "i.npy", "--rejects", "r.npy"],
            outputs=("out.npy", "i.npy", "r.npy"))
        kept = by_hand(order)
        assert out == npy_bytes(values[kept]), order
        assert index == npy_bytes(kept.astype("i8")), order
        assert rejects == npy_bytes(np.delete(values, kept)), order
        said = report(tmp_path, 3)
        assert said["records"]["survived"] == len(kept)
        assert [s["kind"] for s in said["stages"]] == [flags[s][0][2:] for s in order]


def test_counts_follow_the_survivors(tmp_path):
    values = np.random.default_rng(2).integers(0, 40, 900)
    np.save(tmp_path / "in.npy", values)
    out, counted = prune(
        tmp_path, ["--unique", "--count-out", "n.npy", "--keep", "x % 2 == 0", "--top", 5],
        outputs=("out.npy", "n.npy"))
    kept, counts = first_of_each(values.tolist())
    number = dict(zip(values[kept].tolist(), counts, strict=True))
    even = np.array([v for v in values[kept] if v % 2 == 0])
    expected = even[largest(even, 5)]
    assert out == npy_bytes(expected)
    assert counted == npy_bytes(np.array([number[v] for v in expected.tolist()], "i8"))


def test_all_survivors_on_one_rank_and_none(tmp_path):
    values = np.arange(4000, dtype="f4")
    np.save(tmp_path / "in.npy", values)
    (out,) = prune(tmp_path, ["--keep", "x >= 3900", "--top", "7", "--sample", "3"])
    assert len(out) == len(npy_bytes(values[:3]))
    (out,) = prune(tmp_path, ["--keep", "x < 0", "--top", "10%", "--unique", "--outliers", "iqr:1",
                              "--keep-mass", "50%", "--deadband", "1", "--swing", "1"])
    assert out == npy_bytes(values[:0])
    (out,) = prune(tmp_path, ["--bottom", "0", "--unique", "--top", "0"])
    assert out == npy_bytes(values[:0])


ALL_STAGES = [
    ["--top", 3], ["--bottom", "50%"], ["--above-quantile", "0.5"], ["--below-quantile", "0.5"],
    ["--unique"], ["--outliers", "zscore:1"], ["--sample", 2], ["--every", 2], ["--deadband", 1],
    ["--swing", 1], ["--nonfinite", "drop"], ["--budget", "16"],
    ["--keep-mass", "50%", "--by", "abs(x)"],
]


@pytest.mark.parametrize("stage", ALL_STAGES, ids=lambda stage: stage[0])
@pytest.mark.parametrize("count", [0, 1, 5])
def test_fewer_records_than_ranks(stage, count, tmp_path):
    np.save(tmp_path / "in.npy", np.arange(count, dtype="f8") * 2)
    prune(tmp_path, [*stage, "--rejects", "r.npy"], outputs=("out.npy", "r.npy"), ranks=(1, 8))


def test_random_runs(tmp_path):
    """Lengths, repeats, NaN, zeros of both signs: every stage the same on any number of ranks."""
    generator = np.random.default_rng(20261124)

    def one(case):
        place = tmp_path / str(case)
        place.mkdir()
        count = int(generator.integers(0, 200))
        values = generator.choice([0.0, -0.0, 1.5, -2.5, 3.0, np.nan, 7.25, 1e300], count)
        noise = generator.normal(size=count)
        values = np.where(generator.random(count) < 0.5, values, noise)
        np.save(place / "in.npy", values)
        stages = [ALL_STAGES[int(k)] for k in generator.integers(0, len(ALL_STAGES), 2)]
        return place, [word for stage in stages for word in stage]

    cases = [one(case) for case in range(14)]
    in_parallel(
        lambda case: prune(case[0], [*case[1], "--nan", ("drop", "keep")[len(case[1]) % 2]]), cases)


def test_explain_says_what_is_known(tmp_path):
    np.save(tmp_path / "in.npy", np.arange(1000.0))
    page = succeed("in.npy", "--top", "10%", "--explain", cwd=tmp_path).out
    assert "about 100, 10.0 %" in page or "100, 10.0 %" in page, page
    assert "when all records are known" in page
    page = succeed("in.npy", "--unique", "--explain", cwd=tmp_path).out
    assert "at most 1,000, 100 %" in page, page


def test_passes_and_messages_do_not_grow_with_the_amount(tmp_path):
    """One pass to solve, and as many calls and bytes for any number of records."""
    np.save(tmp_path / "in.npy", np.random.default_rng(9).normal(size=400_000))
    costs = set()
    for amount in (10, 1000, 100_000, 399_999):
        prune(tmp_path, ["--top", amount], ranks=(3,))
        stage = report(tmp_path, 3)["stages"][0]
        assert stage["passes"] == 1, stage
        costs.add(stage["calls"])
        assert stage["bytes"] < 8 << 20
    assert max(costs) - min(costs) <= 6, costs
