#!/usr/bin/env bash
# Installs what is missing, builds, and runs every test:
#
#   unit tests     swift test, everything that needs no second rank
#   mpi-checks     everything collective, on 1, 2, 3, 4 and 8 ranks
#   end to end     the built program against NumPy, under mpirun (Tests/EndToEnd)
#
# and of these, built for MPICH in .build/mpich: mpi-checks on 1 and 2 ranks, a part of them on 3
# (waiting ranks spin: the rest would take many minutes), and the end-to-end tests of the MPI
# library and of the output.
#
#   Tests/run.sh                      all of it, about half an hour on two cores
#   Tests/run.sh --long               also messages above 2^31 elements and bytes, which take
#                                     24 GiB, and files of 20 GiB, which take no space
#   Tests/run.sh -k balance           only the end-to-end tests of that name (for pytest)
#
# The last line is `N passed, N failed`. Exits 1 if anything failed, or if a part ran nothing.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

log=$(mktemp)
trap 'rm -f "$log"' EXIT
passed=0
failed=0
summary=()

# Runs one part with its output shown, and counts. A part says what it did in its last line of
# the form `N passed, N failed`; a part that says nothing, or that it ran nothing, has failed.
part() {
  local name=$1 code=0 began=$SECONDS good=0 bad=0
  shift
  printf '\n== %s\n' "$name"
  "$@" 2>&1 | tee "$log" || code=$?
  local counts
  counts=$(grep -E '^[0-9]+ passed, [0-9]+ failed$' "$log" | tail -n 1) || true
  [[ -z $counts ]] || read -r good _ bad _ <<<"$counts"
  if ((code != 0 && bad == 0)) || ((good + bad == 0)); then
    bad=$((bad + 1))
    printf '%s: exit code %d after %s\n' "$name" "$code" "${counts:-no tests}"
  fi
  passed=$((passed + good))
  failed=$((failed + bad))
  summary+=("$(printf '%-26s %6d passed %4d failed %5d s' \
    "$name" "$good" "$bad" $((SECONDS - began)))")
}

# `swift test`, ending in the common form.
unit_tests() {
  local code=0 output
  output=$(mktemp)
  swift test --configuration release --skip-build >"$output" 2>&1 || code=$?
  local total wrong
  total=$(sed -n 's/.*Test run with \([0-9]*\) tests\{0,1\} .*/\1/p' "$output" | tail -n 1)
  wrong=$(grep -v 'Test run with' "$output" | grep -c ' Test .* failed after ' || true)
  if ((code == 0)); then grep 'Test run with' "$output" || true; else cat "$output"; fi
  rm -f "$output"
  # Without a total the run has crashed; what had passed until then is not known.
  echo "$((${total:-$wrong} - wrong)) passed, $wrong failed"
  return "$code"
}

# Builds with these arguments, or ends.
build() {
  swift build --configuration release "$@" || {
    printf 'the build failed\n0 passed, 1 failed\n'
    exit 1
  }
}

# End-to-end tests: the files or folders and what else pytest takes.
end_to_end() { .build/python/bin/python -m pytest -q --rootdir=Tests/EndToEnd "$@"; }

# mpi-checks of a build, by its launcher and folder, on this many ranks; 300 s, or as named.
checks() {
  local launcher=$1 folder=$2 ranks=$3 limit=${4:-300}
  shift "$(($# < 4 ? 3 : 4))"
  timeout "$limit" "$launcher" -np "$ranks" "$folder/release/mpi-checks" "$@"
}

# The tests that say something about the MPI library below: its errors, counts and endings, and
# that the program's output is the same bytes.
readonly for_each_library=(
  Tests/EndToEnd/test_mpi_errors.py Tests/EndToEnd/test_mpi_counts.py
  Tests/EndToEnd/test_mpi_endings.py Tests/EndToEnd/test_mpi_checked.py
  Tests/EndToEnd/test_mpi_hosted.py Tests/EndToEnd/test_mpi_bytes.py
)

long=false
if [[ ${1:-} == --long ]]; then
  long=true
  shift
fi

jobs/setup.sh tests mpich
echo "building (some minutes the first time)"
build --build-tests
# shellcheck source=jobs/env.sh
. jobs/env.sh
export PYTHONDONTWRITEBYTECODE=1
unset MPI_IMPLEMENTATION PRUNE_MPI MPIRUN

if (($# > 0)); then
  part "end to end" end_to_end Tests/EndToEnd "$@"
else
  part "unit tests" unit_tests
  for ranks in 1 2 3 4 8; do
    part "mpi-checks on $ranks" checks mpirun .build "$ranks"
  done
  if "$long"; then part "large messages" checks mpirun .build 2 3600 --long; fi
  part "end to end" end_to_end Tests/EndToEnd
  if "$long"; then part "large files" end_to_end Tests/EndToEnd/long_sizes.py; fi

  # SwiftPM warns of `prohibited flag(s): -Wl,-z,relro`. Debian's mpich.pc names that flag, SwiftPM
  # leaves it out, and links by the rest; it reads .pc files itself, so that no option of
  # pkg-config helps. Whoever minds names a file without the flag in MPI_PKG_CONFIG.
  export MPI_IMPLEMENTATION=mpich
  for product in prune-mpi mpi-checks; do
    build --scratch-path .build/mpich --product "$product"
  done
  for ranks in 1 2; do
    part "MPICH: mpi-checks on $ranks" checks mpirun.mpich .build/mpich "$ranks"
  done
  # Waiting ranks of MPICH spin: all checks on three ranks and two cores take more than 5 minutes.
  for some in Particle message split; do
    part "MPICH: $some on 3" checks mpirun.mpich .build/mpich 3 300 --only "$some"
  done
  if "$long"; then part "MPICH: large messages" checks mpirun.mpich .build/mpich 2 3600 --long; fi
  part "MPICH: end to end" end_to_end "${for_each_library[@]}"
fi

printf '\n'
printf '%s\n' "${summary[@]}"
printf '%d passed, %d failed\n' "$passed" "$failed"
((failed == 0 && passed > 0))
