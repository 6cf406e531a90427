/* How far two words are apart. */

#include "base/near.h"

#include <string.h>

#define LONGEST 96

static size_t
least(size_t a, size_t b, size_t c)
{
	size_t ab = a < b ? a : b;

	return ab < c ? ab : c;
}

size_t
near_distance(const char *a, const char *b)
{
	size_t row[LONGEST + 1], la = strlen(a), lb = strlen(b);

	if (la >= LONGEST || lb >= LONGEST)
		return LONGEST;
	for (size_t j = 0; j <= lb; j++)
		row[j] = j;
	for (size_t i = 1; i <= la; i++) {
		size_t diagonal = row[0];

		row[0] = i;
		for (size_t j = 1; j <= lb; j++) {
			size_t changed = diagonal + (a[i - 1] != b[j - 1]);

			diagonal = row[j];
			row[j] = least(changed, row[j] + 1, row[j - 1] + 1);
		}
	}
	return row[lb];
}

/* Of a short word two letters are all of it. */
size_t
near_limit(const char *word)
{
	return strlen(word) < 5 ? 2 : 3;
}

bool
near_is_better(const char *word, const char *name, size_t *best)
{
	size_t far = near_distance(word, name);

	if (far >= *best)
		return false;
	*best = far;
	return true;
}
