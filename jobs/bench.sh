#!/usr/bin/env bash
# Builds and runs the benchmarks; prints first what a figure depends on. What was measured
# where is recorded in jobs/BENCHMARKS.md.
#
#   jobs/bench.sh             everything, on 2 ranks
#   RANKS=4 jobs/bench.sh     on another number of ranks
#   jobs/bench.sh files       of its cases (threshold, kernels, mpi, stages, files) only this one
#   jobs/bench.sh ARGUMENTS   are handed to prune-bench
#   jobs/bench.sh csv         text against pandas, by jobs/bench-csv.py
#
# HDF5 and text are compared with h5py and pandas where jobs/setup.sh tests has installed these.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
ranks=${RANKS:-2}

jobs/setup.sh
product=prune-bench
if [ "${1:-}" = csv ]; then product=prune-mpi; fi
swift build --configuration release --product "$product" >&2

processor=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)
memory=$(awk '/^MemTotal/ { printf "%.0f GiB", $2 / 1048576 }' /proc/meminfo)
revision=$(git describe --always --dirty 2>/dev/null || echo "not a git checkout")
cat <<MACHINE
machine   ${processor:-$(uname -m)}, $(nproc) cores, $memory, Linux $(uname -r)
load      $(cut -d ' ' -f 1-3 /proc/loadavg)
compiler  $(swift --version 2>/dev/null | head -n 1), --configuration release
mpi       $(mpirun --version | head -n 1)
ranks     $ranks
revision  $revision

MACHINE

# shellcheck source=jobs/env.sh
. jobs/env.sh
# Yielding is for more ranks than cores; it hides how long a short call takes.
if ((ranks <= $(nproc))); then export OMPI_MCA_mpi_yield_when_idle=0; fi
if [ "${1:-}" = csv ]; then
  exec .build/python/bin/python jobs/bench-csv.py --ranks "$ranks" "${@:2}"
fi
python=.build/python/bin/python
if [[ -x $python ]]; then set -- --python "$python" "$@"; fi
exec mpirun -np "$ranks" prune-bench "$@"
