"""The programs in the library's documentation compile in another package and print what it shows.

The convention, in Sources/MPI/MPI.docc: a block fenced as `swift` that begins with `import MPI`
is a complete program, and a block fenced as `console` must follow it. There, `$ mpirun -np N name`
is a run, and the lines below are what it prints; `$ echo $?` after a run shows its exit code, 0
where it is not shown. On those of 1, 2, 3, 4 and 8 ranks that are not shown, down to the smallest
that is, the program must print what it does in the first run shown, unless an exit code is shown:
then only that is compared. With MPI_IMPLEMENTATION=mpich on up to 3 ranks: MPICH spins.
"""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from harness import CHECKOUT, in_parallel, run
from readme import blocks, commands

CATALOGUE = CHECKOUT / "Sources" / "MPI" / "MPI.docc"
MPICH = os.environ.get("MPI_IMPLEMENTATION") == "mpich"
RANKS = [ranks for ranks in (1, 2, 3, 4, 8) if ranks <= 3 or not MPICH]
RUN = re.compile(r"mpirun (?:-q )?-np (\d+) (\w+)")

PACKAGE = """\
// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "tutorial",
  dependencies: [.package(name: "prune-mpi", path: "{checkout}")],
  targets: [{names}].map {
    .executableTarget(
      name: $0, dependencies: [.product(name: "MPI", package: "prune-mpi")],
      swiftSettings: [.treatAllWarnings(as: .error)])
  },
  swiftLanguageModes: [.v6]
)
"""


@dataclass
class Program:
    """A program of the documentation: where it is, and what it prints on how many ranks."""

    place: str
    name: str
    source: str
    shown: dict = field(default_factory=dict)
    code: int = 0
    is_ended: bool = False

    def expected(self, ranks):
        """The lines to expect, or None where they are not told."""
        if ranks in self.shown:
            return self.shown[ranks]
        return None if self.is_ended else next(iter(self.shown.values()))


def programs_of(article):
    """The programs of one article, in order."""
    found, programs = blocks(article.read_text()), []
    for number, block in enumerate(found):
        if block.language != "swift" or block.lines[0] != "import MPI":
            continue
        place = f"{article.name}:{block.line}"
        follows = found[number + 1] if number + 1 < len(found) else None
        assert follows and follows.language == "console", f"{place}: no console block follows"
        program = None
        for command in commands(follows):
            if command.text == "echo $?":
                program.code, program.is_ended = int(command.expected[0]), True
                continue
            match = RUN.fullmatch(command.text)
            assert match, f"{place}: not a run: {command.text}"
            program = program or Program(place, match[2], "\n".join(block.lines) + "\n")
            assert match[2] == program.name, f"{place}: another program: {command.text}"
            program.shown[int(match[1])] = command.expected
        programs.append(program)
    return programs


PROGRAMS = [each for article in sorted(CATALOGUE.glob("*.md")) for each in programs_of(article)]

# Not of the documentation, but compiled and run in the same way.
TEMPORARIES = Path(__file__).with_name("temporaries.swift")
PROGRAMS.append(
    Program(
        TEMPORARIES.name, "temporaries", TEMPORARIES.read_text(), shown={1: ["all arrays lived"]}
    )
)


@pytest.fixture(scope="module")
def built():
    """The folder with all programs, compiled as another package would."""
    # Kept, so that a second run is quick.
    package = CHECKOUT / ".build" / ("tutorial-mpich" if MPICH else "tutorial")
    shutil.rmtree(package / "Sources", ignore_errors=True)
    for program in PROGRAMS:
        folder = package / "Sources" / program.name
        folder.mkdir(parents=True)
        (folder / "main.swift").write_text(program.source)
    names = ", ".join(f'"{program.name}"' for program in PROGRAMS)
    manifest = PACKAGE.replace("{checkout}", str(CHECKOUT)).replace("{names}", names)
    (package / "Package.swift").write_text(manifest)
    build = ["swift", "build", "-c", "release", "--package-path", str(package)]
    result = subprocess.run(build, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout + result.stderr
    return package / ".build" / "release"


def test_there_are_programs():
    names = [program.name for program in PROGRAMS]
    assert {"hello", "shards", "halo", "farm"} <= set(names)
    assert len(names) == len(set(names)), f"names are not unique: {names}"


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.name)
def test_prints_what_is_shown(program, built, tmp_path):
    def play(ranks):
        return run(ranks=ranks, cwd=tmp_path, program=built / program.name)

    counts = [ranks for ranks in RANKS if ranks >= min(program.shown)]
    for ranks, result in zip(counts, in_parallel(play, counts), strict=True):
        told = f"{program.place} on {ranks} ranks:\n{result}"
        assert result.code == program.code, told
        expected = program.expected(ranks)
        if expected is not None:
            assert (result.out + result.err).splitlines() == expected, told
