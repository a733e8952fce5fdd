// What Swift says slower than C, or not at all: masks over many bytes at once, prefetch, CRC32C
// and a strtod that knows no locale. No function reads a byte outside of `p ..< p + n`.
#ifndef VIGIE_CBYTES_H
#define VIGIE_CBYTES_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "the masks take the first byte for the lowest"
#endif

// ---- eight bytes in a word: the portable way, and the tails of the other

#define VIGIE_EACH(byte) (UINT64_C(0x0101010101010101) * (uint8_t)(byte))

static inline uint64_t vigie_load8(const uint8_t *p) {
    uint64_t word;
    memcpy(&word, p, 8);
    return word;
}

/// 0x80 in each byte of `word` that is `byte`. Exact: no borrow runs into the neighbour.
static inline uint64_t vigie_word_equal(uint64_t word, uint8_t byte) {
    const uint64_t low = VIGIE_EACH(0x7F);
    uint64_t difference = word ^ VIGIE_EACH(byte);
    return ~(((difference & low) + low) | difference | low);
}

/// One bit a byte, from the 0x80s.
static inline uint64_t vigie_word_bits(uint64_t highs) {
    return ((highs >> 7) * UINT64_C(0x0102040810204080)) >> 56;
}

/// The marks of eight bytes: see `vigie_marks64`.
static inline uint64_t vigie_word_marks(uint64_t word) {
    const uint64_t low = VIGIE_EACH(0x7F), high = VIGIE_EACH(0x80);
    // A byte + 1 that reaches 0x80 is DEL; one that with 0x5F more does not is a control or space.
    uint64_t seven = word & low;
    uint64_t del = seven + VIGIE_EACH(0x01);
    uint64_t printable = seven + VIGIE_EACH(0x80 - 0x21);
    uint64_t marks = word | del | ~printable | vigie_word_equal(word, ',')
        | vigie_word_equal(word, '=') | vigie_word_equal(word, '\\');
    return vigie_word_bits(marks & high);
}

static inline uint64_t vigie_marks64_portable(const uint8_t *p) {
    uint64_t marks = 0;
    for (int i = 0; i < 8; i++) marks |= vigie_word_marks(vigie_load8(p + 8 * i)) << (8 * i);
    return marks;
}

#if defined(__SSE2__)
static inline uint64_t vigie_marks16(const uint8_t *p) {
    __m128i x = _mm_loadu_si128((const __m128i *)p);
    // Signed, x + 1 < 0x22 holds for controls and space, for DEL (which wraps) and from 0x80 on.
    __m128i marks = _mm_cmplt_epi8(_mm_add_epi8(x, _mm_set1_epi8(1)), _mm_set1_epi8(0x22));
    marks = _mm_or_si128(marks, _mm_cmpeq_epi8(x, _mm_set1_epi8(',')));
    marks = _mm_or_si128(marks, _mm_cmpeq_epi8(x, _mm_set1_epi8('=')));
    marks = _mm_or_si128(marks, _mm_cmpeq_epi8(x, _mm_set1_epi8('\\')));
    return (uint64_t)(uint32_t)_mm_movemask_epi8(marks);
}
#endif

static inline uint64_t vigie_marks64_whole(const uint8_t *p) {
#if defined(__SSE2__)
    return vigie_marks16(p) | vigie_marks16(p + 16) << 16 | vigie_marks16(p + 32) << 32
        | vigie_marks16(p + 48) << 48;
#else
    return vigie_marks64_portable(p);
#endif
}

/// A bit for each of 64 bytes that can end or trouble a name: controls, space, `,` `=` `\`, DEL and
/// all from 0x80 on. Bits from `n` on are set, so that the end of the bytes is a mark as well.
static inline uint64_t vigie_marks64(const uint8_t *p, size_t n) {
    if (__builtin_expect(n >= 64, 1)) return vigie_marks64_whole(p);
    uint8_t padded[64] = {0};
    memcpy(padded, p, n);
    return vigie_marks64_whole(padded);
}

/// The offset of the first `a` or `b`; `n` if there is none.
static inline size_t vigie_find2(const uint8_t *p, size_t n, uint8_t a, uint8_t b) {
    size_t i = 0;
#if defined(__SSE2__)
    const __m128i as = _mm_set1_epi8((char)a), bs = _mm_set1_epi8((char)b);
    for (; i + 16 <= n; i += 16) {
        __m128i x = _mm_loadu_si128((const __m128i *)(p + i));
        int hits = _mm_movemask_epi8(_mm_or_si128(_mm_cmpeq_epi8(x, as), _mm_cmpeq_epi8(x, bs)));
        if (hits) return i + (size_t)__builtin_ctz((unsigned)hits);
    }
#endif
    for (; i + 8 <= n; i += 8) {
        uint64_t word = vigie_load8(p + i);
        uint64_t hits = vigie_word_equal(word, a) | vigie_word_equal(word, b);
        if (hits) return i + (size_t)(__builtin_ctzll(hits) / 8);
    }
    while (i < n && p[i] != a && p[i] != b) i++;
    return i;
}

/// How many bytes are `byte`.
static inline size_t vigie_count(const uint8_t *p, size_t n, uint8_t byte) {
    size_t i = 0, count = 0;
    for (; i + 8 <= n; i += 8)
        count += (size_t)__builtin_popcountll(vigie_word_equal(vigie_load8(p + i), byte));
    for (; i < n; i++) count += p[i] == byte;
    return count;
}

/// Whether all bytes are below 0x80.
static inline int vigie_is_ascii(const uint8_t *p, size_t n) {
    size_t i = 0;
    uint64_t seen = 0;
    for (; i + 8 <= n; i += 8) seen |= vigie_load8(p + i);
    for (; i < n; i++) seen |= p[i];
    return (seen & VIGIE_EACH(0x80)) == 0;
}

/// 10^0 to 10^19, all that 64 bits hold.
static inline uint64_t vigie_whole_power_of_ten(long exponent) {
    static const uint64_t powers[20] = {
        1u, 10u, 100u, 1000u, 10000u, 100000u, 1000000u, 10000000u, 100000000u, 1000000000u,
        10000000000u, 100000000000u, 1000000000000u, 10000000000000u, 100000000000000u,
        1000000000000000u, 10000000000000000u, 100000000000000000u, 1000000000000000000u,
        10000000000000000000u,
    };
    return powers[exponent];
}

/// 10^0 to 10^22, all that a double holds exactly.
static inline double vigie_power_of_ten(long exponent) {
    static const double powers[23] = {
        1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
        1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    };
    return powers[exponent];
}

static inline void vigie_prefetch(const void *p) { __builtin_prefetch(p, 0, 3); }

/// CRC32C (Castagnoli) of `n` bytes, going on from `crc`: 0 to begin with.
uint32_t vigie_crc32c(uint32_t crc, const void *p, size_t n);
/// The same by tables alone, for machines without the instruction and for its test.
uint32_t vigie_crc32c_table(uint32_t crc, const void *p, size_t n);

/// The double nearest to the decimal number in `n` bytes, whatever the locale.
/// The bytes must be such a number: what follows one is not looked at.
double vigie_strtod(const uint8_t *p, size_t n);

#endif
