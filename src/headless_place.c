/*
 * Where a run stands in the script that drives it.  Each confirmation is written
 * into the journal with its place; so a script that was interrupted goes on behind
 * what it has confirmed and brought to its end.  States alone would not do: a step
 * that was done, undone and done again is done, and the undo must not come again.
 */

#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "headless_priv.h"

#define DIGEST_SHOWN 16

/* What stands between two questions: from the line that begins something to the
 * one before the next that does. */
struct section {
	int line;
	enum intent_kind kind;
	int step;
};

struct walk {
	const struct view *view;
	struct buf read;
	int line;
	struct section section;
	struct section found;		/* the one with the newest confirmation */
	bool more;			/* there is another confirmation behind it */
};

void
headless_place_add(struct buf *read, const char *line)
{
	const char *word = line + strspn(line, " \t");

	if (str_starts(word, "confirm") && strchr(" \t", word[7]) != NULL)
		line = "confirm";
	buf_printf(read, "%s\n", line);
}

void
headless_place(const struct buf *read, int line, char place[NAME_LEN])
{
	char digest[65];

	file_sha256(read->data == NULL ? "" : read->data, read->len, digest);
	(void)str_fmt(place, NAME_LEN, "%d %.*s", line, DIGEST_SHOWN, digest);
}

static void
begin_section(struct walk *walk, const struct intent *intent)
{
	const struct step *step;

	switch (intent->kind) {
	case INTENT_STEP:
		step = runbook_find(intent->word);
		walk->section.step = step == NULL ? 0 : step->number;
		break;
	case INTENT_UNDO: case INTENT_BACK: case INTENT_WITHDRAW:
	case INTENT_DISCARD:
		break;
	case INTENT_NONE: case INTENT_PICK: case INTENT_SET: case INTENT_PLAN:
	case INTENT_CONFIRM: case INTENT_AWAIT: case INTENT_EXPECT:
	case INTENT_SKIP: case INTENT_RETRY: case INTENT_NOTE:
	case INTENT_RESOLVE: case INTENT_STOP: case INTENT_COUNT:
		return;
	}
	walk->section.line = walk->line;
	walk->section.kind = intent->kind;
}

static void
walk_line(struct walk *walk, const char *line)
{
	struct intent intent = { 0 };
	char place[NAME_LEN];

	walk->line++;
	headless_place_add(&walk->read, line);
	if (intent_parse(line, &intent, NULL) == 0)
		begin_section(walk, &intent);
	if (intent.kind == INTENT_CONFIRM) {
		walk->more = walk->found.line != 0;
		headless_place(&walk->read, walk->line, place);
		if (str_eq(place, walk->view->place))
			walk->found = walk->section;
	}
	intent_done(&intent);
}

/* Its last confirmation has led to its end: who starts it again means all of it. */
static bool
is_finished(const struct walk *walk)
{
	enum step_state state = walk->view->states[walk->found.step];

	return !walk->more && (walk->found.kind == INTENT_STEP ||
	    walk->found.kind == INTENT_UNDO) && (state == STATE_DONE ||
	    state == STATE_SKIPPED || state == STATE_UNDONE);
}

int
headless_place_resume(const char *script, const struct view *view)
{
	struct walk walk = { .view = view };
	struct buf text = { 0 };
	struct stat st;

	/* A pipe is read once, line by line as it comes. */
	if (view->place[0] == '\0' || stat(script, &st) == -1 ||
	    !S_ISREG(st.st_mode) ||
	    file_read(script, SCRIPT_MAX, &text, NULL) == -1)
		return 0;
	char *line = text.data, *end;

	for (; line != NULL && *line != '\0'; line = end) {
		end = strchr(line, '\n');
		if (end != NULL)
			*end++ = '\0';
		walk_line(&walk, line);
	}
	buf_done(&text);
	buf_done(&walk.read);
	return walk.found.line == 0 || is_finished(&walk) ? 0 : walk.found.line;
}
