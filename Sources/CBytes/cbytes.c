#define _GNU_SOURCE
#include "cbytes.h"

#include <locale.h>
#include <pthread.h>
#include <stdlib.h>

// ---- CRC32C: Castagnoli's polynomial, bits reversed (RFC 3720, appendix B.4)

#define POLYNOMIAL UINT32_C(0x82F63B78)

static uint32_t tables[8][256];
static pthread_once_t tables_made = PTHREAD_ONCE_INIT;

static void make_tables(void) {
    for (uint32_t i = 0; i < 256; i++) {
        uint32_t crc = i;
        for (int bit = 0; bit < 8; bit++) crc = crc & 1 ? crc >> 1 ^ POLYNOMIAL : crc >> 1;
        tables[0][i] = crc;
    }
    for (uint32_t i = 0; i < 256; i++)
        for (int t = 1; t < 8; t++)
            tables[t][i] = tables[t - 1][i] >> 8 ^ tables[0][tables[t - 1][i] & 0xFF];
}

// Slicing by eight: M. E. Kounavis and F. L. Berry, "A systematic approach to building high
// performance software-based CRC generators", ISCC 2005.
uint32_t vigie_crc32c_table(uint32_t crc, const void *bytes, size_t n) {
    pthread_once(&tables_made, make_tables);
    const uint8_t *p = bytes;
    crc = ~crc;
    for (; n >= 8; p += 8, n -= 8) {
        uint64_t word = vigie_load8(p) ^ crc;
        crc = tables[7][word & 0xFF] ^ tables[6][word >> 8 & 0xFF] ^ tables[5][word >> 16 & 0xFF]
            ^ tables[4][word >> 24 & 0xFF] ^ tables[3][word >> 32 & 0xFF]
            ^ tables[2][word >> 40 & 0xFF] ^ tables[1][word >> 48 & 0xFF] ^ tables[0][word >> 56];
    }
    for (; n > 0; p++, n--) crc = crc >> 8 ^ tables[0][(crc ^ *p) & 0xFF];
    return ~crc;
}

#if defined(__x86_64__)
#include <nmmintrin.h>

__attribute__((target("sse4.2")))
static uint32_t crc32c_sse42(uint32_t crc, const void *bytes, size_t n) {
    const uint8_t *p = bytes;
    uint64_t state = ~crc;
    for (; n >= 8; p += 8, n -= 8) state = _mm_crc32_u64(state, vigie_load8(p));
    for (; n > 0; p++, n--) state = _mm_crc32_u8((uint32_t)state, *p);
    return ~(uint32_t)state;
}

uint32_t vigie_crc32c(uint32_t crc, const void *bytes, size_t n) {
    return __builtin_cpu_supports("sse4.2") ? crc32c_sse42(crc, bytes, n)
                                            : vigie_crc32c_table(crc, bytes, n);
}
#else
uint32_t vigie_crc32c(uint32_t crc, const void *bytes, size_t n) {
    return vigie_crc32c_table(crc, bytes, n);
}
#endif

// ---- numbers

double vigie_strtod(const uint8_t *p, size_t n) {
    char few[128];
    char *text = n < sizeof few ? few : malloc(n + 1);
    if (!text) abort();
    memcpy(text, p, n);
    text[n] = 0;
    // The "C" locale is a constant of the C library: nothing is loaded or allocated here.
    locale_t plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    double value = plain ? strtod_l(text, NULL, plain) : strtod(text, NULL);
    if (plain) freelocale(plain);
    if (text != few) free(text);
    return value;
}
