#ifndef VIGIE_CZLIB_H
#define VIGIE_CZLIB_H
#include <zlib.h>
#endif
