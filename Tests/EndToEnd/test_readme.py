"""README.md's commands give the output it shows, its example runs, its links lead somewhere."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from harness import CHECKOUT, PROGRAM, environment, run
from readme import blocks, commands, first_difference, matches

README = CHECKOUT / "README.md"
MARK = "end-of-command"


def console_commands():
    return [
        command
        for block in blocks(README.read_text())
        if block.language == "console"
        for command in commands(block)
    ]


def play(script, folder):
    """Runs the commands in one shell; what each printed, and its exit code."""
    lines = ["exec 2>&1"]
    for command in script:
        lines += [command.text, f'code=$?; printf "\\n{MARK} %d\\n" $code; (exit $code)']
    env = environment({"REPO": str(CHECKOUT), "LC_ALL": "C.UTF-8"})
    env["PATH"] = f"{PROGRAM.parent}:{Path(sys.executable).parent}:{env['PATH']}"
    result = subprocess.run(
        ["bash", "-c", "\n".join(lines)], cwd=folder, env=env, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, text=True, timeout=600,
    )
    pieces = re.split(rf"\n{MARK} (\d+)\n", result.stdout)
    return list(zip(pieces[0::2], map(int, pieces[1::2]), strict=False))


def test_console_blocks(tmp_path):
    script = console_commands()
    assert script, "README.md shows no session"
    played = play(script, tmp_path)
    assert len(played) == len(script), f"the shell ended early:\n{played}"
    wrong = []
    for number, (command, (output, code)) in enumerate(zip(script, played, strict=True)):
        asks_for_code = number + 1 < len(script) and script[number + 1].text == "echo $?"
        if code != 0 and not asks_for_code:
            wrong.append(f"README.md:{command.line}: exit code {code}: {command.text}\n{output}")
        elif not matches(command.expected, output.splitlines()):
            line = first_difference(command.expected, output.splitlines())
            wrong.append(
                f"README.md:{command.line}: {command.text}\nsays: {line}\nprints:\n{output}"
            )
    assert not wrong, "\n\n".join(wrong)


def test_scripts_and_links_exist():
    text = README.read_text()
    named = re.findall(r"\]\((?!https?:|#)([^)#]+)", text)
    for block in blocks(text):
        if block.language == "sh":
            named += re.findall(r"(?:^|\s)(?:\./)?((?:jobs|Tests)/[\w./-]+)", "\n".join(block.lines))
    missing = [name for name in named if not (CHECKOUT / name).exists()]
    assert named and not missing, f"README.md names {missing}"


PACKAGE = """\
// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "example",
  dependencies: [.package(name: "prune-mpi", path: "{checkout}")],
  targets: [
    .executableTarget(
      name: "example",
      dependencies: [
        .product(name: "MPI", package: "prune-mpi"),
        .product(name: "Pruning", package: "prune-mpi"),
      ])
  ],
  swiftLanguageModes: [.v6]
)
"""


def library_example():
    """The Swift program in README.md and the output it claims, if it claims one."""
    found = blocks(README.read_text())
    for number, block in enumerate(found):
        if block.language == "swift" and "import Pruning" in block.lines:
            follows = found[number + 1] if number + 1 < len(found) else None
            output = follows.lines if follows and follows.language == "text" else None
            return "\n".join(block.lines) + "\n", output
    raise AssertionError("README.md has no Swift example with 'import Pruning'")


def test_library_example_from_another_package(tmp_path):
    source, output = library_example()
    package = CHECKOUT / ".build" / "library-example"  # kept, so that a second run is quick
    (package / "Sources" / "example").mkdir(parents=True, exist_ok=True)
    (package / "Package.swift").write_text(PACKAGE.replace("{checkout}", str(CHECKOUT)))
    (package / "Sources" / "example" / "main.swift").write_text(source)
    build = ["swift", "build", "-c", "release", "--package-path", str(package)]
    built = subprocess.run(build, capture_output=True, text=True)
    assert built.returncode == 0, built.stdout + built.stderr
    program = package / ".build" / "release" / "example"
    for ranks in (1, 3):
        result = run(ranks=ranks, cwd=tmp_path, program=program)
        assert result.code == 0 and result.err == "", str(result)
        assert result.out, "the example prints nothing"
    if output is not None:
        assert matches(output, result.out.splitlines()), str(result)


def mpi_example():
    """The eight lines of README.md's MPI section, and what it says they print."""
    found = blocks(README.read_text())
    for block, follows in zip(found, found[1:], strict=False):
        if block.language == "swift" and any("MPIRuntime.main" in line for line in block.lines):
            assert follows.language == "text", "README.md does not say what the program prints"
            return block.lines, follows.lines
    raise AssertionError("README.md has no Swift program with 'MPIRuntime.main'")


def test_mpi_example_from_another_package(tmp_path):
    lines, output = mpi_example()
    assert len(lines) == 8
    package = CHECKOUT / ".build" / "mpi-example"
    (package / "Sources" / "example").mkdir(parents=True, exist_ok=True)
    manifest = PACKAGE.replace("{checkout}", str(CHECKOUT))
    manifest = manifest.replace('        .product(name: "Pruning", package: "prune-mpi"),\n', "")
    (package / "Package.swift").write_text(manifest)
    (package / "Sources" / "example" / "main.swift").write_text("\n".join(lines) + "\n")
    build = ["swift", "build", "-c", "release", "--package-path", str(package)]
    built = subprocess.run(build, capture_output=True, text=True)
    assert built.returncode == 0, built.stdout + built.stderr
    assert "warning:" not in built.stdout + built.stderr
    program = package / ".build" / "release" / "example"
    for ranks in range(1, 9):
        result = run(ranks=ranks, cwd=tmp_path, program=program)
        assert result.code == 0 and result.err == "", str(result)
        assert result.out.splitlines() == output, str(result)


@pytest.mark.parametrize(
    "expected, actual, same",
    [
        ("kept 5 of 9", "kept 5 of 9", True),
        ("kept 5 of 9", "kept 6 of 9", False),
        ("took 1.5 s", "took 22 ms", True),
        ("took 1.5 s", "took 22 MB/s", False),
        ("5 shards", "6 shards", False),
        ("peak ... MiB", "peak 12.5 MiB", True),
        ("a\n...\nb", "a\nx\ny\nb", True),
        ("a\n...\nb", "a\nb", True),
        ("a\n...\nb", "a\nx", False),
        ("a  b", "a     b  ", True),
        ("", "something", False),
    ],
)
def test_the_comparison_itself(expected, actual, same):
    assert matches(expected.splitlines(), actual.splitlines()) == same
