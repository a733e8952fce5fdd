#include "cfuzzer.h"

/* From the compiler's run-time library, which has no header for it. */
int LLVMFuzzerRunDriver(int *count, char ***arguments, int (*check)(const uint8_t *, size_t));

int vigie_fuzz(int count, char **arguments, int (*check)(const uint8_t *, size_t)) {
    return LLVMFuzzerRunDriver(&count, &arguments, check);
}
