#ifndef VIGIE_CZLIB_H
#define VIGIE_CZLIB_H
#include <zlib.h>

/* inflateInit2 is a macro, which Swift cannot call.
   15: the largest window; +32: gzip or zlib, whichever comes. */
static inline int vigie_inflate_init(z_stream *stream) { return inflateInit2(stream, 15 + 32); }
#endif
