// The loop that the engine is measured against: the same work as C has it, without rules.
#ifndef VIGIE_CBENCH_H
#define VIGIE_CBENCH_H

#include <stddef.h>
#include <stdint.h>

/// Series, their groups and the panes of these: all that the loop remembers.
typedef struct cbench cbench;

/// For lines whose series are told apart by everything before the first space, and grouped by the
/// value of one tag.
cbench *cbench_make(const char *group_tag);
void cbench_free(cbench *loop);

/// Reads lines with a time and folds them; returns how many it took.
size_t cbench_take(cbench *loop, const uint8_t *bytes, size_t count);

/// How many series there are, and the sum of all counts, so that nothing can be left out unseen.
size_t cbench_series(const cbench *loop);
uint64_t cbench_folded(const cbench *loop);

#endif
