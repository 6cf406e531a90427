/* One finding: a verdict, a sentence, and which step would remedy it. */
#ifndef MODEL_CHECK_H
#define MODEL_CHECK_H

#include <stdbool.h>
#include <stddef.h>

#include "model/names.h"

enum verdict { VERDICT_UNKNOWN, VERDICT_GOOD, VERDICT_LOOK, VERDICT_BAD,
	VERDICT_WAIT };		/* WAIT: not yet; look again with newer facts */

struct check {
	enum verdict verdict;
	int remedy;			/* number of the step that helps; 0 none */
	char rule[16];			/* "GR-09", or empty */
	char text[TEXT_LEN];
};

struct checks {
	struct check *list;
	size_t n, cap;
};

struct check *checks_add(struct checks *checks, enum verdict verdict,
    const char *fmt, ...) __attribute__((format(printf, 3, 4)));
void checks_clear(struct checks *checks);
void checks_done(struct checks *checks);
/* Those of src that said does not have in the same words; dst is to be empty. */
void checks_beside(struct checks *dst, const struct checks *src,
    const struct checks *said);
/* The worst: BAD before UNKNOWN before WAIT before LOOK before GOOD (also when
 * the list is empty). */
enum verdict checks_worst(const struct checks *checks);
const struct check *checks_first(const struct checks *checks, enum verdict verdict);
const char *verdict_name(enum verdict verdict);

#endif
