#ifndef VIGIE_CCAIRO_H
#define VIGIE_CCAIRO_H
#include <cairo.h>
#endif
