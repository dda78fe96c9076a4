"""Text against pandas: read_csv, filter and to_csv, against prune-mpi on the same file.

    jobs/setup.sh tests
    jobs/bench.sh csv [--records N] [--runs N] [--ranks N] [--limits T ...]

Both are run in turn, each in a process of its own, and the answers compared: the lines that
prune-mpi writes are those of the records that pandas keeps, as they stand in the input. Counted are
of prune-mpi all that mpirun takes, with the start and the end of MPI, and beside it the phases that
it reports; of pandas the three calls, without the start of Python and the import of pandas, and
beside it the whole process.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]


def make(path, records):
    """Six columns: two of integers and text, four of floats of several lengths."""
    generator = np.random.default_rng(1)
    with open(path, "w") as file:
        file.write("time,station,temperature,pressure,humidity,wind\n")
        block = min(records, 1_000_000)
        lines = []
        for start in range(0, block, 100_000):
            count = min(100_000, block - start)
            columns = [
                (1_700_000_000 + np.arange(start, start + count) // 7).tolist(),
                generator.integers(0, 50, count).tolist(),
                np.round(generator.normal(20, 30, count), 2).tolist(),
                np.round(generator.normal(1013, 9, count), 1).tolist(),
                generator.random(count).tolist(),
                np.round(generator.random(count) * 100, 3).tolist(),
            ]
            rows = zip(*columns, strict=True)
            lines += ["%d,S%02d,%s,%s,%s,%s\n" % row for row in rows]
        # The same stretch of a million as often as it takes.
        for start in range(0, records, block):
            file.write("".join(lines[:min(block, records - start)]))


PANDAS = """
import json, sys, time
import pandas as pd
source, target, limit = sys.argv[1], sys.argv[2], float(sys.argv[3])
began = time.perf_counter()
table = pd.read_csv(source)
read = time.perf_counter()
kept = table[table.temperature > limit]
kept.to_csv(target, index=False)
ended = time.perf_counter()
kept.index.to_numpy().tofile(target + ".rows")
print(json.dumps([ended - began, read - began, pd.__version__]))
"""


def by_pandas(source, target, limit):
    """Seconds of the three calls, of the first of them, and of the process; the rows kept."""
    began = time.perf_counter()
    result = subprocess.run([sys.executable, "-c", PANDAS, source, target, str(limit)], check=True,
                            stdout=subprocess.PIPE)
    whole = time.perf_counter() - began
    calls, read, version = json.loads(result.stdout)
    return calls, read, whole, version, np.fromfile(f"{target}.rows", np.int64)


def by_program(source, target, limit, ranks, report):
    command = ["bash", "-c", '. "$0/jobs/env.sh"; exec "$@"', ROOT, "mpirun", "-np", ranks,
               ROOT / ".build/release/prune-mpi", source, "--keep", f"temperature > {limit}",
               "-o", target, "--force", "--report", report, "-q"]
    began = time.perf_counter()
    subprocess.run(list(map(str, command)), check=True, stdout=subprocess.DEVNULL)
    seconds = time.perf_counter() - began
    phases = json.loads(Path(report).read_text())["phases"]
    return seconds, sum(phase["seconds"] for phase in phases)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--records", type=int, default=12_000_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--ranks", type=int, default=2)
    parser.add_argument("--limits", type=float, nargs="+", default=[70, 40, 0],
                        help="5 %%, 25 %% and 75 %% survive these")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-csv-") as folder:
        source, target, other = (Path(folder) / name for name in ["in.csv", "out.csv", "pd.csv"])
        make(source, options.records)
        print(f"{options.records} records, {os.path.getsize(source) / 2**20:.0f} MiB, "
              f"{options.ranks} ranks; medians of {options.runs} runs in turn")
        lines = source.read_bytes().splitlines(keepends=True)
        for limit in options.limits:
            theirs, ours = [], []
            for _ in range(options.runs):
                theirs.append(by_pandas(source, other, limit))
                ours.append(by_program(source, target, limit, options.ranks,
                                       Path(folder) / "r.json"))
            *_, version, rows = theirs[0]
            assert target.read_bytes() == b"".join([lines[0], *(lines[row + 1] for row in rows)])
            calls, read, whole = (statistics.median(run[part] for run in theirs)
                                  for part in range(3))
            fast, phases = (statistics.median(run[part] for run in ours) for part in (0, 1))
            if limit == options.limits[0]:
                print(f"pandas {version}\n"
                      "survive  pandas s  of it read  process  prune-mpi s  of it phases  ratio  "
                      "of processes  of phases")
            print(f"{len(rows) / options.records:7.1%} {calls:9.3f} {read:11.3f} {whole:8.3f} "
                  f"{fast:12.3f} {phases:13.3f} {calls / fast:6.1f} {whole / fast:13.1f} "
                  f"{calls / phases:10.1f}", flush=True)


main()
