"""Damaged HDF5 and NetCDF-4 files: one clear line, no crash, no hang, bounded memory.

The library underneath trusts what a file says. What it refuses is said in its words; where it
crashes or goes round in circles, the program ends with a line of its own (and the C library may
put one before it).
"""

import os
import signal
import subprocess
import sys

import numpy as np
import pytest
from harness import PROGRAM, environment, in_parallel
from hdf5_files import arrays, particles, weather

SEED = int(os.environ.get("FUZZ_SEED", "20261124"))
FILES = {"p.h5": ("/run/p", particles), "a.h5": ("/packed", arrays), "w.nc": ("/wind", weather)}
LIMIT = 60
ALLOWED = 16 << 20


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    folder = tmp_path_factory.mktemp("whole")
    for name, (_, make) in FILES.items():
        make(folder / name)
    return folder


# A process is said to have been as large as the one it was forked from: this one is small.
SMALL = """
import os, sys
child = os.spawnv(os.P_NOWAIT, sys.argv[1], sys.argv[1:])
_, status, usage = os.wait4(child, 0)
print(os.waitstatus_to_exitcode(status), usage.ru_maxrss * 1024)
"""


def ended(arguments, folder, tag):
    """Exit code, standard error and the largest memory in bytes of one run, without mpirun."""
    log = folder / f"{tag}.err"
    with log.open("w") as err:
        process = subprocess.Popen(
            [sys.executable, "-c", SMALL, str(PROGRAM), *map(str, arguments)], cwd=folder,
            env=environment(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=err,
            text=True, start_new_session=True)
    try:
        # The program prints before its exit code and memory.
        code, memory = process.communicate(timeout=LIMIT)[0].split()[-2:]
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return "still running", log.read_text(), 0
    return int(code), log.read_text(), int(memory)


def damaged(data, generator, number):
    """Cut, or with some bytes changed, most of them where the file says what it holds."""
    if number % 4 == 0:
        return data[: int(generator.integers(1, len(data)))]
    changed = bytearray(data)
    for _ in range(int(generator.integers(1, 6))):
        near = len(data) if generator.integers(0, 2) else min(len(data), 4096)
        at = int(generator.integers(0, near))
        changed[at] = (int(generator.integers(0, 256)) if number % 2
                       else changed[at] ^ 1 << int(generator.integers(0, 8)))
    return bytes(changed)


@pytest.mark.parametrize("name", FILES)
def test_damage_gives_one_line(name, whole, tmp_path):
    data = (whole / name).read_bytes()
    generator = np.random.default_rng(SEED)
    cases = [damaged(data, generator, number) for number in range(24)]
    cases += [data[:size] for size in (8, 9, 47, 48, 95, 96, 97, 512, 2048, len(data) - 1)]
    path = FILES[name][0]

    def commands(file):
        return [("inspect", file),
                (f"{file}:{path}", "--keep", "i >= 0", "-o", f"{file}.out.h5", "--quiet")]

    usual = max(ended(command, tmp_path, "usual")[2] for command in commands(whole / name))

    def one(number):
        file = tmp_path / f"{number}-{name}"
        file.write_bytes(cases[number])
        return [ended(command, tmp_path, f"{number}-{index}")
                for index, command in enumerate(commands(file))]

    for number, results in enumerate(in_parallel(one, range(len(cases)))):
        for code, err, memory in results:
            about = f"{name}, case {number}, FUZZ_SEED={SEED}: exit code {code}:\n{err}"
            assert code in (0, 64, 65, 66), about
            lines = err.splitlines()
            if code == 0:
                assert not lines, about
            elif "it must be damaged" in err:
                assert lines[-1].startswith("prune-mpi: ") and len(lines) <= 2, about
            else:
                assert lines[0].startswith("prune-mpi: "), about
                assert len(lines) == 1 or (len(lines) == 2 and lines[1].startswith("try: ")), about
            assert memory <= usual + len(data) + ALLOWED, f"{memory} against {usual}: {about}"
    leftovers = [p.name for p in tmp_path.iterdir() if p.name.endswith("partial")]
    assert not leftovers


def test_absurd_sizes(tmp_path):
    """A chunk that no deflated bytes of this file can become; more records than memory."""
    h5py = pytest.importorskip("h5py")
    with h5py.File(tmp_path / "chunk.h5", "w") as file:
        file.create_dataset("x", (1 << 30,), "u1", chunks=(1 << 30,), compression="gzip")
    code, err, memory = ended(("chunk.h5", "--keep", "x > 0"), tmp_path, "chunk")
    assert code == 65 and err == (
        "prune-mpi: chunk.h5: dataset '/x' claims chunks of 1073741824 bytes, more than its 0 "
        "stored bytes can hold\n")
    assert memory < 200 << 20
    with h5py.File(tmp_path / "bare.h5", "w") as file:
        file.create_dataset("x", (1 << 62,), "u1", chunks=(1 << 20,))
        file.create_dataset("y", (1 << 40, 1 << 30), "u1", chunks=(1, 1 << 20))
    code, err, _ = ended(("bare.h5:/y", "--keep", "x > 0"), tmp_path, "bare")
    assert code == 65 and err.startswith(
        "prune-mpi: bare.h5: dataset '/y' of shape [1099511627776, 1073741824] passes"), err
