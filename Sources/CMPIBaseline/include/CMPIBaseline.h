// What prune-bench compares the MPI library with: the same programs in C.
#ifndef PRUNE_MPI_CMPI_BASELINE_H
#define PRUNE_MPI_CMPI_BASELINE_H

#include <stdbool.h>
#include <stddef.h>

// Calls MPI_Allreduce `calls` times on the sum of one double over the world, `mine` being this
// rank's, and adds what they give to `total`. Every code is checked: false at the first that is
// not success.
bool baseline_allreduce(long calls, double mine, double *_Nonnull total);

// One MPI_Alltoall over the world: `block` doubles of `send` for each rank. Both buffers hold
// `block` doubles for each rank.
bool baseline_alltoall(const double *_Nonnull send, double *_Nonnull receive, size_t block);

#endif
