/* How far two words are apart: for "did you mean". */
#ifndef BASE_NEAR_H
#define BASE_NEAR_H

#include <stdbool.h>
#include <stddef.h>

/* Letters to be changed, added or taken away (Levenshtein); a word that is longer
 * than any name is far from all. */
size_t near_distance(const char *a, const char *b);
/* Is `word` near enough to `name` to have been meant, and nearer than *best?  Then
 * *best becomes its distance.  Begin with *best = near_limit(word). */
bool near_is_better(const char *word, const char *name, size_t *best);
size_t near_limit(const char *word);

#endif
