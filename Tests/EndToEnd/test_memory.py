"""Runs whose records are larger than the memory they are given: the same bytes, in as much memory
as was stated before."""

import json
import re
import subprocess

import numpy as np
import pytest
from harness import LIMIT, PROGRAM, environment, run, succeed, user_is_root
from test_faults import may_mount, private_mounts

USAGE, IO = 64, 74
COUNT = 3_000_000

# Of 24 MB of records: most survive, some do, in every kind of plan.
PLANS = {
    "keep": ["--keep", "x > -1"],
    "top": ["--top", "70%"],
    "quantile": ["--above-quantile", "0.2"],
    "keep, then top": ["--keep", "x > -1", "--top", "60%"],
    "keep, then deadband": ["--keep", "i >= 0", "--deadband", "0.001"],
    "mass": ["--keep-mass", "90%", "--by", "abs(x)"],
    "outliers": ["--outliers", "iqr:1"],
    "sample": ["--sample", "80%"],
    "unique in rounds": ["--unique"],
    "keep, then unique": ["--keep", "x > -1", "--unique", "--keep-last"],
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("memory")
    np.save(folder / "in.npy", np.random.default_rng(7).normal(size=COUNT))
    return folder


def outputs(folder, *arguments, ranks, tag):
    names = [f"{tag}-{name}.npy" for name in ("out", "where", "rejects")]
    succeed(
        "in.npy", *arguments, "-o", names[0], "--index-out", names[1], "--rejects", names[2],
        "--report", f"{tag}.json", "--force", "-q", ranks=ranks, cwd=folder,
    )
    contents = [(folder / name).read_bytes() for name in names]
    return contents, json.loads((folder / f"{tag}.json").read_text())


@pytest.mark.parametrize("plan", PLANS)
def test_same_bytes_with_little_memory(plan, folder):
    plenty, report = outputs(folder, *PLANS[plan], ranks=2, tag="plenty")
    assert report["memory"]["scratchBytes"] == 0
    # The dedupe's messages take 8 MiB.
    budget = 22 if "unique" in plan else 14
    for ranks in (1, 3):
        scarce, report = outputs(
            folder, *PLANS[plan], "--memory", f"{budget}MiB", "--scratch", ".", ranks=ranks, tag="scarce"
        )
        memory = report["memory"]
        assert scarce == plenty, f"{ranks} ranks"
        assert memory["budget"] == budget << 20 and memory["budgetFrom"] == "typed"
        if ranks == 1 and "unique" not in plan:
            assert memory["scratchBytes"] > 8 << 20, memory
        if "unique" in plan:
            assert report["stages"][-1]["passes"] > 1
        assert memory["peak"] <= 1.1 * memory["predictedPeak"], memory
    assert sorted(path.suffix for path in folder.iterdir() if path.is_file()).count("") == 0


def test_memory_is_kept(tmp_path):
    """A quarter of a gigabyte through 16 MiB, on ranks that all hold some, moved and not."""
    with open(tmp_path / "in.bin", "wb") as file:
        file.truncate(1 << 28)
    for ranks, balance in [(1, "auto"), (4, "always"), (4, "never")]:
        succeed(
            "in.bin", "--raw", "u1", "--keep", f"i % 4 != 0 or i < {1 << 26}", "-o", "out.npy",
            "--balance", balance, "--memory", "16MiB", "--scratch", ".", "--report", "r.json",
            "--force", "-q", ranks=ranks, cwd=tmp_path,
        )
        memory = json.loads((tmp_path / "r.json").read_text())["memory"]
        assert memory["scratchBytes"] > 60 << 20, memory
        assert memory["peak"] <= 1.1 * memory["predictedPeak"], memory
        # Program, MPI library and what moves: less than 64 MiB.
        assert memory["predictedPeak"] <= (64 + 16) << 20, memory


@pytest.fixture(scope="module")
def text(tmp_path_factory):
    """80 MiB of lines in which text, integers that become floats, and gaps alternate."""
    folder = tmp_path_factory.mktemp("text")
    generator = np.random.default_rng(8)
    count = 1_600_000
    values = generator.integers(-999, 999, count).tolist()
    with open(folder / "in.csv", "w") as file:
        file.write("n,station,v,note\n")
        file.writelines(
            f"{n},S{n % 997},{value if n < count // 2 else value / 8},"
            + ('"two\nlines, of text"\n' if n % 61 == 0 else "with nothing to say here\n")
            for n, value in enumerate(values)
        )
    return folder


# Of 80 MiB of text: what is held of it is 24 bytes a line, 36 MiB, and survivors come on top.
TEXT_PLANS = {
    "keep": ["--keep", "v > -900", "--drop", "n % 10 == 0"],
    "top": ["--top", "60%", "--by", "v"],
    "text as keys": ["--unique", "--by", "station,v", "--keep-last"],
    "two passes": ["--keep", "n > 100", "--above-quantile", "0.3", "--by", "v"],
}


@pytest.mark.parametrize("plan", TEXT_PLANS)
def test_text_with_little_memory(plan, text):
    def outputs(*arguments, ranks, tag):
        names = [f"{tag}.csv", f"{tag}-rest.csv", f"{tag}.npy"]
        succeed(
            "in.csv", *TEXT_PLANS[plan], "-o", names[0], "--rejects", names[1], "--index-out",
            names[2], "--report", "r.json", "--force", "-q", *arguments, ranks=ranks, cwd=text,
        )
        contents = [(text / name).read_bytes() for name in names]
        return contents, json.loads((text / "r.json").read_text())["memory"]

    plenty, memory = outputs(ranks=2, tag="plenty")
    assert memory["scratchBytes"] == 0 and len(plenty[0]) > 1000
    # The dedupe sends messages of 8 MiB.
    budget = 40 if "keys" in plan else 12
    for ranks in (1, 3):
        scarce, memory = outputs(
            "--memory", f"{budget}MiB", "--scratch", ".", ranks=ranks, tag="scarce"
        )
        assert scarce == plenty, f"{ranks} ranks"
        assert memory["budget"] == budget << 20
        assert memory["scratchBytes"] > 8 << 20, memory
        assert memory["peak"] <= 1.1 * memory["predictedPeak"], memory
        # The program, the MPI library and its messages beside the budget.
        assert memory["predictedPeak"] <= (64 + budget) << 20, memory


@pytest.mark.parametrize("ranks", [1, 3])
def test_text_with_too_little_memory(ranks, text):
    """Refused before the text is read; what is named does."""
    arguments = ["in.csv", "--keep", "v > 0", "-o", "no.csv", "-q", "--scratch", "."]
    result = run(*arguments, "--memory", "1MiB", ranks=ranks, cwd=text)
    while result.code == USAGE:
        said = re.fullmatch(
            r"prune-mpi: --memory \d+MiB is less than a rank of this run needs for its work, "
            r"whatever survives: (\d+MiB)\ntry: --memory (\d+MiB)\n",
            result.err,
        )
        assert said and said[1] == said[2] and int(said[1][:-3]) <= 16, result.err
        assert not (text / "no.csv").exists()
        before, result = said[1], run(*arguments, "--memory", said[1], ranks=ranks, cwd=text)
        assert result.code == 0 or before not in result.err.split("try:")[1]
    assert result.code == 0
    (text / "no.csv").unlink()


def test_text_with_a_long_line(tmp_path):
    """A line is held whole while it is read, so its length is limited by the memory."""
    (tmp_path / "in.csv").write_text("a,b\n1,2\n3," + "x" * (3 << 20) + "\n5,6\n")
    for ranks in (1, 2):
        arguments = ["in.csv", "--keep", "a > 1", "-o", "out.csv", "--force", "--report", "r.json"]
        result = run(*arguments, "--memory", "12MiB", ranks=ranks, cwd=tmp_path)
        assert (result.code, result.err) == (
            65, "prune-mpi: in.csv: line 3 is longer than 1258291 bytes, for which --memory leaves "
            "room: is a closing quote missing?\ntry: --memory with more\n")
        succeed(*arguments, "--memory", "40MiB", ranks=ranks, cwd=tmp_path)
        memory = json.loads((tmp_path / "r.json").read_text())["memory"]
        assert memory["peak"] <= 1.1 * memory["predictedPeak"], memory


@pytest.mark.parametrize("ranks", [1, 2])
def test_text_without_a_scratch_directory(ranks, text):
    result = run("in.csv", "--keep", "v > 0", "-o", "no.csv", "--memory", "12MiB", "--scratch",
                 "nowhere", ranks=ranks, cwd=text)
    assert result.code == IO
    assert re.fullmatch(
        r"prune-mpi: (rank \d: )?cannot make a scratch file in nowhere: no such file or directory\n"
        r"try: --scratch with a directory that has room, or --memory with more\n", result.err,
    ), result.err
    assert not (text / "no.csv").exists()


def test_plan_and_report_say_it(folder):
    explained = succeed(
        "in.npy", "--keep", "x > 0", "--memory", "12MiB", "--scratch", "somewhere", "--explain",
        ranks=1, cwd=folder,
    ).out
    assert re.search(r"records +\S+ MiB  what is more goes to files in somewhere\n", explained)
    said = succeed(
        "in.npy", "--keep", "x > -1", "--memory", "8MiB", "--scratch", ".", ranks=1, cwd=folder
    ).out
    assert re.search(r"  scratch +[\d.]+ MiB of records put into files in \.\n", said)


@pytest.mark.parametrize("ranks", [1, 3])
def test_too_little_is_refused_before_the_run(ranks, folder):
    result = run(
        "in.npy", "--keep", "x > 0", "-o", "no.npy", "--memory", "1MiB", ranks=ranks, cwd=folder
    )
    assert result.code == USAGE
    said = re.fullmatch(
        r"prune-mpi: --memory 1MiB is less than a rank of this run needs for its work, whatever "
        r"survives: (\d+MiB)\ntry: --memory (\d+MiB)\n",
        result.err,
    )
    assert said and said[1] == said[2], result.err
    assert not (folder / "no.npy").exists()
    succeed(
        "in.npy", "--keep", "x > 0", "--memory", said[1], "--scratch", ".", "-q", ranks=ranks,
        cwd=folder,
    )


def test_no_such_scratch_directory(folder):
    result = run(
        "in.npy", "--keep", "x > -1", "-o", "no.npy", "--memory", "8MiB", "--scratch", "nowhere",
        ranks=2, cwd=folder,
    )
    assert result.code == IO
    assert re.fullmatch(
        r"prune-mpi: (rank \d: )?cannot make a scratch file in nowhere: no such file or directory\n"
        r"try: --scratch with a directory that has room, or --memory with more\n",
        result.err,
    ), result.err
    assert not (folder / "no.npy").exists()


@pytest.mark.skipif(not may_mount(), reason="this user may not mount a small disk")
@pytest.mark.parametrize("ranks", [1, 2])
def test_full_scratch_directory(ranks, folder):
    (folder / "disk").mkdir(exist_ok=True)
    script = 'mount -t tmpfs -o size=6m tmpfs disk && exec "$@"'
    command = [*private_mounts(), "bash", "-c", script, "bash", "mpirun", "-np", str(ranks)]
    command += [PROGRAM, "in.npy", "--keep", "x > -1", "-o", "no.npy", "--memory", "8MiB"]
    command += ["--scratch", "disk"]
    result = subprocess.run(
        command, cwd=folder, env=environment(), capture_output=True, text=True, timeout=LIMIT
    )
    assert result.returncode == IO, result.stderr
    assert re.match(
        r"prune-mpi: (rank \d: )?cannot write to the scratch file in disk: \d+ bytes more: "
        r"no space left on device\ntry: --scratch with a directory that has room, or --memory",
        result.stderr,
    ), result.stderr
    assert not (folder / "no.npy").exists()


def test_scratch_is_gone_when_the_run_is_killed(tmp_path):
    """Files without names leave nothing."""
    np.save(tmp_path / "in.npy", np.zeros(4_000_000))
    (tmp_path / "scratch").mkdir()
    succeed(
        "in.npy", "--keep", "x == 0", "--memory", "8MiB", "--scratch", "scratch", "-q", ranks=2,
        cwd=tmp_path,
    )
    assert list((tmp_path / "scratch").iterdir()) == []


def test_slurm_limits_the_default(folder):
    """A job that was given 100 MiB on this host for 2 ranks."""
    succeed(
        "in.npy", "--keep", "x > -1", "--report", "slurm.json", "--force", "-q", ranks=2,
        cwd=folder, env={"SLURM_MEM_PER_NODE": "100"},
    )
    memory = json.loads((folder / "slurm.json").read_text())["memory"]
    assert memory["budgetFrom"] == "limit"
    assert 0 < memory["budget"] < 50 << 20


@pytest.mark.parametrize(
    "stage", [["--keep", "x >= 0"], ["--top", 2], ["--unique"], ["--swing", 1]], ids=str
)
@pytest.mark.parametrize("count", [0, 3])
def test_fewer_records_than_ranks(count, stage, tmp_path):
    np.save(tmp_path / "in.npy", np.arange(float(count)))
    kept = []
    for extra in ([], ["--memory", "22MiB", "--scratch", "."]):
        succeed("in.npy", *stage, "-o", "out.npy", "--force", "-q", *extra, ranks=5, cwd=tmp_path)
        kept.append((tmp_path / "out.npy").read_bytes())
    expected = {"--keep": [0, 1, 2], "--top": [1, 2], "--unique": [0, 1, 2], "--swing": [0, 2]}
    assert kept[0] == kept[1]
    assert np.load(tmp_path / "out.npy").tolist() == (expected[stage[0]] if count else [])
