/* What a front end may ask for; the words of the script language. */
#ifndef MODEL_INTENT_H
#define MODEL_INTENT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "model/names.h"

#define INTENT_LIST(X) \
	X(STEP, "step") X(PICK, "pick") X(SET, "set") X(PLAN, "plan") \
	X(CONFIRM, "confirm") X(AWAIT, "await") X(EXPECT, "expect") \
	X(UNDO, "undo") X(BACK, "back") X(SKIP, "skip") X(RETRY, "retry") \
	X(WITHDRAW, "withdraw") X(DISCARD, "discard") X(NOTE, "note") \
	X(RESOLVE, "resolve") X(STOP, "stop")

enum intent_kind {
	INTENT_NONE,
#define X(kind, word) INTENT_##kind,
	INTENT_LIST(X)
#undef X
	INTENT_COUNT
};

struct intent {
	enum intent_kind kind;
	char word[NAME_LEN];		/* STEP name, SET key, AWAIT state, WITHDRAW
					 * and DISCARD server, EXPECT what,
					 * RESOLVE present|absent */
	char text[TEXT_LEN];		/* SET value, CONFIRM typed text, SKIP and
					 * WITHDRAW reason, NOTE text, EXPECT rest */
	char (*names)[NAME_LEN];	/* PICK; owned, intent_done() frees */
	size_t n_names;
	int ms;				/* AWAIT: how long */
	char place[NAME_LEN];		/* CONFIRM: where in which script it stands */
};

/* One line of a script.  0 with kind NONE for blank lines and comments.
 * -1 with the sentence (no line number) when it cannot be understood. */
int intent_parse(const char *line, struct intent *intent, struct err *err);
void intent_done(struct intent *intent);
const char *intent_word(enum intent_kind kind);

#endif
