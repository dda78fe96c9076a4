#ifndef PRUNE_MPI_CDEFLATE_H
#define PRUNE_MPI_CDEFLATE_H

#include <libdeflate.h>

#endif
