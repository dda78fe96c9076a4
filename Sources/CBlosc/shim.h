#ifndef PRUNE_MPI_CBLOSC_H
#define PRUNE_MPI_CBLOSC_H

#include <blosc.h>

#endif
