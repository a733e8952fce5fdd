// Parse, look up, fold, as one would write it in C: a line at a time, a table with open addressing,
// flat panes. What it leaves out is what the engine adds: rules, units, lateness, refusals.
#include "cbench.h"

#include <stdlib.h>
#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

enum { FIELDS = 3, AGGREGATES = 10, PANES = 16, GROUPS = 1 << 14, START_SLOTS = 1 << 12 };
static const int64_t PANE = INT64_C(60000000000);

typedef struct { double count, sum, least, most; } fold;
typedef struct { uint64_t hash; uint32_t offset, length, group; } slot;

struct cbench {
    char tag[64];
    slot *slots;
    size_t capacity, series;
    uint8_t *keys;
    size_t keys_used, keys_room;
    struct { uint8_t name[64]; size_t length; } *names;
    uint32_t groups;
    fold *panes;
};

typedef struct {
    const uint8_t *key;
    size_t key_length;
    double values[FIELDS];
    int64_t time;
} point;

cbench *cbench_make(const char *group_tag) {
    cbench *loop = calloc(1, sizeof *loop);
    strncpy(loop->tag, group_tag, sizeof loop->tag - 1);
    loop->capacity = START_SLOTS;
    loop->slots = calloc(loop->capacity, sizeof *loop->slots);
    loop->names = calloc(GROUPS, sizeof *loop->names);
    loop->panes = calloc((size_t)GROUPS * AGGREGATES * PANES, sizeof *loop->panes);
    return loop;
}

void cbench_free(cbench *loop) {
    free(loop->slots);
    free(loop->keys);
    free(loop->names);
    free(loop->panes);
    free(loop);
}

// ---- parse

// Where a name ends: at `stop`, a space or the end of the line, none of them escaped.
static inline const uint8_t *name_end(const uint8_t *p, const uint8_t *end, uint8_t stop) {
#if defined(__SSE2__)
    while (end - p >= 16) {
        __m128i x = _mm_loadu_si128((const __m128i *)p);
        __m128i hit = _mm_or_si128(
            _mm_or_si128(_mm_cmpeq_epi8(x, _mm_set1_epi8((char)stop)),
                         _mm_cmpeq_epi8(x, _mm_set1_epi8(' '))),
            _mm_or_si128(_mm_cmpeq_epi8(x, _mm_set1_epi8('\\')),
                         _mm_cmpeq_epi8(x, _mm_set1_epi8('\n'))));
        int mask = _mm_movemask_epi8(hit);
        if (mask == 0) { p += 16; continue; }
        p += __builtin_ctz((unsigned)mask);
        if (*p != '\\') return p;
        p += 2;
    }
#endif
    while (p < end && *p != stop && *p != ' ' && *p != '\n') p += *p == '\\' && p + 1 < end ? 2 : 1;
    return p;
}

static const double POWERS[] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11};

static const uint8_t *number(const uint8_t *p, const uint8_t *end, double *value) {
    const uint8_t *start = p;
    int negative = p < end && *p == '-';
    uint64_t mantissa = 0;
    int digits = 0, decimals = 0;
    for (p += negative; p < end && *p >= '0' && *p <= '9'; p++, digits++)
        mantissa = mantissa * 10 + (*p - '0');
    if (p < end && *p == '.')
        for (p++; p < end && *p >= '0' && *p <= '9'; p++, digits++, decimals++)
            mantissa = mantissa * 10 + (*p - '0');
    if ((p < end && (*p | 0x20) == 'e') || digits > 15 || decimals > 11) {
        char *stop;
        *value = strtod((const char *)start, &stop);
        return (const uint8_t *)stop;
    }
    *value = (double)mantissa / POWERS[decimals];
    if (negative) *value = -*value;
    return p < end && *p == 'i' ? p + 1 : p;
}

static const uint8_t *field(const uint8_t *p, const uint8_t *end, double *value) {
    p = name_end(p, end, '=');
    if (p >= end || *p != '=') return NULL;
    p++;
    if (p < end && *p == '"') {
        for (p++; p < end && *p != '"'; p++) p += *p == '\\';
        return p + 1;
    }
    if (p < end && (*p == 't' || *p == 'f')) {
        *value = *p == 't';
        while (p < end && *p >= 'a') p++;
        return p;
    }
    return number(p, end, value);
}

// One line; NULL if it is none.
static const uint8_t *line(const uint8_t *p, const uint8_t *end, point *point) {
    point->key = p;
    p = name_end(p, end, ',');
    while (p < end && *p == ',') {
        p = name_end(p + 1, end, '=');
        if (p < end && *p == '=') p = name_end(p + 1, end, ',');
    }
    point->key_length = (size_t)(p - point->key);
    if (p >= end || *p != ' ') return NULL;
    int count = 0;
    do {
        double value = 0;
        p = field(p + 1, end, &value);
        if (p == NULL) return NULL;
        if (count < FIELDS) point->values[count++] = value;
    } while (p < end && *p == ',');
    if (p >= end || *p != ' ') return NULL;
    int64_t time = 0;
    for (p++; p < end && *p >= '0' && *p <= '9'; p++) time = time * 10 + (*p - '0');
    point->time = time;
    return p < end && *p == '\n' ? p + 1 : p;
}

// ---- look up

static uint64_t hash(const uint8_t *p, size_t n) {
    const uint64_t prime = UINT64_C(0x9E3779B97F4A7C15);
    uint64_t h = n * prime, word;
    for (; n >= 8; p += 8, n -= 8) {
        memcpy(&word, p, 8);
        h = (h ^ word) * prime;
        h ^= h >> 32;
    }
    word = 0;
    memcpy(&word, p, n);
    h = (h ^ word) * prime;
    return h ^ h >> 29;
}

static uint32_t group_of(cbench *loop, const point *point) {
    size_t tag = strlen(loop->tag);
    const uint8_t *end = point->key + point->key_length, *p = name_end(point->key, end, ',');
    const uint8_t *value = end;
    while (p < end && *p == ',') {
        const uint8_t *name = p + 1;
        p = name_end(name, end, '=');
        int found = (size_t)(p - name) == tag && memcmp(name, loop->tag, tag) == 0;
        const uint8_t *start = p + 1;
        p = name_end(start, end, ',');
        if (found) { value = start; end = p; }
    }
    size_t length = (size_t)(end - value) < 64 ? (size_t)(end - value) : 64;
    // Only at first sight of a series, and C's loop is not measured with many groups.
    for (uint32_t i = 0; i < loop->groups; i++)
        if (loop->names[i].length == length && memcmp(loop->names[i].name, value, length) == 0)
            return i;
    if (loop->groups == GROUPS) return 0;
    memcpy(loop->names[loop->groups].name, value, length);
    loop->names[loop->groups].length = length;
    return loop->groups++;
}

static void grow(cbench *loop) {
    size_t capacity = loop->capacity * 2;
    slot *slots = calloc(capacity, sizeof *slots);
    for (size_t i = 0; i < loop->capacity; i++) {
        if (loop->slots[i].length == 0) continue;
        size_t at = loop->slots[i].hash & (capacity - 1);
        while (slots[at].length) at = (at + 1) & (capacity - 1);
        slots[at] = loop->slots[i];
    }
    free(loop->slots);
    loop->slots = slots;
    loop->capacity = capacity;
}

static uint32_t meet(cbench *loop, const point *point, uint64_t h, size_t at) {
    if (loop->keys_used + point->key_length > loop->keys_room) {
        loop->keys_room = (loop->keys_room + point->key_length) * 2;
        loop->keys = realloc(loop->keys, loop->keys_room);
    }
    memcpy(loop->keys + loop->keys_used, point->key, point->key_length);
    uint32_t group = group_of(loop, point);
    loop->slots[at] = (slot){
        h, (uint32_t)loop->keys_used, (uint32_t)point->key_length, group};
    loop->keys_used += point->key_length;
    if (++loop->series * 2 > loop->capacity) grow(loop);
    return group;
}

static uint32_t find(cbench *loop, const point *point) {
    uint64_t h = hash(point->key, point->key_length);
    size_t at = h & (loop->capacity - 1);
    for (; loop->slots[at].length; at = (at + 1) & (loop->capacity - 1)) {
        const slot *slot = &loop->slots[at];
        if (slot->hash == h && slot->length == point->key_length
            && memcmp(loop->keys + slot->offset, point->key, point->key_length) == 0)
            return slot->group;
    }
    return meet(loop, point, h, at);
}

// ---- fold

size_t cbench_take(cbench *loop, const uint8_t *bytes, size_t count) {
    const uint8_t *p = bytes, *end = bytes + count;
    size_t lines = 0;
    point point;
    while (p < end && (p = line(p, end, &point)) != NULL) {
        size_t pane = (size_t)(point.time / PANE) % PANES;
        fold *folds = loop->panes + (find(loop, &point) * PANES + pane) * AGGREGATES;
        for (int i = 0; i < AGGREGATES; i++) {
            double value = point.values[i % FIELDS];
            folds[i].least = folds[i].count == 0 || value < folds[i].least ? value : folds[i].least;
            folds[i].most = folds[i].count == 0 || value > folds[i].most ? value : folds[i].most;
            folds[i].count += 1;
            folds[i].sum += value;
        }
        lines++;
    }
    return lines;
}

size_t cbench_series(const cbench *loop) { return loop->series; }

uint64_t cbench_folded(const cbench *loop) {
    double folded = 0;
    for (size_t i = 0; i < (size_t)loop->groups * PANES * AGGREGATES; i++)
        folded += loop->panes[i].count;
    return (uint64_t)folded;
}
