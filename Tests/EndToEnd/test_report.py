"""The report: its keys, its sums, and the effect computed again from the counts."""

import json

import numpy as np
import pytest
from arrays import clustered
from harness import succeed

KEYS = (
    "version command ranks hosts input records stages phases effect imbalance balance memory "
    "communication output"
).split()


def report_of(folder, *arguments, ranks):
    result = succeed(*arguments, "--report", "report.json", "-q", ranks=ranks, cwd=folder)
    return json.loads((folder / "report.json").read_text()), result.out


@pytest.fixture
def folder(tmp_path):
    np.save(tmp_path / "in.npy", clustered(10_000))
    return tmp_path


def even(total, ranks):
    """Contiguous parts whose sizes differ by at most one, larger ones first."""
    return [total // ranks + (rank < total % ranks) for rank in range(ranks)]


def imbalance(counts):
    return max(counts) / (sum(counts) / len(counts))


@pytest.mark.parametrize("ranks", [1, 2, 3, 8])
def test_effect_is_that_of_the_counts(folder, ranks):
    arguments = ["in.npy", "--keep", "x > 4", "-o", "kept.npy", "--balance", "always"]
    report, _ = report_of(folder, *arguments, ranks=ranks)
    assert sorted(report) == sorted(KEYS)

    mask = np.load(folder / "in.npy") > 4
    before = even(mask.size, ranks)
    edges = np.cumsum([0, *before])
    pruned = [int(mask[a:b].sum()) for a, b in zip(edges, edges[1:], strict=False)]
    balanced = even(int(mask.sum()), ranks)

    assert report["records"] == {
        "read": mask.size, "survived": int(mask.sum()), "dropped": int((~mask).sum()),
    }
    effect = report["effect"]
    assert report["ranks"] == ranks
    for name, counts in [("before", before), ("pruned", pruned), ("balanced", balanced)]:
        assert [rank[name] for rank in effect["perRank"]] == counts

    performance_before = [k / max(before) for k in pruned]
    performance_after = [b / max(balanced) for b in balanced]
    assert effect["before"] == pytest.approx(performance_before)
    assert effect["after"] == pytest.approx(performance_after)
    assert effect["P0"] == pytest.approx(np.mean(performance_before))
    assert effect["P1"] == pytest.approx(np.mean(performance_after))
    assert effect["P"] == pytest.approx(max(before) / max(balanced))
    assert effect["P"] == pytest.approx(effect["P1"] / effect["P0"])
    assert effect["pruningAlone"] == pytest.approx(max(before) / max(pruned))
    measured = effect["measured"]
    assert measured["P"] == pytest.approx(measured["secondsBefore"] / measured["secondsAfter"])

    assert report["imbalance"]["before"] == pytest.approx(imbalance(before))
    assert report["imbalance"]["pruned"] == pytest.approx(imbalance(pruned))
    assert report["imbalance"]["balanced"] == pytest.approx(imbalance(balanced))


def test_sums(folder):
    stages = ["--keep", "x > 1", "--drop", "x > 8", "--keep", "i % 2 == 0"]
    arguments = ["in.npy", *stages, "-o", "out", "--shards", 3, "--rejects", "rejects.npy"]
    report, _ = report_of(folder, *arguments, "--index-out", "index.npy", ranks=4)
    array = np.load(folder / "in.npy")
    masks = [array > 1, ~(array > 8), np.arange(array.size) % 2 == 0]

    left = np.ones(array.size, bool)
    for stage, mask, kind in zip(
        report["stages"], masks, ["keep", "drop", "keep"], strict=True
    ):
        read, left = int(left.sum()), left & mask
        assert stage["kind"] == kind
        assert stage["read"] == read
        assert stage["survived"] == int(left.sum())
        assert stage["dropped"] == read - int(left.sum())

    total = report["records"]
    assert total["read"] == total["survived"] + total["dropped"] == array.size
    per_rank = report["effect"]["perRank"]
    assert sum(rank["before"] for rank in per_rank) == array.size
    assert sum(rank["pruned"] for rank in per_rank) == total["survived"]
    assert sum(rank["balanced"] for rank in per_rank) == total["survived"]
    assert sum(rank["readBytes"] for rank in per_rank) >= array.nbytes

    files = report["output"]["files"]
    by_role = {}
    for file in files:
        path = folder / file["path"]
        assert path.stat().st_size == file["bytes"], file
        assert len(np.load(path)) == file["records"], file
        by_role[file["role"]] = by_role.get(file["role"], 0) + file["records"]
    assert by_role == {
        "survivors": total["survived"], "index": total["survived"], "rejects": total["dropped"],
    }

    names = "initialise analyse prune optimise evaluate".split()
    assert [phase["phase"] for phase in report["phases"]] == names
    assert all(phase["seconds"] >= 0 for phase in report["phases"])
    assert report["input"]["bytes"] == array.nbytes
    assert report["input"]["shape"] == [array.size]
    assert report["memory"]["peak"] > 0
    assert report["memory"]["predictedPeak"] >= report["memory"]["peak"]


@pytest.mark.parametrize(
    "policy, decision", [("always", "moved"), ("never", "stayed")]
)
def test_balance_says_what_was_done(folder, policy, decision):
    arguments = ["in.npy", "--keep", "x > 4", "-o", "kept.npy", "--balance", policy]
    balance = report_of(folder, *arguments, ranks=4)[0]["balance"]
    assert balance["policy"] == policy
    assert balance["decision"] == decision
    assert (balance["movedRecords"] > 0) == (decision == "moved")
    assert balance["movedBytes"] == balance["movedRecords"] * 8
    assert balance["surplusRecords"] > 0


def test_auto_weighs_cost_against_gain(folder):
    """With no pass to come moving cannot pay; with very many it must."""
    for reuse, decision in [(0, "stayed"), (1e12, "moved")]:
        arguments = ["in.npy", "--keep", "x > 4", "--balance", "auto", "--reuse", reuse]
        balance = report_of(folder, *arguments, "--force", ranks=4)[0]["balance"]
        assert balance["decision"] == decision
        gain, cost = balance["predictedGainSeconds"], balance["predictedMoveSeconds"]
        assert (gain > cost) == (decision == "moved")


def test_no_survivors_is_said_in_words(folder):
    report, page = report_of(folder, "in.npy", "--keep", "x > 99", ranks=3)
    assert report["effect"]["P"] is None
    assert "nan" not in page.lower().replace("nanosecond", "")
    assert report["records"]["survived"] == 0


def test_page_and_json_agree(folder):
    report, page = report_of(folder, "in.npy", "--keep", "x > 4", "-o", "kept.npy", ranks=4)
    for number in (report["records"]["survived"], report["records"]["read"]):
        assert f"{number:,}" in page or str(number) in page
    assert report["output"]["digest"][:8] in page
    assert all(len(line) <= 100 for line in page.splitlines())


def test_published_example():
    lists = ["--before", "0.8,0.9,0.7,0.85,0.88", "--after", "0.9,0.95,0.8,0.9,0.9"]
    for ranks in (None, 3):
        result = succeed("effect", *lists, ranks=ranks, cwd="/")
        for number in ("0.826", "0.89", "1.0775"):
            assert number in result.out, str(result)


def test_built_in_example(tmp_path):
    """Without arguments: the array example, the main job on eight ranks, the next commands."""
    for ranks in (None, 8):
        result = succeed(ranks=ranks, cwd=tmp_path)
        assert "5 6 7 8 9" in result.out, str(result)
        assert result.out.count("prune-mpi ") >= 3
    assert list(tmp_path.iterdir()) == []
