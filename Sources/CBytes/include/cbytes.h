#ifndef VIGIE_CBYTES_H
#define VIGIE_CBYTES_H
#include <stddef.h>
#include <stdint.h>
#endif
