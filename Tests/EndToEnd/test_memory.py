"""Runs whose records are larger than the memory they are given: the same bytes, in as much memory
as was stated before."""

import json
import os
import re
import subprocess

import numpy as np
import pytest
from harness import LIMIT, PROGRAM, environment, finish, run, start, succeed, user_is_root
from test_faults import may_mount, private_mounts, wait_until_paused

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


@pytest.mark.parametrize("spill", ["scratch", "reread"])
@pytest.mark.parametrize("plan", PLANS)
def test_same_bytes_with_little_memory(plan, spill, folder):
    plenty, report = outputs(folder, *PLANS[plan], ranks=2, tag="plenty")
    assert report["memory"]["scratchBytes"] == 0 and report["memory"]["rereadBytes"] == 0
    # A later pass works on what the first one left.
    reread = spill == "reread" and not plan.startswith("keep, then")
    # The dedupe's messages take 8 MiB.
    budget = 22 if "unique" in plan else 14
    for ranks in (1, 3):
        scarce, report = outputs(
            folder, *PLANS[plan], "--memory", f"{budget}MiB", "--scratch", ".", "--spill", spill,
            ranks=ranks, tag="scarce",
        )
        memory = report["memory"]
        assert scarce == plenty, f"{ranks} ranks"
        assert memory["budget"] == budget << 20 and memory["budgetFrom"] == "typed"
        if ranks == 1 and "unique" not in plan:
            which = "rereadBytes" if reread else "scratchBytes"
            assert memory[which] > 8 << 20, memory
            assert memory["spill"]["way"] == ("reread" if reread else "scratch")
            assert memory["spill"].get("obstacle") == (
                "passes" if plan.startswith("keep, then") else None
            )
        if reread:
            assert memory["scratchBytes"] == 0 and report["balance"]["decision"] in ("notHeld", "even")
        if "unique" in plan:
            assert report["stages"][-1]["passes"] > 1
        assert memory["peak"] <= 1.1 * memory["predictedPeak"], memory
    assert sorted(path.suffix for path in folder.iterdir() if path.is_file()).count("") == 0


def test_memory_is_kept(tmp_path):
    """A quarter of a gigabyte through 16 MiB, on ranks that all hold some, moved and not."""
    with open(tmp_path / "in.bin", "wb") as file:
        file.truncate(1 << 28)
    for ranks, balance, spill in [
        (1, "auto", "scratch"), (4, "always", "reread"), (4, "never", "scratch"),
        (1, "auto", "reread"), (3, "auto", "reread"),
    ]:
        succeed(
            "in.bin", "--raw", "u1", "--keep", f"i % 4 != 0 or i < {1 << 26}", "-o", "out.npy",
            "--balance", balance, "--memory", "16MiB", "--scratch", ".", "--report", "r.json",
            "--spill", spill, "--force", "-q", ranks=ranks, cwd=tmp_path,
        )
        memory = json.loads((tmp_path / "r.json").read_text())["memory"]
        # What moves must be held.
        way = "scratch" if balance == "always" else spill
        assert memory["spill"]["way"] == way
        assert memory["rereadBytes" if way == "reread" else "scratchBytes"] > 60 << 20, memory
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
        "in.npy", "--keep", "x > 1", "--memory", "12MiB", "--scratch", "somewhere", "--explain",
        ranks=1, cwd=folder,
    ).out
    assert re.search(r"records +\S+ MiB  what is more goes to files in somewhere\n", explained)
    assert "  no room  survivors go to a file, none are expected\n" in explained
    said = succeed(
        "in.npy", "--keep", "x > -1", "--memory", "8MiB", "--scratch", ".", "--spill", "scratch",
        ranks=1, cwd=folder,
    ).out
    assert re.search(r"  scratch +[\d.]+ MiB of records put into files in \.\n", said)
    costs = r"a scratch file [\d.]+ ms, a second read [\d.]+ ms\n"
    assert re.search(r"MiB of records put into files in \.\n +as --spill scratch asks; predicted, over all ranks: " + costs, said)


@pytest.mark.parametrize("ranks", [1, 3])
def test_most_survivors_are_read_again_unless_it_is_said(ranks, folder):
    """A quarter of the data has room, nearly all survives: to read again costs less than to write."""
    arguments = ["in.npy", "--keep", "x > -1", "--memory", f"{8 // ranks + 4}MiB", "--scratch", "."]
    explained = succeed(*arguments, "--explain", ranks=ranks, cwd=folder).out
    assert re.search(r"records +\S+ MiB  what is more is read a second time\n", explained)
    costs = r"predicted, over all ranks: a second read [\d.]+ ms, a scratch file [\d.]+ ms\n"
    assert re.search(
        r"  no room  survivors are counted and read again, about [\d.]+ MiB are expected\n +" + costs,
        explained,
    )
    said = succeed(*arguments, ranks=ranks, cwd=folder).out
    assert re.search(
        r"  read again +[\d.]+ MiB, for survivors that had no room\n +" + costs, said
    )
    if ranks > 1:
        assert "as those without room were read a second time" in said


# What is written, by its name, of records with two fields in one file, or in files of their own.
OUTPUTS = {
    "npy": ["-o", "out.npy"],
    "shards": ["-o", "out", "--shards", "4"],
    "hdf5": ["-o", "out.h5", "--rejects", "rest.h5", "--index-out", "where.h5"],
    "hdf5 shards": ["-o", "out.h5", "--shards", "3"],
    "zarr": ["-o", "out.zarr", "--index-out", "where.zarr"],
    "only numbers": ["--index-out", "where.npy", "--rejects", "rest.npy"],
    "only digest": [],
}


# The arrays of a zarr group are not structures.
@pytest.mark.parametrize(
    "columns, kind",
    [(columns, kind) for columns in ("element", "structure", "files") for kind in OUTPUTS
     if (columns, kind) != ("structure", "zarr")],
)
def test_read_again_into_every_kind_of_output(columns, kind, tmp_path):
    rng = np.random.default_rng(3)
    v, t = rng.normal(size=700_001), np.arange(700_001, dtype=">i4")
    if columns == "structure":
        both = np.zeros(len(v), dtype=[("v", "<f8"), ("t", ">i4"), ("w", "<u2", 3)])
        both["v"], both["t"], both["w"][:, 1] = v, t, t % 1000
        np.save(tmp_path / "in.npy", both)
    elif columns == "files":
        np.save(tmp_path / "v.npy", v)
        np.save(tmp_path / "t.npy", t)
    else:
        np.save(tmp_path / "in.npy", v)
    inputs = ["--field", "v=v.npy", "--field", "t=t.npy"] if columns == "files" else ["in.npy"]
    name = "x" if columns == "element" else "v"
    contents = {}
    for ranks, extra in [
        (2, []), *((ranks, ["--memory", "4MiB", "--spill", "reread"]) for ranks in (1, 2, 3, 5))
    ]:
        folder = tmp_path / f"{ranks}{len(extra)}"
        folder.mkdir()
        succeed(
            *(argument.replace("in.npy", "../in.npy").replace("=", "=../") for argument in inputs),
            "--keep", f"{name} > -0.5", "--drop", f"abs({name}) < 0.1", *OUTPUTS[kind], *extra,
            "--report", "r.json", "-q", ranks=ranks, cwd=folder,
        )
        report = json.loads((folder / "r.json").read_text())
        if extra and ranks == 1:
            assert report["memory"]["rereadBytes"] > 1 << 20, report["memory"]
        (folder / "r.json").unlink()
        contents[ranks, bool(extra)] = report["output"]["digest"], {
            str(path.relative_to(folder)): path.read_bytes()
            for path in sorted(folder.rglob("*")) if path.is_file()
        }
    kept = (v > -0.5) & ~(abs(v) < 0.1)
    assert report["records"]["survived"] == kept.sum()
    first, *others = contents.values()
    for other in others:
        assert other[0] == first[0] and other[1].keys() == first[1].keys()
        if "hdf5" not in kind:
            assert other == first
    if columns == "element" and kind == "npy":
        assert (np.load(folder / "out.npy") == v[kept]).all()


@pytest.mark.parametrize(
    "stages", [["--top", "60%", "--by", "floor(x * 10)"], ["--unique", "--count-out", "n.npy"]], ids=str
)
def test_read_again_with_ties_and_counts(stages, tmp_path):
    """Ties are given out in order: the second read goes on where the first had come."""
    values = np.random.default_rng(5).integers(0, 500_000, size=1_500_000).astype("f8") / 100
    np.save(tmp_path / "in.npy", values)
    kept = []
    for ranks, extra in [(1, []), *((r, ["--memory", "116MiB"]) for r in (1, 2, 3, 5))]:
        if "--top" in stages and extra:
            extra = ["--memory", "9MiB"]
        succeed(
            "in.npy", *stages, "-o", "out.npy", "--rejects", "rest.npy", "--force", "-q",
            *extra, "--spill", "reread", ranks=ranks, cwd=tmp_path,
        )
        kept.append([path.read_bytes() for path in sorted(tmp_path.glob("*.npy"))])
    assert all(other == kept[0] for other in kept[1:])


@pytest.mark.parametrize("shape", ["arc", "noise"])
def test_swing_with_little_memory(shape, tmp_path):
    """An arc is one line of which every sample may be the farthest: they do not all have room."""
    place = np.linspace(0, 1, 2_000_000)
    noise = np.random.default_rng(1).normal(size=place.size)
    np.save(tmp_path / "in.npy", 1e6 * place * (1 - place) if shape == "arc" else noise)
    kept = []
    for ranks, extra in [(1, []), (1, ["--memory", "16MiB"]), (3, ["--memory", "16MiB"])]:
        succeed(
            "in.npy", "--swing", 3e5 if shape == "arc" else 0.5, "-o", "out.npy", "--force", "-q",
            "--report", "r.json", "--scratch", ".", *extra, ranks=ranks, cwd=tmp_path,
        )
        report = json.loads((tmp_path / "r.json").read_text())
        kept.append(((tmp_path / "out.npy").read_bytes(), report["stages"][0]["facts"]))
        assert report["memory"]["peak"] <= 1.1 * report["memory"]["predictedPeak"], report["memory"]
    assert kept[0] == kept[1] == kept[2]


@pytest.mark.parametrize("stage", [["--swing", 1, "--by", "s"], ["--deadband", 1, "--by", "s"],
                                   ["--unique", "--by", "s", "--count-out", "n.npy"]], ids=str)
def test_stages_that_cannot_do_with_less_say_how_much_they_need(stage, tmp_path):
    """Series and counted values are as many as nobody knows: the plan states the most."""
    both = np.zeros(300_000, dtype=[("v", "<f8"), ("s", "<i8")])
    both["s"] = np.arange(len(both)) * 5
    np.save(tmp_path / "in.npy", both)
    value = [] if "--unique" in stage else ["--value", "v"]
    arguments = ["in.npy", *stage, *value, "-o", "out.npy"]
    result = run(*arguments, "--memory", "4MiB", ranks=1, cwd=tmp_path)
    said = re.search(r"try: --memory (\d+MiB)\n$", result.err)
    assert result.code == USAGE and said, str(result)
    succeed(
        *arguments, "--memory", said[1], "--scratch", ".", "--report", "r.json", "-q", ranks=1,
        cwd=tmp_path,
    )
    memory = json.loads((tmp_path / "r.json").read_text())["memory"]
    assert memory["peak"] <= 1.1 * memory["predictedPeak"], memory


@pytest.mark.parametrize("keeps_time", [False, True])
@pytest.mark.parametrize("ranks", [1, 3])
def test_input_that_changes_between_both_reads(ranks, keeps_time, folder, tmp_path, fault_library):
    """A rank waits in the middle of the first pass; meanwhile records change that it has counted."""
    np.save(tmp_path / "in.npy", np.ones(1 << 20))
    gate = tmp_path / "gate" / "open"
    gate.parent.mkdir()
    env = {
        "LD_PRELOAD": fault_library, "FAULT_CALL": "pread", "FAULT_DO": "pause", "FAULT_PATH": "in.npy",
        # Of rank 0: some for its header, 64 or 21 of the sample, and one or more of the pass.
        "FAULT_NTH": "72" if ranks == 1 else "26", "FAULT_RANK": "0", "FAULT_GATE": str(gate),
    }
    process = start(
        ["in.npy", "--keep", "x > 0", "-o", "out.npy", "--memory", "3MiB", "--spill", "reread", "-q"],
        ranks=ranks, cwd=tmp_path, env=env,
    )
    wait_until_paused(gate)
    before = os.stat(tmp_path / "in.npy")
    with open(tmp_path / "in.npy", "r+b") as file:
        file.seek(128)
        file.write(bytes(8 * 1000))
    if keeps_time:
        os.utime(tmp_path / "in.npy", ns=(before.st_atime_ns, before.st_mtime_ns))
    gate.touch()
    result = finish(process)
    assert result.code == IO, str(result)
    place = "" if ranks == 1 else r"rank \d: "
    words = (
        r"the input changed while it was read: a first read kept \d+ of the records \d+ to \d+, a "
        r"second one does not"
        if keeps_time
        else r"in\.npy: changed while it was read; what does not fit into memory is read a second "
        r"time, and must be the same then"
    )
    assert re.fullmatch(
        f"prune-mpi: {place}{words}\ntry: --spill scratch, which reads it once\n", result.err
    ), str(result)
    assert not list(tmp_path.glob("*out*"))


def test_text_is_not_read_again(tmp_path):
    (tmp_path / "in.csv").write_text("a,b\n" + "".join(f"{n},{n % 7}\n" for n in range(900_000)))
    succeed(
        "in.csv", "--keep", "b > 0", "-o", "out.csv", "--memory", "8MiB", "--spill", "reread",
        "--scratch", ".", "--report", "r.json", "-q", ranks=1, cwd=tmp_path,
    )
    spill = json.loads((tmp_path / "r.json").read_text())["memory"]["spill"]
    assert (spill["way"], spill["obstacle"]) == ("scratch", "text")
    assert len((tmp_path / "out.csv").read_text().splitlines()) == 1 + sum(n % 7 > 0 for n in range(900_000))


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
        "--spill", "scratch", ranks=2, cwd=folder,
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
    command += ["--scratch", "disk", "--spill", "scratch"]
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
        "in.npy", "--keep", "x == 0", "--memory", "8MiB", "--scratch", "scratch", "--spill",
        "scratch", "-q", ranks=2, cwd=tmp_path,
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


@pytest.mark.parametrize("spill", ["scratch", "reread"])
def test_positions_of_narrow_records(spill, tmp_path):
    """Eight bytes of position for each byte of record stay within what was stated, too."""
    np.save(tmp_path / "in.npy", np.random.default_rng(2).integers(0, 256, 12 << 20, dtype="u1"))
    digests = []
    for extra in ([], ["--memory", "4MiB", "--scratch", ".", "--spill", spill]):
        succeed(
            "in.npy", "--keep", "x >= 0", "-o", "out.npy", "--index-out", "where.npy", "--report",
            "r.json", "--force", "-q", *extra, ranks=1, cwd=tmp_path,
        )
        digests.append([(tmp_path / name).read_bytes() for name in ("out.npy", "where.npy")])
    assert digests[0] == digests[1]
    memory = json.loads((tmp_path / "r.json").read_text())["memory"]
    assert memory["peak"] <= memory["predictedPeak"], memory


def test_wide_records_of_a_narrow_key_are_held(tmp_path):
    """What has room is not read again, however few bytes of a record are looked at first."""
    fields = []
    for name in ("k", "a", "b", "c", "d"):
        np.save(tmp_path / f"{name}.npy", np.arange(900_000, dtype="u1" if name == "k" else "f8") % 50)
        fields += ["--field", f"{name}={name}.npy"]
    for keep, part in [("k == 1", 0.001), ("k < 200", 0.7)]:
        succeed(
            *fields, "--keep", keep, "-o", f"out-{part}", "--memory", "24MiB", "--spill", "reread",
            "--report", "r.json", "--force", "-q", ranks=1, cwd=tmp_path,
        )
        memory = json.loads((tmp_path / "r.json").read_text())["memory"]
        assert memory["rereadBytes"] <= part * 900_000 * 33, memory
        assert memory["peak"] <= 1.1 * memory["predictedPeak"], memory


@pytest.mark.parametrize("spill", ["scratch", "reread"])
@pytest.mark.parametrize("stage", [["--keep", "x > -1"], ["--top", "70%"]], ids=str)
def test_ranks_with_different_limits(stage, spill, folder):
    """Ranks on hosts that were given 24, 324 and 624 MiB: the first has no room, the last plenty."""
    limits = "SLURM_MEM_PER_NODE=$((24 + 300 * ${OMPI_COMM_WORLD_RANK:-$PMI_RANK})) exec \"$@\""
    succeed(
        "-c", limits, "bash", PROGRAM, "in.npy", *stage, "--spill", spill, "--scratch", ".",
        "-o", "unlike.npy", "--report", "unlike.json", "--force", "-q", ranks=3, program="bash", cwd=folder,
    )
    succeed("in.npy", *stage, "-o", "like.npy", "--force", "-q", ranks=2, cwd=folder)
    assert (folder / "unlike.npy").read_bytes() == (folder / "like.npy").read_bytes()
    memory = json.loads((folder / "unlike.json").read_text())["memory"]
    assert memory["budgetFrom"] == "limit"
    put_aside = memory["scratchBytes" if memory["spill"]["way"] == "scratch" else "rereadBytes"]
    # Of 8 MB a rank, and the later ranks have room.
    assert 1 << 20 < put_aside < 9_000_000, memory


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
