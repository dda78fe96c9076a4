# shellcheck shell=bash
# Source this before mpirun on a laptop or a small server, not on a cluster (bash or zsh):
#
#   . jobs/env.sh
#   mpirun -np 8 prune-mpi
#
# It puts the built programs on PATH and lets Open MPI run as many ranks as one likes on
# however many cores there are. What each setting cures was measured with Open MPI 4.1.4 on
# two cores; none of them is needed where a batch system hands out the cores.

PRUNE_MPI_ROOT=$(cd "$(dirname "${BASH_SOURCE[0]:-$0}")/.." && pwd) # $0: zsh
case ":$PATH:" in
  *":$PRUNE_MPI_ROOT/.build/release:"*) ;;
  *) export PATH="$PRUNE_MPI_ROOT/.build/release:$PATH" ;;
esac

# Otherwise: "There are not enough slots available" above the number of cores. The second
# name of a setting is that of Open MPI 5.
export OMPI_MCA_rmaps_base_oversubscribe=1
export PRTE_MCA_rmaps_default_mapping_policy=:oversubscribe

# Otherwise one or two ranks are tied to the first cores, and those of a second run as well.
export OMPI_MCA_hwloc_base_binding_policy=none
export PRTE_MCA_hwloc_default_binding_policy=none

# Otherwise waiting ranks spin where a hostfile claims more slots than there are cores: eight
# ranks on two cores need 34 ms for an allreduce, with this 0.02 ms. Costs two ranks 4 us.
export OMPI_MCA_mpi_yield_when_idle=1

# Otherwise mpirun refuses to run as root; both are needed.
if [ "$(id -u)" = 0 ]; then
  export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
fi

# Not set here: OMPI_MCA_orte_execute_quiet (as mpirun -q). It keeps mpirun's own paragraphs
# from following our one line when a run fails, but also hides why mpirun could not start or
# that a rank was killed. Add -q by hand where that is wanted.
