/* Signs and roles. */

#include "ui/signs.h"

#include <string.h>
#include <strings.h>

#include "base/str.h"

static const struct { const char *text; enum role role; } signs[SIGN_COUNT] = {
	[SIGN_NONE]    = { " ", ROLE_PLAIN },
	[SIGN_GOOD]    = { "✓", ROLE_GOOD },
	[SIGN_HERE]    = { "▸", ROLE_HERE },
	[SIGN_TODO]    = { "·", ROLE_PLAIN },
	[SIGN_OUT]     = { "–", ROLE_PLAIN },
	[SIGN_LOOK]    = { "!", ROLE_LOOK },
	[SIGN_BAD]     = { "✗", ROLE_BAD },
	[SIGN_LOCKED]  = { "⊘", ROLE_NEW },
	[SIGN_UNKNOWN] = { "?", ROLE_LOOK },
};

const char *
sign_text(enum sign sign)
{
	return signs[sign].text;
}

enum role
sign_role(enum sign sign)
{
	return signs[sign].role;
}

enum sign
sign_of_state(enum step_state state)
{
	switch (state) {
	case STATE_TODO:
	case STATE_CHECKED:
	case STATE_PLANNED:
	case STATE_UNDONE:
	case STATE_COUNT:
		return SIGN_TODO;
	case STATE_RUNNING:
	case STATE_VERIFYING:
	case STATE_UNDOING:
		return SIGN_HERE;
	case STATE_DONE:
		return SIGN_GOOD;
	case STATE_FAILED:
		return SIGN_BAD;
	case STATE_SKIPPED:
		return SIGN_OUT;
	}
	return SIGN_TODO;
}

enum sign
sign_of_verdict(enum verdict verdict)
{
	switch (verdict) {
	case VERDICT_UNKNOWN:
		return SIGN_UNKNOWN;
	case VERDICT_GOOD:
		return SIGN_GOOD;
	case VERDICT_LOOK:
		return SIGN_LOOK;
	case VERDICT_BAD:
		return SIGN_BAD;
	case VERDICT_WAIT:
		return SIGN_TODO;
	}
	return SIGN_UNKNOWN;
}

static const struct { const char *word; enum role role; } words[] = {
	{ "OLD", ROLE_OLD }, { "NEW", ROLE_NEW }, { "WITHDRAWN", ROLE_STRONG },
	{ "NOLB", ROLE_DRAINING }, { "DRAIN", ROLE_DRAINING },
	{ "MAINT", ROLE_DRAINING },
};

enum role
role_of_word(const char *word, size_t len)
{
	for (size_t i = 0; i < countof(words); i++)
		if (strlen(words[i].word) == len &&
		    memcmp(words[i].word, word, len) == 0)
			return words[i].role;
	return ROLE_PLAIN;
}

/* What is not known to be harmless looks like production. */
enum role
role_of_environment(const char *environment)
{
	if (strncasecmp(environment, "STAG", 4) == 0 ||
	    strncasecmp(environment, "TEST", 4) == 0)
		return ROLE_STAGE;
	if (strcasecmp(environment, "DEMO") == 0)
		return ROLE_SAFE;
	return ROLE_PROD;
}

bool
signs_want_ascii(const char *codeset, const char *term, bool asked)
{
	return asked || codeset == NULL ||
	    (strcasecmp(codeset, "UTF-8") != 0 && strcasecmp(codeset, "utf8") != 0) ||
	    (term != NULL && (str_starts(term, "linux") || str_starts(term, "vt")));
}

bool
signs_want_colour(const char *no_colour, const char *term, bool refused)
{
	return !refused && (no_colour == NULL || no_colour[0] == '\0') &&
	    (term == NULL || !str_eq(term, "dumb"));
}

const char *
sign_bar(char *dst, size_t size, double part, int width)
{
	static const char *const eighths[] =
	    { "", "▏", "▎", "▍", "▌", "▋", "▊", "▉" };

	part = part < 0 ? 0 : part > 1 ? 1 : part;
	int filled = (int)(part * width * 8 + 0.5);
	dst[0] = '\0';
	for (int i = 0; i < filled / 8; i++)
		(void)str_add(dst, size, "█");
	(void)str_add(dst, size, "%s", eighths[filled % 8]);
	return dst;
}

/* Zero is ▁ alone, so that the last session is seen; the top is ▇, so that two
 * rows under each other never grow together. */
const char *
sign_spark(char *dst, size_t size, const double *cells, size_t n, double peak)
{
	static const char *const levels[] = { "▁", "▂", "▃", "▄", "▅", "▆", "▇" };
	const int top = (int)countof(levels) - 1;

	dst[0] = '\0';
	for (size_t i = 0; i < n; i++) {
		int level = 0;
		if (cells[i] > 0)
			level = peak <= 1 ? 1 :
			    1 + (int)((cells[i] - 1) / (peak - 1) * (top - 1) + 0.5);
		if (cells[i] > 0)
			level = level < 1 ? 1 : level > top ? top : level;
		(void)str_add(dst, size, "%s", cells[i] < 0 ? " " : levels[level]);
	}
	return dst;
}
