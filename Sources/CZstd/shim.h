#ifndef PRUNE_MPI_CZSTD_H
#define PRUNE_MPI_CZSTD_H

#include <zstd.h>

#endif
