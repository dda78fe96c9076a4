#include "CMPIBaseline.h"

#include <mpi.h>

bool baseline_allreduce(long calls, double mine, double *total) {
  for (long call = 0; call < calls; call++) {
    double all = 0;
    if (MPI_Allreduce(&mine, &all, 1, MPI_DOUBLE, MPI_SUM, MPI_COMM_WORLD) != MPI_SUCCESS)
      return false;
    *total += all;
  }
  return true;
}

bool baseline_alltoall(const double *send, double *receive, size_t block) {
  int count = (int)block;
  return MPI_Alltoall(send, count, MPI_DOUBLE, receive, count, MPI_DOUBLE, MPI_COMM_WORLD) ==
         MPI_SUCCESS;
}
