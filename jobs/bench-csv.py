"""Text against pandas: read_csv, filter and to_csv, against prune-mpi on the same file.

    jobs/setup.sh tests && swift build -c release
    .build/python/bin/python jobs/bench-csv.py [--records N] [--runs N] [--ranks N]

Both are run in turn, and the answers compared: the lines that prune-mpi writes are those of the
records that pandas keeps, as they stand in the input. Of prune-mpi all that mpirun takes is
counted, the start and the end of MPI too, and the phases that it reports; of pandas the three calls
without the start of Python.
"""

import argparse
import json
import os
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

ROOT = Path(__file__).resolve().parents[1]


def make(path, records):
    """Six columns: two of integers and text, four of floats of several lengths."""
    generator = np.random.default_rng(1)
    with open(path, "w") as file:
        file.write("time,station,temperature,pressure,humidity,wind\n")
        for start in range(0, records, 100_000):
            count = min(100_000, records - start)
            columns = [
                (1_700_000_000 + np.arange(start, start + count) // 7).tolist(),
                generator.integers(0, 50, count).tolist(),
                np.round(generator.normal(20, 30, count), 2).tolist(),
                np.round(generator.normal(1013, 9, count), 1).tolist(),
                generator.random(count).tolist(),
                np.round(generator.random(count) * 100, 3).tolist(),
            ]
            rows = zip(*columns, strict=True)
            file.write("".join("%d,S%02d,%s,%s,%s,%s\n" % row for row in rows))


def by_pandas(source, target, limit):
    began = time.perf_counter()
    table = pd.read_csv(source)
    read = time.perf_counter()
    kept = table[table.temperature > limit]
    kept.to_csv(target, index=False)
    return time.perf_counter() - began, read - began, kept.index.to_numpy()


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
    parser.add_argument("--records", type=int, default=6_000_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--ranks", type=int, default=2)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-csv-") as folder:
        source, target, other = (Path(folder) / name for name in ["in.csv", "out.csv", "pd.csv"])
        make(source, options.records)
        print(f"{options.records} records, {os.path.getsize(source) / 2**20:.0f} MiB, "
              f"{options.ranks} ranks, pandas {pd.__version__}; medians of {options.runs} runs")
        print("survive  pandas s  of it read  prune-mpi s  of it phases  ratio  of phases")
        lines = source.read_bytes().splitlines(keepends=True)
        for limit in [0, 40, 70]:
            theirs, ours = [], []
            for _ in range(options.runs):
                theirs.append(by_pandas(source, other, limit))
                ours.append(by_program(source, target, limit, options.ranks,
                                       Path(folder) / "r.json"))
            rows = theirs[0][2]
            assert target.read_bytes() == b"".join([lines[0], *(lines[row + 1] for row in rows)])
            slow, read = (statistics.median(run[part] for run in theirs) for part in (0, 1))
            fast, phases = (statistics.median(run[part] for run in ours) for part in (0, 1))
            print(f"{len(rows) / options.records:7.1%} {slow:9.3f} {read:11.3f} {fast:12.3f} "
                  f"{phases:13.3f} {slow / fast:6.1f} {slow / phases:10.1f}")


main()
