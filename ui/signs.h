/*
 * Signs and roles: what each means, in UTF-8 and ASCII, with and without
 * colours.  A word always stands beside a sign; a colour is never the only one.
 */
#ifndef UI_SIGNS_H
#define UI_SIGNS_H

#include <stdbool.h>
#include <stddef.h>

#include "engine/front.h"

enum role {
	ROLE_PLAIN, ROLE_STRONG, ROLE_DIM, ROLE_GOOD, ROLE_HERE, ROLE_LOOK,
	ROLE_BAD, ROLE_NEW, ROLE_OLD, ROLE_DRAINING, ROLE_BAR, ROLE_HEAD,
	ROLE_HEAD_STRONG, ROLE_FOCUS, ROLE_DANGER, ROLE_PROD, ROLE_STAGE,
	ROLE_SAFE, ROLE_COUNT
};

enum sign {
	SIGN_NONE, SIGN_GOOD, SIGN_HERE, SIGN_TODO, SIGN_OUT, SIGN_LOOK, SIGN_BAD,
	SIGN_LOCKED, SIGN_UNKNOWN, SIGN_COUNT
};

const char *sign_text(enum sign sign);		/* UTF-8; text_ascii() for the rest */
enum role sign_role(enum sign sign);
enum sign sign_of_state(enum step_state state);
enum sign sign_of_verdict(enum verdict verdict);
/* The role of a word in a sentence: OLD, NEW, NOLB, …; else PLAIN. */
enum role role_of_word(const char *word, size_t len);
enum role role_of_environment(const char *environment);

/* ASCII when the locale or the terminal cannot show more, or when asked. */
bool signs_want_ascii(const char *codeset, const char *term, bool asked);
bool signs_want_colour(const char *no_colour, const char *term, bool refused);

/* "█████▌": the filled part of a bar, part in 0..1, at most width cells. */
const char *sign_bar(char *dst, size_t size, double part, int width);
/* One character a cell; a cell below 0 had no reading and is a blank. */
const char *sign_spark(char *dst, size_t size, const double *cells, size_t n,
    double peak);

#endif
