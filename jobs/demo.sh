#!/usr/bin/env bash
# From a fresh clone to a run one can look at: installs what is missing, builds, and runs the
# built-in example.
#
#   jobs/demo.sh                      on 8 ranks
#   RANKS=2 jobs/demo.sh              on another number of ranks
#   jobs/demo.sh data.npy --keep 'x > 4' -o kept.npy      what prune-mpi is given instead
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
ranks=${RANKS:-8}

jobs/setup.sh
echo "building (a few minutes the first time)" >&2
swift build --configuration release --product prune-mpi

# shellcheck source=jobs/env.sh
. jobs/env.sh
exec mpirun -np "$ranks" prune-mpi "$@"
