#!/usr/bin/env bash
# Installs what is missing, builds, and runs every test:
#
#   unit tests     swift test, everything that needs no second rank
#   mpi-checks     everything collective, on 1, 2, 3, 4 and 8 ranks
#   end to end     the built program against NumPy, under mpirun (Tests/EndToEnd)
#
#   Tests/run.sh                      all of it, about ten minutes on two cores
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
  summary+=("$(printf '%-24s %6d passed %4d failed %5d s' \
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

jobs/setup.sh tests
echo "building (some minutes the first time)"
swift build --configuration release --build-tests || {
  printf 'the build failed\n0 passed, 1 failed\n'
  exit 1
}
# shellcheck source=jobs/env.sh
. jobs/env.sh
export PYTHONDONTWRITEBYTECODE=1

if (($# == 0)); then
  part "unit tests" unit_tests
  for ranks in 1 2 3 4 8; do
    part "mpi-checks on $ranks" timeout 300 mpirun -np "$ranks" mpi-checks
  done
fi
part "end to end" .build/python/bin/python -m pytest -q --rootdir=Tests/EndToEnd Tests/EndToEnd "$@"

printf '\n'
printf '%s\n' "${summary[@]}"
printf '%d passed, %d failed\n' "$passed" "$failed"
((failed == 0 && passed > 0))
