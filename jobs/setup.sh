#!/usr/bin/env bash
# Installs what is missing on a Debian or Ubuntu machine that has Swift; the other scripts
# call it. Says nothing and does nothing where all is there.
#
#   jobs/setup.sh           what building and running need: Open MPI, HDF5, zlib, libdeflate,
#                           zstd, blosc, pkg-config
#   jobs/setup.sh tests     also Python with the test oracles, in .build/python
#   jobs/setup.sh lint      also shellcheck
#   jobs/setup.sh mpich     also MPICH, beside Open MPI: mpirun and mpicc stay Open MPI's, MPICH's
#                           are mpirun.mpich and mpicc.mpich
#
# Packages are installed as root, or with sudo. The log of what failed is shown; of what
# succeeded, nothing.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly python_environment=.build/python
readonly requirements=Tests/EndToEnd/requirements.txt
log=$(mktemp)
trap 'rm -f "$log"' EXIT

fail() {
  printf 'setup: %s\n' "$@" >&2
  exit 1
}

# Runs a command; its output is seen only when it fails.
quietly() {
  "$@" >"$log" 2>&1 </dev/null && return
  cat "$log" >&2
  return 1
}

check_swift() {
  command -v swift >/dev/null || fail \
    "swift is not on PATH" \
    "get Swift 6.2 or newer from https://www.swift.org/install/linux/ and add its usr/bin to PATH"
  local version
  version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p')
  [[ $(printf '%s\n' 6.2 "$version" | sort -V | head -n 1) == 6.2 ]] || fail \
    "$(command -v swift) is Swift ${version:-of unknown version}, 6.2 or newer is needed" \
    "get it from https://www.swift.org/install/linux/"
}

# apt-get as root, without questions; waits for another installation to end.
apt_get() {
  local privilege=()
  ((EUID == 0)) || privilege=(sudo)
  "${privilege[@]}" env DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 \
    apt-get -qq -o DPkg::Lock::Timeout=600 "$@"
}

# Installs Debian packages; package lists are fetched only where the ones at hand will not do.
install_packages() {
  local by_hand="install by hand: $*"
  command -v apt-get >/dev/null || fail "this is not Debian or Ubuntu" "$by_hand"
  ((EUID == 0)) || command -v sudo >/dev/null || fail \
    "neither root nor sudo to install packages with" "as root: apt-get install $*"
  printf 'setup: installing %s\n' "$*" >&2
  local arguments=(install -y --no-install-recommends "$@")
  apt_get "${arguments[@]}" >"$log" 2>&1 </dev/null && return
  quietly apt_get update || fail "apt-get update failed" "$by_hand"
  quietly apt_get "${arguments[@]}" || fail "apt-get install failed" "$by_hand"
}

# Whether pkg-config knows a library.
has_library() { command -v pkg-config >/dev/null && pkg-config --exists "$1"; }

# Whether mpirun is Open MPI's; the name alone may be MPICH's as well.
mpirun_is_open_mpi() {
  command -v mpirun >/dev/null && [[ $(mpirun --version 2>/dev/null) == *"Open MPI"* ]]
}

install_open_mpi() {
  local missing=()
  mpirun_is_open_mpi || command -v mpirun.openmpi >/dev/null || missing+=(openmpi-bin)
  command -v pkg-config >/dev/null || missing+=(pkg-config)
  has_library ompi-c || missing+=(libopenmpi-dev)
  has_library zlib || missing+=(zlib1g-dev)
  has_library libdeflate || missing+=(libdeflate-dev)
  has_library libzstd || missing+=(libzstd-dev)
  has_library blosc || missing+=(libblosc-dev)
  ((${#missing[@]} == 0)) || install_packages "${missing[@]}"
  # Of Debian's two, Open MPI's is chosen (priority 50 against 40) unless someone chose otherwise.
  mpirun_is_open_mpi || fail \
    "$(command -v mpirun || echo mpirun) is not Open MPI's, which this build is started with" \
    "choose it: update-alternatives --auto mpirun"
}

install_hdf5() {
  has_library "${HDF5_PKG_CONFIG:-hdf5-serial}" || install_packages libhdf5-dev
}

install_mpich() {
  local missing=()
  command -v mpirun.mpich >/dev/null || missing+=(mpich)
  has_library mpich || missing+=(libmpich-dev)
  ((${#missing[@]} == 0)) || install_packages "${missing[@]}"
  mpirun_is_open_mpi || fail "with MPICH beside it, mpirun is no longer Open MPI's" \
    "choose it: update-alternatives --auto mpirun"
}

python_is_usable() {
  python3 -c 'import ensurepip, venv, sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null
}

# A private Python environment with what requirements.txt names; made anew when that changes.
install_python_environment() {
  local stamp=$python_environment/requirements.installed
  cmp -s "$requirements" "$stamp" && "$python_environment/bin/python" -c 'import numpy, h5py' && return
  python_is_usable || install_packages python3 python3-venv
  python_is_usable || fail "$(python3 --version) is too old or has no venv module, 3.10 is needed"
  mkdir -p .build
  quietly python3 -m venv --clear "$python_environment" || fail "cannot make $python_environment"
  quietly "$python_environment/bin/python" -m pip install \
    --disable-pip-version-check --requirement "$requirements" ||
    fail "cannot install $(grep -v '^#' "$requirements" | tr '\n' ' ')from PyPI"
  cp "$requirements" "$stamp"
}

check_swift
install_open_mpi
install_hdf5
for extra in "$@"; do
  case $extra in
    tests) install_python_environment ;;
    lint) command -v shellcheck >/dev/null || install_packages shellcheck ;;
    mpich) install_mpich ;;
    *) fail "unknown argument '$extra': tests, lint or mpich" ;;
  esac
done
