/* The words of the script language: one intent a line. */

#include "model/intent.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/xmalloc.h"

/* What follows a word: nothing, a word, the rest of the line, … */
enum form { NOTHING, WORD, NAMES, WORD_TEXT, WORD_MAYBE_TEXT, TEXT, MAYBE_TEXT,
	WORD_TIME, PRESENT_ABSENT };

static const struct {
	const char *word;
	enum form form;
	const char *usage;
} words[INTENT_COUNT] = {
	[INTENT_STEP] = { "step", WORD, "step NAME" },
	[INTENT_PICK] = { "pick", NAMES, "pick SERVER..." },
	[INTENT_SET] = { "set", WORD_MAYBE_TEXT, "set KEY VALUE" },
	[INTENT_PLAN] = { "plan", NOTHING, "plan" },
	[INTENT_CONFIRM] = { "confirm", MAYBE_TEXT, "confirm [TYPED TEXT]" },
	[INTENT_AWAIT] = { "await", WORD_TIME, "await STATE TIME" },
	[INTENT_EXPECT] = { "expect", WORD_MAYBE_TEXT, "expect WHAT [TEXT]" },
	[INTENT_UNDO] = { "undo", NOTHING, "undo" },
	[INTENT_BACK] = { "back", NOTHING, "back" },
	[INTENT_SKIP] = { "skip", TEXT, "skip REASON" },
	[INTENT_RETRY] = { "retry", NOTHING, "retry" },
	[INTENT_WITHDRAW] = { "withdraw", WORD_TEXT, "withdraw SERVER REASON" },
	[INTENT_DISCARD] = { "discard", WORD, "discard SERVER" },
	[INTENT_NOTE] = { "note", TEXT, "note TEXT" },
	[INTENT_RESOLVE] = { "resolve", PRESENT_ABSENT,
	    "resolve present|absent REASON" },
	[INTENT_STOP] = { "stop", NOTHING, "stop" },
};

const char *
intent_word(enum intent_kind kind)
{
	const char *word = (unsigned)kind < INTENT_COUNT ? words[kind].word :
	    NULL;

	return word == NULL ? "none" : word;
}

/* Cuts the first word off *rest into dst; false when there is none or it is
 * longer than dst. */
static bool
take_word(const char **rest, char *dst, size_t size)
{
	size_t len = strcspn(*rest, " \t");
	bool fits = len > 0 && str_copy_n(dst, size, *rest, len);

	*rest += len;
	*rest += strspn(*rest, " \t");
	return fits;
}

/* "30s", "500ms", "2m"; a bare number is seconds. */
static bool
parse_time(const char *text, int *ms)
{
	static const struct { const char *unit; int ms; } units[] = {
		{ "", 1000 }, { "s", 1000 }, { "ms", 1 }, { "m", 60000 },
	};
	char digits[16];
	size_t len = strspn(text, "0123456789");
	int64_t n;

	if (!str_copy_n(digits, sizeof(digits), text, len) ||
	    !str_to_i64(digits, 0, 24 * 3600, &n))
		return false;
	for (size_t i = 0; i < countof(units); i++) {
		if (str_eq(text + len, units[i].unit) &&
		    n * units[i].ms <= INT32_MAX) {
			*ms = (int)(n * units[i].ms);
			return true;
		}
	}
	return false;
}

static bool
parse_names(const char *rest, struct intent *intent)
{
	size_t cap = 0;

	while (*rest != '\0') {
		x_grow(intent->names, intent->n_names, cap);
		if (!take_word(&rest, intent->names[intent->n_names], NAME_LEN))
			return false;
		intent->n_names++;
	}
	/* That nothing is named is for the guard to refuse (GR-03). */
	return true;
}

static bool
parse_rest(const char *rest, enum form form, struct intent *intent)
{
	char time[NAME_LEN];

	switch (form) {
	case NOTHING:
		return *rest == '\0';
	case NAMES:
		return parse_names(rest, intent);
	case TEXT:
		return *rest != '\0' &&
		    str_copy(intent->text, sizeof(intent->text), rest);
	case MAYBE_TEXT:
		return str_copy(intent->text, sizeof(intent->text), rest);
	case WORD:
		return take_word(&rest, intent->word, sizeof(intent->word)) &&
		    *rest == '\0';
	case WORD_TEXT:
		return take_word(&rest, intent->word, sizeof(intent->word)) &&
		    *rest != '\0' &&
		    str_copy(intent->text, sizeof(intent->text), rest);
	case WORD_MAYBE_TEXT:
		return take_word(&rest, intent->word, sizeof(intent->word)) &&
		    str_copy(intent->text, sizeof(intent->text), rest);
	case WORD_TIME:
		return take_word(&rest, intent->word, sizeof(intent->word)) &&
		    take_word(&rest, time, sizeof(time)) && *rest == '\0' &&
		    parse_time(time, &intent->ms);
	case PRESENT_ABSENT:
		return take_word(&rest, intent->word, sizeof(intent->word)) &&
		    (str_eq(intent->word, "present") ||
		    str_eq(intent->word, "absent")) &&
		    str_copy(intent->text, sizeof(intent->text), rest);
	}
	return false;
}

static enum intent_kind
kind_of_word(const char *word)
{
	for (int i = INTENT_NONE + 1; i < INTENT_COUNT; i++)
		if (str_eq(words[i].word, word))
			return i;
	return INTENT_NONE;
}

/* A line that somebody else wrote: shown harmless and short. */
static int
cannot_understand(const char *line, struct err *err)
{
	char safe[80];

	(void)str_safe(safe, sizeof(safe), line);
	return err_set(err, ERR_USAGE, "not a word of the script language: %s",
	    safe);
}

int
intent_parse(const char *line, struct intent *intent, struct err *err)
{
	char copy[2 * TEXT_LEN], word[NAME_LEN];

	*intent = (struct intent){ 0 };
	if (!str_copy(copy, sizeof(copy), line))
		return err_set(err, ERR_USAGE, "the line is too long");

	const char *rest = str_trim(copy);
	if (*rest == '\0' || *rest == '#')
		return 0;
	if (!take_word(&rest, word, sizeof(word)))
		return cannot_understand(line, err);

	enum intent_kind kind = kind_of_word(word);
	if (kind == INTENT_NONE)
		return cannot_understand(line, err);
	if (!parse_rest(rest, words[kind].form, intent)) {
		intent_done(intent);
		return err_set(err, ERR_USAGE, "write: %s", words[kind].usage);
	}
	intent->kind = kind;
	return 0;
}

void
intent_done(struct intent *intent)
{
	free(intent->names);
	*intent = (struct intent){ 0 };
}
