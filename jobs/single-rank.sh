#!/usr/bin/env bash
# Prunes on one rank, without mpirun: the same bytes, the same report.
#
#   jobs/single-rank.sh data.npy --keep 'x > 4' -o kept.npy
set -euo pipefail
checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

if [[ ! -x $checkout/.build/release/prune-mpi ]]; then
  "$checkout/jobs/setup.sh"
  (cd "$checkout" && swift build --configuration release --product prune-mpi) >&2
fi
exec "$checkout/.build/release/prune-mpi" "$@"
