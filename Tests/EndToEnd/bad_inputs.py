"""Everything wrong that a user may hand over, and the exact words and exit code that answer it.

Each case makes its files in an empty folder; the input is `in.npy` and the run is
`prune-mpi in.npy --keep 'x > 4' -o out.npy` unless the case says otherwise. The words are
those after `prune-mpi: `.
"""

import os
from dataclasses import dataclass, field

import numpy as np

USAGE, BAD_DATA, MISSING_INPUT, CANNOT_CREATE, IO = 64, 65, 66, 73, 74


@dataclass
class Case:
    name: str
    code: int
    words: str
    arguments: list = field(default_factory=lambda: ["in.npy", "--keep", "x > 4", "-o", "out.npy"])
    make: object = lambda folder: np.save(folder / "in.npy", np.arange(10.0))


def raw_file(data):
    return lambda folder: (folder / "in.npy").write_bytes(data)


def with_header(text, data=b"", version=1, length=None):
    """A file with this header text, whatever it says."""
    width = 2 if version == 1 else 4
    size = (len(text) if length is None else length).to_bytes(width, "little")
    return raw_file(b"\x93NUMPY" + bytes([version, 0]) + size + text.encode() + data)


def dictionary(descr="'<f8'", shape="(10,)", order="False"):
    return f"{{'descr': {descr}, 'fortran_order': {order}, 'shape': {shape}, }}\n"


def saved(**arrays):
    def make(folder):
        for name, array in arrays.items():
            np.save(folder / f"{name}.npy", array)

    return make


def both(first, second):
    def make(folder):
        first(folder)
        second(folder)

    return make


good = saved(**{"in": np.arange(10.0)})
eighty = np.arange(10.0).tobytes()
run_on_two = ["in.npy", "b.npy", "--keep", "x > 4", "-o", "out.npy"]


def keep(expression):
    return ["in.npy", "--keep", expression, "-o", "out.npy"]


FILES = [
    Case("missing file", MISSING_INPUT, "in.npy: no such file", make=lambda folder: None),
    Case("folder without arrays", MISSING_INPUT,
         "in.npy: a folder without .npy files\ntry: a pattern that names the files: 'in.npy/*'",
         make=lambda folder: (folder / "in.npy").mkdir()),
    Case("named pipe", MISSING_INPUT,
         "in.npy: is not a regular file, so it cannot be read in parts",
         make=lambda folder: os.mkfifo(folder / "in.npy")),
    Case("link to nowhere", MISSING_INPUT, "in.npy: no such file",
         make=lambda folder: (folder / "in.npy").symlink_to("nowhere")),
    Case("second file missing", MISSING_INPUT, "b.npy: no such file", run_on_two, good),
    Case("empty file", BAD_DATA, "in.npy: the file is empty", make=raw_file(b"")),
    Case("truncated data", BAD_DATA,
         "in.npy: truncated: array of shape [10] needs 80 bytes of float64, the file holds 77",
         make=with_header(dictionary(), eighty[:-3])),
    Case("no data at all", BAD_DATA,
         "in.npy: truncated: array of shape [10] needs 80 bytes of float64, the file holds 0",
         make=with_header(dictionary())),
    Case("extra bytes", BAD_DATA,
         "in.npy: array of shape [10] needs 80 bytes of float64, the file holds 83: 3 too many",
         make=with_header(dictionary(), eighty + b"abc")),
    Case("other format", BAD_DATA,
         "in.npy: not an npy file: it starts with the bytes 89 50 4e 47 0d 0a, an npy file with "
         "93 4e 55 4d 50 59\ntry: --raw f8 if it is raw binary",
         make=raw_file(b"\x89PNG\r\n\x1a\n" + bytes(100))),
    Case("classic NetCDF", BAD_DATA,
         "in.npy: not an npy file: it starts with the bytes 43 44 46 01 00 00, an npy file with "
         "93 4e 55 4d 50 59\ntry: nccopy -k nc4 in.nc out.nc, it looks like a classic NetCDF file",
         make=raw_file(b"CDF\x01" + bytes(100))),
    Case("HDF5 without anything", BAD_DATA,
         "in.npy: opening it as HDF5 failed, the file may be damaged: bad byte number in an address",
         make=raw_file(b"\x89HDF\r\n\x1a\n" + bytes(100))),
    Case("zip archive", BAD_DATA,
         "in.npy: not an npy file: it starts with the bytes 50 4b 03 04 00 00, an npy file with "
         "93 4e 55 4d 50 59\ntry: unzip it first, it looks like an npz archive",
         make=raw_file(b"PK\x03\x04" + bytes(100))),
    Case("cut inside the magic", BAD_DATA,
         "in.npy: the header needs 10 bytes, the file holds 4", make=raw_file(b"\x93NUM")),
    Case("cut inside the header", BAD_DATA,
         "in.npy: the header needs 128 bytes, the file holds 40",
         make=with_header(dictionary()[:30], length=118)),
    Case("version 9", BAD_DATA,
         "in.npy: npy version 9.0 is not known, only 1.0, 2.0 and 3.0",
         make=with_header(dictionary(), eighty, version=9)),
    Case("header too long", BAD_DATA,
         "in.npy: header of 4294967295 bytes exceeds the limit of 1048576 bytes",
         make=with_header(dictionary(), eighty, version=2, length=0xFFFF_FFFF)),
    Case("header is a list", BAD_DATA,
         "in.npy: the header is not a dictionary, it starts with '[1, 2, 3]'",
         make=with_header("[1, 2, 3]\n", eighty)),
    Case("header is blank", BAD_DATA, "in.npy: the header is blank, expected a dictionary",
         make=with_header(" " * 20, eighty)),
    Case("header without shape", BAD_DATA, "in.npy: the header has no key 'shape'",
         make=with_header("{'descr': '<f8', 'fortran_order': False}", eighty)),
    Case("header runs code", BAD_DATA,
         "in.npy: header, byte 61: expected a length in decimal digits, found '_'",
         make=with_header(dictionary(shape="(__import__('os').getpid(),)"), eighty)),
    Case("negative shape", BAD_DATA, "in.npy: shape [-10] has a negative length",
         make=with_header(dictionary(shape="(-10,)"), eighty)),
    Case("overflowing shape", BAD_DATA,
         "in.npy: an array of shape [4294967296, 4294967296] passes 9223372036854775807 bytes",
         make=with_header(dictionary(shape="(4294967296, 4294967296)"), eighty)),
    Case("length beyond 64 bits", BAD_DATA,
         "in.npy: an array of shape (99999999999999999999,) passes 9223372036854775807 bytes",
         make=with_header(dictionary(shape="(99999999999999999999,)"), eighty)),
    Case("more than the file holds", BAD_DATA,
         "in.npy: truncated: array of shape [1000000000000000] needs 8000000000000000 bytes of "
         "float64, the file holds 80",
         make=with_header(dictionary(shape="(1000000000000000,)"), eighty)),
    Case("unknown type", BAD_DATA, "in.npy: element type '<q7' is not known",
         make=with_header(dictionary("'<q7'"), eighty)),
    Case("objects", BAD_DATA,
         "in.npy: holds Python objects, which only pickle can read\n"
         "try: numpy.save(name, array.astype(float))",
         make=saved(**{"in": np.array([1, "a"], dtype=object)})),
    Case("complex numbers", BAD_DATA,
         "in.npy: element type '<c16' holds complex numbers, which this version does not read",
         make=saved(**{"in": np.zeros(3, complex)})),
    Case("named fields", USAGE,
         "unknown name 'x': the fields are time, value, the position is i\n"
         "  x > 4\n  ^",
         make=saved(**{"in": np.zeros(3, [("time", "i8"), ("value", "f8")])})),
    Case("Fortran order", BAD_DATA,
         "in.npy: array of shape [3, 4] is in Fortran order\n"
         "try: numpy.save(name, numpy.ascontiguousarray(array))",
         make=saved(**{"in": np.asfortranarray(np.ones((3, 4)))})),
    Case("two types", BAD_DATA, "b.npy: holds float32, but in.npy holds float64", run_on_two,
         both(good, saved(b=np.arange(10, dtype="f4")))),
    Case("two byte orders", BAD_DATA,
         "b.npy: is big-endian, but in.npy is little-endian", run_on_two,
         both(good, saved(b=np.arange(10, dtype=">f8")))),
    Case("two row lengths", BAD_DATA,
         "b.npy: shape [5, 3] does not continue in.npy of shape [5, 2]: they may differ only in "
         "the first length",
         run_on_two, saved(**{"in": np.ones((5, 2)), "b": np.ones((5, 3))})),
    Case("single value joined", BAD_DATA,
         "b.npy: holds a single value (shape []) and cannot be joined with in.npy", run_on_two,
         both(good, saved(b=np.array(3.0)))),
    Case("raw: broken element", BAD_DATA,
         "in.npy: 83 bytes are not a whole number of float64 elements of 8 bytes",
         ["in.npy", "--raw", "f8", "--keep", "x > 4", "-o", "out.npy"],
         raw_file(eighty + b"abc")),
    Case("raw: too few bytes", BAD_DATA,
         "in.npy: truncated: array of shape [4, 3] needs 96 bytes of float64, the file holds 80",
         ["in.npy", "--raw", "f8:4,3", "--keep", "x > 4", "-o", "out.npy"], raw_file(eighty)),
    Case("raw: unknown layout", USAGE,
         "raw layout 'q8:4': expected one of b1 i1 i2 i4 i8 u1 u2 u4 u8 f2 f4 f8\n"
         "try: f8 (shape from the file's size), f4:1000,3, '>i2:4096' or 't:<i8,v:<f4[3]'",
         ["in.npy", "--raw", "q8:4", "--keep", "x > 4", "-o", "out.npy"], raw_file(eighty)),
]


def write_to(path):
    return ["in.npy", "--keep", "x > 4", "-o", path]


def existing(name):
    return both(good, lambda folder: (folder / name).write_text("mine"))


OUTPUTS = [
    Case("missing directory", CANNOT_CREATE,
         "no/such/out.npy: the directory no/such does not exist\ntry: mkdir -p no/such",
         write_to("no/such/out.npy")),
    Case("file as directory", CANNOT_CREATE, "in.npy/out.npy: in.npy is not a directory",
         write_to("in.npy/out.npy")),
    Case("output exists", CANNOT_CREATE, "out.npy: already exists\ntry: --force",
         make=existing("out.npy")),
    Case("output is a directory", CANNOT_CREATE,
         "out: names a directory\ntry: a file name, or --shards N for many files in it",
         write_to("out"), both(good, lambda folder: (folder / "out").mkdir())),
    Case("output is the input", CANNOT_CREATE,
         "in.npy: is the same file as the input in.npy, and an input is never replaced",
         write_to("in.npy")),
    Case("output is the input, forced", CANNOT_CREATE,
         "./in.npy: is the same file as the input in.npy, and an input is never replaced",
         [*write_to("./in.npy"), "--force"]),
    Case("output is a link to the input", CANNOT_CREATE,
         "link.npy: is the same file as the input in.npy, and an input is never replaced",
         [*write_to("link.npy"), "--force"],
         both(good, lambda folder: (folder / "link.npy").symlink_to("in.npy"))),
    Case("rejects exist", CANNOT_CREATE, "rejects.npy: already exists\ntry: --force",
         [*write_to("out.npy"), "--rejects", "rejects.npy"], existing("rejects.npy")),
    Case("report exists", CANNOT_CREATE, "report.json: already exists\ntry: --force",
         [*write_to("out.npy"), "--report", "report.json"], existing("report.json")),
    Case("shards into a file", CANNOT_CREATE,
         "out: exists and is not a directory, so it cannot hold shards",
         [*write_to("out"), "--shards", "2"], existing("out")),
    Case("shards into a full directory", CANNOT_CREATE,
         "out: the directory is not empty\ntry: --force",
         [*write_to("out"), "--shards", "2"],
         both(good, lambda folder: ((folder / "out").mkdir(), (folder / "out/a").write_text("")))),
    Case("two outputs are one", USAGE,
         "'-o' and '--rejects' both write to './out.npy'\ntry: prune-mpi --help",
         [*write_to("out.npy"), "--rejects", "./out.npy"]),
]

COMMANDS = [
    Case("misspelt flag", USAGE,
         "unknown flag '--kep'\n"
         "nearest: --keep EXPR, keep the records for which EXPR is true\n"
         "try: prune-mpi --help",
         ["in.npy", "--kep", "x > 4"]),
    Case("flag given twice", USAGE,
         "'--output' is given twice: 'a.npy' and 'b.npy'\ntry: prune-mpi --help",
         ["in.npy", "--keep", "x > 4", "-o", "a.npy", "--output", "b.npy"]),
    Case("no stage", USAGE,
         "nothing says what to keep of 'in.npy'\n"
         "add a stage: --keep 'x > 0'\n"
         "or look at the values first: prune-mpi inspect 'in.npy'\n"
         "try: prune-mpi --help",
         ["in.npy"]),
    Case("no value", USAGE,
         "'--shards' needs a value: --shards N\n"
         "write N files of even size; PATH is their directory\n"
         "try: prune-mpi --help",
         ["in.npy", "--keep", "x > 4", "--shards"]),
    Case("inspect a missing file", MISSING_INPUT, "in.npy: no such file", ["inspect", "in.npy"],
         make=lambda folder: None),
    Case("verify without report", USAGE,
         "'--report' is missing: --report FILE\n"
         "the JSON report of the run that wrote the output\n"
         "try: prune-mpi verify --help",
         ["verify", "in.npy"]),
    Case("verify with a missing report", MISSING_INPUT, "r.json: no such file",
         ["verify", "in.npy", "--report", "r.json"]),
    Case("verify with something else as report", BAD_DATA,
         "in.npy: is not a report: not valid JSON",
         ["verify", "in.npy", "--report", "in.npy"]),
]

def mistake(name, expression, words, mark):
    """An expression, what is wrong with it, and the line with the caret under it."""
    return Case(name, USAGE, f"{words}\n  {expression}\n  {mark}", keep(expression))


EXPRESSIONS = [
    mistake("expression without end", "x >",
            "expected a number, 'x' or '(' after '>', found end of expression", "   ^"),
    mistake("unknown name", "y > 4",
            "unknown name 'y': the element is 'x', its position 'i'", "^"),
    mistake("misspelt function", "sqr(x) > 4", "unknown name 'sqr': did you mean 'sqrt'?", "^~~"),
    mistake("no predicate", "x + 1",
            "expected a condition such as 'x > 4', found a number (float64)", "^~~~~"),
    mistake("number as condition", "x and 1 < i",
            "'and' needs a condition, found a number (float64)", "^"),
    mistake("assignment for comparison", "x = 4",
            "'=' is not an operator here: use '==' to compare", "  ^"),
    mistake("unbalanced parenthesis", "(x > 4",
            "expected ')' after '4', found end of expression", "      ^"),
    mistake("too many arguments", "sqrt(x, 2) > 4", "sqrt takes one argument, found 2",
            "^~~~~~~~~~"),
    mistake("character of mathematics", "x ≥ 4", "'≥' is not an operator here: use '>='", "  ^"),
    mistake("list without bracket", "x in 3",
            "expected a list such as [1, 2], starting with '[' after 'in', found '3'", "     ^"),
    mistake("number without digits", "x > 0x", "'0x' is not a number: digits are missing",
            "    ^~"),
]

CASES = FILES + OUTPUTS + COMMANDS + EXPRESSIONS
