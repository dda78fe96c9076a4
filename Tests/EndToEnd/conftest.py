"""Counts for the last line, and the fault library."""

import shutil
import subprocess
from pathlib import Path

import pytest
from harness import PROGRAM


def pytest_configure(config):
    if not PROGRAM.exists():
        pytest.exit(f"{PROGRAM} does not exist: swift build -c release", returncode=1)


def pytest_terminal_summary(terminalreporter):
    """Ends the output with the line that Tests/run.sh and its reader look for."""
    stats = terminalreporter.stats
    for report in stats.get("skipped", []):
        terminalreporter.write_line(f"not run: {report.nodeid}: {report.longrepr[2]}")
    passed = len(stats.get("passed", []))
    failed = sum(len(stats.get(kind, [])) for kind in ("failed", "error"))
    terminalreporter.write_line(f"{passed} passed, {failed} failed")


@pytest.fixture(scope="session")
def fault_library(tmp_path_factory):
    """faults.c, compiled; see there for what the environment tells it."""
    source = Path(__file__).with_name("faults.c")
    library = tmp_path_factory.mktemp("faults") / "faults.so"
    compiler = shutil.which("clang") or shutil.which("cc")
    assert compiler, "neither clang (part of Swift) nor cc is on PATH"
    subprocess.run(
        [compiler, "-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o", library, source, "-ldl"],
        check=True,
    )
    return library
