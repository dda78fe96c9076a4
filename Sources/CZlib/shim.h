#ifndef PRUNE_MPI_CZLIB_H
#define PRUNE_MPI_CZLIB_H

#include <zlib.h>

// `inflateInit2` is a macro, which Swift does not see. Negative window bits: deflated data without
// a header of zlib's or gzip's own, as zip files hold them.
static inline int prune_inflate_start(z_stream *stream) { return inflateInit2(stream, -MAX_WBITS); }

#endif
