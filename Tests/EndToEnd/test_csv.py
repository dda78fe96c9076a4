"""Lines of text against Python's csv module, NumPy and pandas, on several numbers of ranks."""

import csv
import io
import random
import re

import numpy as np
import pandas as pd
import pytest
from harness import files_below, in_parallel, npy_bytes, run, succeed

RANKS = [1, 2, 3, 8]


def outputs(folder, *arguments, ranks=RANKS, names=("kept.csv",), name="in.csv"):
    """What the run writes, the same on all these numbers of ranks."""

    def one(number):
        place = folder / f"on-{number}"
        place.mkdir()
        succeed(f"../{name}", *arguments, "-q", ranks=number, cwd=place)
        return {name: (place / name).read_bytes() for name in files_below(place) if name in names}

    results = in_parallel(one, ranks)
    assert all(result == results[0] for result in results)
    for number in ranks:
        place = folder / f"on-{number}"
        for file in place.iterdir():
            file.unlink()
        place.rmdir()
    return results[0]


def kept(folder, *arguments, **options):
    return outputs(folder, *arguments, "-o", "kept.csv", **options)["kept.csv"]


def lines_of(text):
    """Records as they stand, by Python's csv module: physical lines that belong together."""
    taken = []

    def feed():
        for line in io.StringIO(text, newline=""):
            taken.append(line)
            yield line

    records = []
    for fields in csv.reader(feed(), strict=True):
        whole = "".join(taken)
        taken.clear()
        if fields:
            records.append((whole, fields))
    return records


STATIONS = '''\
station,time,temperature,note
A,1,20.5,plain
"B, north",2,91.25,"two
lines, ""quoted"""\r
A,3,,NA
C,4,95,"last"
"C",5,1e2,
'''


def written(folder, text, name="in.csv"):
    (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())


def test_survivors_lines_are_unchanged(tmp_path):
    written(tmp_path, STATIONS)
    records = lines_of(STATIONS)
    arguments = ["--keep", "temperature > 90", "-o", "kept.csv", "--rejects", "rest.csv",
                 "--index-out", "where.npy"]
    found = outputs(tmp_path, *arguments, names=["kept.csv", "rest.csv", "where.npy"])
    header, rows = records[0][0], [record[0] for record in records[1:]]
    assert found["kept.csv"].decode() == header + rows[1] + rows[3] + rows[4]
    assert found["rest.csv"].decode() == header + rows[0] + rows[2]
    assert found["where.npy"] == npy_bytes(np.array([1, 3, 4]))


@pytest.mark.parametrize("arguments, rows", [
    (["--top", "2", "--by", "temperature", "--nan", "drop"], [3, 4]),
    (["--unique", "--by", "station"], [0, 1, 3]),
    (["--unique", "--by", "station,note"], [0, 1, 2, 3, 4]),
    (["--unique", "--nan", "keep"], [0, 1, 2, 3, 4]),
    (["--every", "2"], [0, 2, 4]),
    (["--drop", "isnan(temperature)"], [0, 1, 3, 4]),
    (["--nonfinite", "drop"], [0, 1, 3, 4]),
    (["--swing", "2", "--value", "time", "--time", "time"], [0, 4]),
    (["--keep", "i == 1 or time == 5"], [1, 4]),
    (["--keep", "time > 100"], []),
    (["--keep", "time > 0"], [0, 1, 2, 3, 4]),
    (["--budget", "40%", "--by", "time"], [3, 4]),
    (["--keep", "time > 1", "--unique", "--by", "station", "--keep-last"], [1, 2, 4]),
])
def test_stages(arguments, rows, tmp_path):
    written(tmp_path, STATIONS)
    records = [record[0] for record in lines_of(STATIONS)]
    wanted = "".join(records[row] for row in [0] + [row + 1 for row in rows])
    assert kept(tmp_path, *arguments, ranks=[3]).decode() == wanted


def random_text(generator):
    """A table with awkward fields, and the values of its numeric columns."""
    end = generator.choice(["\n", "\r\n"])
    delimiter = generator.choice([",", ";", "\t"])
    count = generator.randrange(0, 60)
    text = f"k{delimiter}f{delimiter}s{end}"
    ints, floats = [], []
    for _ in range(count):
        ints.append(generator.randrange(-50, 50))
        value = generator.choice(["", "NA", "nan", "1e3", "-0.0", "7", "inf", str(generator.random()),
                                  f'"{generator.gauss(0, 9)}"', f" {generator.random():.3f} "])
        floats.append(value)
        string = "".join(generator.choice(["a", "é", '""', delimiter, "\n", "\r\n", " "])
                         for _ in range(generator.randrange(8)))
        string = generator.choice([f'"{string}"', "plain", "", '""'])
        text += f"{ints[-1]}{delimiter}{value}{delimiter}{string}{end}"
        if generator.random() < 0.1:
            text += end
    if generator.random() < 0.3 and text.endswith(end) and count:
        text = text.removesuffix(end)
    return text, delimiter, end


@pytest.mark.parametrize("seed", range(6))
def test_random_tables(seed, tmp_path):
    generator = random.Random(seed)
    text, delimiter, _ = random_text(generator)
    written(tmp_path, text)
    # Each record with its bytes: a line, or several where a quote is open.
    records, start, quotes = [], 0, 0
    for place, character in enumerate(text):
        quotes += character == '"'
        if (character == "\n" and quotes % 2 == 0) or place == len(text) - 1:
            whole = text[start:place + 1]
            start = place + 1
            if whole.strip("\r\n"):
                records.append(whole)
    parsed = [fields for fields in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
              if fields]
    assert len(records) == len(parsed)

    def number(field):
        return np.nan if field in ("", "NA", "nan") else float(field)

    rows = [(int(k), number(f)) for k, f, _ in parsed[1:]]
    wanted = records[0] + "".join(
        record for record, (k, f) in zip(records[1:], rows, strict=True) if k % 3 == 0 or f > 0.5)
    assert kept(tmp_path, "--delimiter", delimiter, "--keep", "k % 3 == 0 or f > 0.5",
                ranks=[1, 2, 5]).decode() == wanted, f"seed {seed}"
    first = {fields[2]: record for fields, record in zip(parsed[:0:-1], records[:0:-1], strict=True)}
    unique = kept(tmp_path, "--delimiter", delimiter, "--unique", "--by", "s", ranks=[3])
    assert sorted(unique.decode().removeprefix(records[0])) == sorted("".join(first.values()))


def test_every_byte_range(tmp_path):
    """More ranks than lines, and a range that starts at every place of the file."""
    for seed in range(2):
        text, delimiter, _ = random_text(random.Random(100 + seed))
        written(tmp_path, text)
        kept(tmp_path, "--delimiter", delimiter, "--every", "2", ranks=[1, 7])


def test_floats_are_pythons(tmp_path):
    """Digits of every length, halfway cases, and the ends of the range; read by --index-out of a
    comparison with each value itself."""
    generator = random.Random(4)
    texts = ["1.7976931348623157e308", "5e-324", "2.2250738585072014e-308", "9007199254740993",
             "9007199254740992.5", "0.1", "123456789012345678901234567890", "1e-400", "-1e400",
             "2.2250738585072011e-308", "1." + "0" * 400 + "1", "8.5e22", "9.5e-27", "+3.", ".5"]
    for _ in range(2500):
        digits = "".join(generator.choices("0123456789", k=generator.randrange(1, 23)))
        point = generator.randrange(len(digits) + 1)
        power = generator.choice(["", f"e{generator.randrange(-40, 40)}",
                                  f"E+{generator.randrange(300)}"])
        texts.append(f"{generator.choice(['', '-', '+'])}{digits[:point]}.{digits[point:]}{power}"
                     if digits[:point] or digits[point:] else "0.0")
    for _ in range(2500):
        texts.append(repr(generator.random() * 10 ** generator.randrange(-12, 12)))
        texts.append(repr(float(np.nextafter(generator.randrange(1 << 53) / 8, np.inf))))
    values = np.array([float(text) for text in texts])
    np.save(tmp_path / "values.npy", values)
    written(tmp_path, "v,w\n" + "".join(f"{text},{value!r}\n"
                                        for text, value in zip(texts, values.tolist(), strict=True)))
    assert kept(tmp_path, "--drop", "v == w") == b"v,w\n"
    # And in order: the k-th largest is a number that a sort gives.
    succeed("in.csv", "--top", "1000", "--by", "v", "--index-out", "top.npy", "-q", ranks=2,
            cwd=tmp_path)
    top = np.load(tmp_path / "top.npy")
    order = sorted(range(len(values)), key=lambda place: (-values[place], place))[:1000]
    assert sorted(top.tolist()) == sorted(order)


def test_against_pandas(tmp_path):
    generator = np.random.default_rng(3)
    table = pd.DataFrame({
        "time": np.arange(40_000), "station": generator.choice(["Aarhus", "Bergen, N", 'C"D'], 40_000),
        "temperature": generator.normal(15, 9, 40_000), "count": generator.integers(-9, 9, 40_000)})
    table.loc[::17, "temperature"] = np.nan
    table.to_csv(tmp_path / "in.csv", index=False)
    read = pd.read_csv(tmp_path / "in.csv")
    chosen = read[(read.temperature > 20) & (read["count"] % 2 == 0)]
    found = kept(tmp_path, "--keep", "temperature > 20 and count % 2 == 0")
    assert found == chosen.to_csv(index=False).encode()
    first = read.drop_duplicates(["station", "count"])
    assert kept(tmp_path, "--unique", "--by", "station,count") == first.to_csv(index=False).encode()


def test_large_enough_for_many_pieces(tmp_path):
    """Several pieces a rank, long lines, survivors far apart and close together."""
    generator = random.Random(9)
    rows = [f'{n},{n % 1000},"{"x" * generator.randrange(300)}"\n' for n in range(20_000)]
    rows[7_000] = f'7000,0,"{"long, " * 120_000}"\n'
    written(tmp_path, "n,m,s\n" + "".join(rows))
    few = kept(tmp_path, "--keep", "m == 0", ranks=[1, 3])
    assert few.decode() == "n,m,s\n" + "".join(rows[::1000])
    most = kept(tmp_path, "--keep", "m != 5", "--balance", "always", ranks=[1, 2, 8])
    assert most.decode() == "n,m,s\n" + "".join(row for n, row in enumerate(rows) if n % 1000 != 5)


def test_types_do_not_depend_on_the_ranks(tmp_path):
    """A float, a missing value or a text far down makes what the column is on all ranks."""
    for last, kind in [("7", "int64"), ("7.5", "float64"), ("", "float64"), ("-0", "float64"),
                       ("9223372036854775808", "float64"), ("seven", "text"), ("1_000", "text")]:
        written(tmp_path, "a,b\n" + "".join(f"{n},1\n" for n in range(500)) + f"{last},1\n")
        page = succeed("inspect", "in.csv", ranks=3, cwd=tmp_path).out
        assert re.search(r"type +(\w+)", page).group(1) == kind, (last, page)


def test_several_files_tabs_marks_and_blank_lines(tmp_path):
    mark = b"\xef\xbb\xbf"
    written(tmp_path, mark + b"a\tb\r\n1\t2\r\n\r\n3\t4\r\n", "part-2.tsv")
    written(tmp_path, b"a\tb\n5\t6\n\n\n7\t8", "part-10.tsv")
    for ranks in [1, 3]:
        succeed("part-*.tsv", "--keep", "a != 3", "-o", "kept.tsv", "--force", "-q", ranks=ranks,
                cwd=tmp_path)
        assert (tmp_path / "kept.tsv").read_bytes() == mark + b"a\tb\r\n1\t2\r\n5\t6\n7\t8"
    result = run("part-10.tsv", "part-2.tsv", "--keep", "a > 1", ranks=2, cwd=tmp_path)
    assert (result.code, result.err) == (65, (
        "prune-mpi: part-10.tsv: the last line has no line feed, so part-2.tsv cannot follow it\n"
        "try: echo >>part-10.tsv\n"))


@pytest.mark.parametrize("text", ["a,b", "a,b\n", "a,b\n1,2", "a\n\n\n1\n", '"a\nb",c\n1,2\n'])
def test_small_files(text, tmp_path):
    written(tmp_path, text)
    assert kept(tmp_path, "--every", "1", ranks=[1, 3]) == text.replace("\n\n\n", "\n").encode()


BAD = {
    "too few": ("a,b\n1,2\n3\n4,5,6\n", "line 3 has 1 field, the header has 2"),
    "too many": ("a,b\n" + "1,2\n" * 300 + "4,5,6\n7\n",
                 "line 302 has 3 fields, the header has 2"),
    "behind quotes over lines": ('a,b\n1,"x\n\ny"\n\n3\n', "line 6 has 1 field, the header has 2"),
    "quote in a field": ('a,b\n1,5" pipe\n2,"x"\n', "line 2 has a quote inside a field that does "
                         "not start with one\ntry: put the field in quotes and double those inside "
                         "it"),
    "text behind a quote": ('a,b\n1,2\n1,"5"pipe\n', "line 3 has something else than a separator "
                            "behind a closing quote\ntry: double a quote that is part of the text"),
    "open quote": ('a,b\n1,2\n1,"5\n2,3\n' + "4,5\n" * 100,
                   "line 3 opens a quote that is not closed"),
    "empty header": ("\n1,2\n", "line 1 is empty, expected the names of the columns"),
    "two columns of one name": ("a,a\n1,2\n", "line 1 names two columns 'a'"),
    "text as a number": ("a,b\n" + "1,2\n" * 50 + "x,2\n", "column 'a' holds text, first in line 52, "
                         "so it is no number for an expression\n"
                         "try: --unique --by a, which compares text"),
}


@pytest.mark.parametrize("what", BAD)
def test_bad_line_is_named(what, tmp_path):
    text, words = BAD[what]
    written(tmp_path, text)

    def message(ranks):
        result = run("in.csv", "--keep", "a > 0", "-o", "out.csv", ranks=ranks, cwd=tmp_path)
        return result.code, result.err

    assert set(in_parallel(message, [1, 8])) == {(65, f"prune-mpi: in.csv: {words}\n")}
    assert files_below(tmp_path) == ["in.csv"]


@pytest.mark.parametrize("arguments, words, code", [
    (["in.csv", "--keep", "temp > 1"],
     "unknown name 'temp': the fields are station, time, temperature, note, the position is i\n"
     "  temp > 1\n  ^~~~", 64),
    (["in.csv", "--budget", "1KiB", "--by", "time"],
     "budget 1024 bytes by time: lines of text differ in length, so that bytes hold no fixed number "
     "of them\ntry: --top N, or --budget P%", 64),
    (["in.csv", "--every", "2", "-o", "out", "--axis", "0"],
     "'--axis' is given, but does not go with lines of text\ntry: prune-mpi --help", 64),
    (["--csv", "empty", "--every", "2"],
     "empty: a folder without .csv or .tsv files\ntry: a pattern that names the files: 'empty/*'",
     66),
    (["in.csv", "--csv", "--raw", "f8", "--every", "2"],
     "'--raw' is given, but does not go with lines of text\ntry: prune-mpi --help", 64),
    (["in.csv", "--delimiter", '"', "--every", "2"],
     "'--delimiter' is '\"', expected one ASCII character that is no quote, or tab\n"
     "try: prune-mpi --help", 64),
    (["in.csv", "--every", "2", "-o", "in.csv", "--force"],
     "in.csv: is the same file as the input in.csv, and an input is never replaced", 73),
    (["in.csv", "other.csv", "--every", "2"],
     "other.csv: has the columns 'x', 'y', but in.csv has 'station', 'time', 'temperature', 'note'",
     65),
])
def test_messages(arguments, words, code, tmp_path):
    written(tmp_path, STATIONS)
    written(tmp_path, "x,y\n1,2\n", "other.csv")
    (tmp_path / "empty").mkdir()
    result = run(*arguments, ranks=2, cwd=tmp_path)
    assert (result.code, result.err) == (code, f"prune-mpi: {words}\n")


def test_verify(tmp_path):
    written(tmp_path, STATIONS)
    succeed("in.csv", "--keep", "time > 1", "-o", "out.csv", "--report", "r.json", "-q", ranks=3,
            cwd=tmp_path)
    for ranks in [None, 2, 8]:
        result = succeed("verify", "out.csv", "--report", "r.json", ranks=ranks, cwd=tmp_path)
        assert "out.csv: as reported, 4 records" in result.out
    (tmp_path / "out.csv").write_bytes((tmp_path / "out.csv").read_bytes().replace(b"95", b"96"))
    result = run("verify", "out.csv", "--report", "r.json", ranks=2, cwd=tmp_path)
    assert result.code == 2 and "digest" in result.out


def test_explain_and_count_out(tmp_path):
    written(tmp_path, STATIONS)
    page = succeed("in.csv", "--keep", "time > 2", "--explain", ranks=2, cwd=tmp_path).out
    assert "text   time int64 of 4 columns, 5 records" in page
    succeed("in.csv", "--unique", "--by", "station", "--count-out", "n.npy", "-q", ranks=2,
            cwd=tmp_path)
    assert np.load(tmp_path / "n.npy").tolist() == [2, 1, 2]


def test_many_files_are_read_in_turn(tmp_path):
    for number in range(40):
        written(tmp_path, f"a,b\n{number},1\n", f"{number}.csv")
    succeed("*.csv", "--keep", "a % 9 == 0", "-o", "kept", "-q", ranks=3, cwd=tmp_path)
    assert (tmp_path / "kept").read_bytes() == b"a,b\n0,1\n9,1\n18,1\n27,1\n36,1\n"
    written(tmp_path, "", "31.csv")
    written(tmp_path, "a,c\n1,2\n", "17.csv")
    for ranks in [1, 3, 8]:
        result = run("*.csv", "--every", "2", ranks=ranks, cwd=tmp_path)
        assert (result.code, result.err) == (
            65, "prune-mpi: 17.csv: has the columns 'a', 'c', but 0.csv has 'a', 'b'\n")


@pytest.mark.parametrize("rank", [0, 2])
@pytest.mark.parametrize("call, path, action", [
    ("pread", "in.csv", "reading"), ("pwrite", "out.csv", "writing")])
def test_failing_rank(call, path, action, rank, fault_library, tmp_path):
    """One rank's read or write fails: one line, no hang, nothing left."""
    written(tmp_path, "n,m\n" + "".join(f"{n},{n % 7}\n" for n in range(60_000)))
    env = {"LD_PRELOAD": fault_library, "FAULT_CALL": call, "FAULT_DO": 5, "FAULT_PATH": path,
           "FAULT_NTH": 1, "FAULT_RANK": rank, "FAULT_MIN": 5000}
    result = run("in.csv", "--keep", "m > 0", "-o", "out.csv", "-q", ranks=3, cwd=tmp_path,
                 env={name: str(value) for name, value in env.items()})
    assert (result.code, result.err) == (
        74, f"prune-mpi: rank {rank}: {path}: {action} failed: input/output error\n")
    assert files_below(tmp_path) == ["in.csv"]


def test_no_space(fault_library, tmp_path):
    written(tmp_path, STATIONS)
    env = {"LD_PRELOAD": str(fault_library), "FAULT_CALL": "fallocate", "FAULT_DO": "28",
           "FAULT_PATH": "out.csv", "FAULT_NTH": "1"}
    result = run("in.csv", "--keep", "time > 1", "-o", "out.csv", ranks=2, cwd=tmp_path, env=env)
    assert result.code == 74
    assert result.err.startswith("prune-mpi: out.csv: no space left: 107 bytes needed, ")
    assert files_below(tmp_path) == ["in.csv"]


def test_very_many_columns(tmp_path):
    """Thousands of columns: memory follows the file's size, not their number."""
    table = np.arange(6000 * 20).reshape(20, 6000) % 11
    text = ",".join(f"c{n}" for n in range(6000)) + "\n"
    text += "".join(",".join(map(str, row)) + "\n" for row in table.tolist())
    written(tmp_path, text)
    result = run("inspect", "in.csv", cwd=tmp_path, shell_prefix="ulimit -v 3000000")
    assert result.code == 0 and result.out.count("type     int64") == 6000, str(result)[:2000]
    rows = text.splitlines(keepends=True)
    found = kept(tmp_path, "--keep", "c5999 > 5", ranks=[1, 3]).decode()
    assert found == rows[0] + "".join(
        row for row, value in zip(rows[1:], table[:, 5999], strict=True) if value > 5)


def parts(folder):
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.mark.parametrize("shards", [1, 3, 8])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_shards(shards, end, tmp_path):
    """Every part has the header and an even share of the lines, on any number of ranks."""
    rows = [f'{n},"{"x" * (n % 11)}{end if n % 4 == 0 else ""}"{end}' for n in range(50)]
    text = f"n,s{end}" + "".join(rows)
    written(tmp_path, text)
    kept_rows = [row for n, row in enumerate(rows) if n % 3 == 0]

    def one(ranks):
        succeed("in.csv", "--keep", "n % 3 == 0", "-o", f"out-{ranks}", "--shards", str(shards),
                "--report", f"{ranks}.json", "-q", ranks=ranks, cwd=tmp_path)
        return parts(tmp_path / f"out-{ranks}")

    found = in_parallel(one, [1, 2, 5])
    assert found[0] == found[1] == found[2]
    cuts = [len(kept_rows) // shards * n + min(n, len(kept_rows) % shards)
            for n in range(shards + 1)]
    assert found[0] == {
        f"part-{n:05}-of-{shards:05}.csv":
            (f"n,s{end}" + "".join(kept_rows[cuts[n]:cuts[n + 1]])).encode()
        for n in range(shards)}
    page = succeed("verify", "out-2", "--report", "2.json", ranks=3, cwd=tmp_path).out
    assert "as reported, 17 records" in page
    # They are an input again.
    for ranks in (1, 3):
        succeed("--csv", "out-2", "--every", "1", "-o", "joined.csv", "--force", "-q", ranks=ranks,
                cwd=tmp_path)
        assert (tmp_path / "joined.csv").read_bytes().decode() == f"n,s{end}" + "".join(kept_rows)
    assert f"files    {shards}" in succeed("inspect", "--csv", "out-2", cwd=tmp_path).out or shards == 1
    # Another number replaces these, and damage is found.
    succeed("in.csv", "--keep", "n % 3 == 0", "-o", "out-2", "--shards", "2", "--force", "--report",
            "2.json", "-q", ranks=2, cwd=tmp_path)
    assert len(parts(tmp_path / "out-2")) == 2
    part = tmp_path / "out-2" / "part-00001-of-00002.csv"
    part.write_bytes(part.read_bytes().replace(b"48,", b"47,"))
    assert run("verify", "out-2", "--report", "2.json", ranks=2, cwd=tmp_path).code == 2


def test_shards_without_records(tmp_path):
    """More files than records; a header without an end; tabs."""
    written(tmp_path, "a\tb", "in.tsv")
    succeed("in.tsv", "--every", "1", "-o", "out", "--shards", "3", "--report", "r.json", "-q",
            ranks=2, cwd=tmp_path)
    assert parts(tmp_path / "out") == {f"part-{n:05}-of-00003.tsv": b"a\tb" for n in range(3)}
    succeed("verify", "out", "--report", "r.json", ranks=2, cwd=tmp_path)


# What a rank cannot know alone: its range may start inside quotes, behind a mark, in a line end.
AWKWARD = {
    "quotes that look like lines": 'a,b\n1,"\n2,""3\n4,5\n"\n6,7\n8,"9\n\n\n10,11\n"\n12,13\n',
    "only commas in quotes": 'a,b\n1,"' + ",,,\n" * 30 + '"\n2,"' + '""\n' * 20 + '"\n3,4\n',
    "carriage returns": 'a,b\r\n1,2\r\n"3\r\n",4\r\n5,"6\r\n7"\r\n',
    "empty lines": "a,b\n\n\n1,2\n\r\n\n3,4\n\n\n\n\n",
    "no final line end": 'a,b\n1,2\n3,"4\n5"',
    "a mark": "\ufeffa,b\n1,2\n3,\n,4\n",
    "one line": "a,b\n" + "1" * 500 + "," + "2" * 500 + "\n",
    "lines of very different lengths": "a,b\n" + "".join(
        f"{n},{'x' * (5000 if n % 17 == 0 else n % 3)}\n" for n in range(60)),
}


@pytest.mark.parametrize("what", AWKWARD)
def test_awkward_lines_on_many_ranks(what, tmp_path):
    text = AWKWARD[what]
    written(tmp_path, text)
    found = kept(tmp_path, "--every", "1", ranks=[1, 2, 3, 4, 5, 6, 7, 9]).decode()
    records = [record for record, _ in lines_of(text) if record.strip("\r\n")]
    assert found == "".join(records)


@pytest.mark.parametrize("what", [*AWKWARD])
def test_awkward_mistakes_on_many_ranks(what, tmp_path):
    """A line too short behind awkward ones: named by its number whoever meets it."""
    if what == "no final line end":
        pytest.skip("nothing can follow")
    text = AWKWARD[what] + "77\n" + "1,2\n" * 9
    written(tmp_path, text)
    line = 1 + AWKWARD[what].count("\n")
    for ranks in (1, 2, 3, 5, 7):
        result = run("in.csv", "--every", "1", ranks=ranks, cwd=tmp_path)
        assert (result.code, result.err) == (
            65, f"prune-mpi: in.csv: line {line} has 1 field, the header has 2\n"), ranks


def test_large_text_with_quotes_across_ranges(tmp_path):
    """Many windows a rank, and ranges that start in quotes."""
    generator = random.Random(5)
    rows = []
    for n in range(3000):
        inner = "".join(generator.choice(["text, ", "\n", '""', "1,2\n"])
                        for _ in range(generator.randrange(120)))
        rows.append(f'{n},"{inner}"\n' if n % 3 else f"{n},plain\n")
    written(tmp_path, "n,s\n" + "".join(rows))
    found = kept(tmp_path, "--keep", "n % 7 == 1", ranks=[1, 2, 3, 8]).decode()
    assert found == "n,s\n" + "".join(row for n, row in enumerate(rows) if n % 7 == 1)


def test_multiples_of_two_to_the_64(tmp_path):
    """Twenty digits that are 0 in 64 bits are a number all the same."""
    lines = ["18446744073709551616", "9223372036854775808.000000", "-1.8446744073709551616e5",
             "92233720368547758080e-1", "73786976294838206464"]
    (tmp_path / "in.csv").write_text("y\n" + "".join(f"{line}\n" for line in [*lines, "0"]))
    succeed("in.csv", "--drop", "y == 0", "-o", "out.csv", "-q", ranks=2, cwd=tmp_path)
    assert (tmp_path / "out.csv").read_text().split() == ["y", *lines]


def test_first_file_of_names_without_a_line_end(tmp_path):
    (tmp_path / "1.csv").write_text("a,b")
    (tmp_path / "2.csv").write_text("a,b\n1,2\n3,4\n")
    succeed("1.csv", "2.csv", "--keep", "a > 0", "-o", "out.csv", "-q", ranks=2, cwd=tmp_path)
    assert (tmp_path / "out.csv").read_text() == "a,b\n1,2\n3,4\n"
