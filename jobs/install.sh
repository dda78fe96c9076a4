#!/usr/bin/env bash
# Builds one binary that runs on a machine without Swift, and installs it.
#
#   jobs/install.sh --prefix DIR      to DIR/bin/prune-mpi
#
# It needs there: an Open MPI of the same major version as here, HDF5, the libraries that decompress
# chunks (libdeflate, zstd, blosc), and the C and C++ runtime.
set -euo pipefail
invoked_from=$PWD
cd "$(dirname "${BASH_SOURCE[0]}")/.."

usage() {
  echo "usage: jobs/install.sh --prefix DIR" >&2
  exit 64
}

prefix=
while (($# > 0)); do
  case $1 in
    --prefix=*) prefix=${1#--prefix=} ;;
    --prefix)
      (($# > 1)) || usage
      prefix=$2
      shift
      ;;
    *) usage ;;
  esac
  shift
done
[[ -n $prefix ]] || usage
[[ $prefix == /* ]] || prefix=$invoked_from/$prefix

# A build folder of its own: the flags differ from those of the everyday build.
readonly build=(
  --configuration release --product prune-mpi --scratch-path .build/install
  --static-swift-stdlib -Xlinker --strip-all)
jobs/setup.sh
swift build "${build[@]}" >&2
program=$(swift build "${build[@]}" --show-bin-path)/prune-mpi

# The libraries a program needs, directly and through others: one name a line.
libraries() {
  ldd "$1" | awk '{ name = $1; sub(".*/", "", name); print name }' | sort -u
}

mpi=$(ldd "$program" | awk '$1 ~ /^libmpi\./ { print $3 }')
[[ -f $mpi ]] || {
  echo "install: $program does not find libmpi" >&2
  exit 1
}
runtime='linux-vdso|ld-linux|libc\.|libm\.|libdl\.|libpthread\.|librt\.|libutil\.|libstdc\+\+\.|libgcc_s\.|libz\.'
# HDF5's library and blosc bring others of their own: for compression, and for files on the network.
mapfile -t hdf5 < <(ldd "$program" | awk '$1 ~ /^libhdf5/ { print $3 }')
mapfile -t blosc < <(ldd "$program" | awk '$1 ~ /^libblosc\./ { print $3 }')
known=$(for library in "$mpi" "${hdf5[@]}" "${blosc[@]}"; do libraries "$library"; done | sort -u)
foreign=$(comm -23 <(libraries "$program") <(printf '%s\n' "$known") |
  grep -v -E "^($runtime|libmpi\.|libhdf5|libdeflate\.|libzstd\.|libblosc\.)" || true)
[[ -z $foreign ]] || {
  echo "install: $program also needs" "$foreign" >&2
  exit 1
}

mkdir -p "$prefix/bin"
install -m 755 "$program" "$prefix/bin/prune-mpi"
cat <<MESSAGE
installed $prefix/bin/prune-mpi ($(du -h "$prefix/bin/prune-mpi" | cut -f 1)); it needs ${mpi##*/}${hdf5:+, ${hdf5[0]##*/}}, libdeflate, libzstd, libblosc and the C and C++ runtime
run it:   mpirun -np 8 $prefix/bin/prune-mpi
or first: export PATH="$prefix/bin:\$PATH"
MESSAGE
