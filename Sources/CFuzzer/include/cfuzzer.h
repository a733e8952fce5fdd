#ifndef VIGIE_CFUZZER_H
#define VIGIE_CFUZZER_H
#include <stddef.h>
#include <stdint.h>

/* libFuzzer's loop, which calls `check` with one input after the other; it returns at the end of
   its budget, and never from a finding. The arguments are those of the process. */
int vigie_fuzz(int count, char **arguments, int (*check)(const uint8_t *bytes, size_t count));

#endif
