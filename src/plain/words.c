/* Words that are understood at any question: one table for what they do, for ?
 * and for the manual. */

#include "plain/plain_priv.h"

#include <string.h>
#include <unistd.h>

#include "base/str.h"
#include "talk/standing.h"

static void
do_help(struct plain *plain, const char *rest)
{
	(void)rest;
	words_help(plain);
}

static void
do_back(struct plain *plain, const char *rest)
{
	(void)rest;
	moment_back(plain);
}

static void
do_leave(struct plain *plain, const char *rest)
{
	(void)rest;
	pose_leave(plain);
}

/* Step 13 itself sends nothing: what can be taken back there is step 12. */
void
words_undo(struct plain *plain)
{
	const struct view *view = plain_view(plain);

	if (view->step->number == 13 && moment_submit_kind(plain, INTENT_STEP,
	    runbook_step(12)->name, "") == -1)
		return;
	plain->menu = plain->stay = true;
	(void)moment_submit_kind(plain, INTENT_UNDO, "", "");
}

static void
do_undo(struct plain *plain, const char *rest)
{
	(void)rest;
	words_undo(plain);
}

static void
do_note(struct plain *plain, const char *rest)
{
	struct question question;

	if (rest[0] != '\0') {
		(void)moment_submit_kind(plain, INTENT_NOTE, "", rest);
		return;
	}
	question_note(&question);
	pose_fields(plain, &question, INTENT_NOTE, "");
}

static void
do_go(struct plain *plain, const char *rest)
{
	const struct step *step = runbook_find(rest);

	if (rest[0] == '\0') {
		tell_steps(plain);
		return;
	}
	if (step == NULL) {
		say(plain, "There is no step %s: a number from 1 to %d, or its name.",
		    rest, STEP_COUNT);
		return;
	}
	if (moment_submit_kind(plain, INTENT_STEP, step->name, "") == -1)
		return;
	plain->step_said = 0;
	plain->menu = false;
	plain->stay = true;
}

static void
do_sessions(struct plain *plain, const char *rest)
{
	tell_sessions(plain, rest);
}

static void
do_world(struct plain *plain, const char *rest)
{
	(void)rest;
	tell_world(plain);
}

static void
do_log(struct plain *plain, const char *rest)
{
	(void)rest;
	tell_log(plain);
}

static void
do_read(struct plain *plain, const char *rest)
{
	(void)rest;
	run_look(plain->run);
	say(plain, "Reading everything again.");
}

static void
do_report(struct plain *plain, const char *rest)
{
	(void)rest;
	tell_report(plain);
}

/* Words of cutover-script(5), as they are there. */
static const enum intent_kind script[] = { INTENT_SET, INTENT_SKIP, INTENT_RETRY,
	INTENT_BACK, INTENT_WITHDRAW, INTENT_DISCARD };

static bool
is_script(enum intent_kind kind)
{
	for (size_t i = 0; i < countof(script); i++)
		if (script[i] == kind)
			return true;
	return false;
}

static void
do_script(struct plain *plain, const char *line)
{
	struct intent intent;
	struct err err = { 0 };

	if (intent_parse(line, &intent, &err) == -1) {
		say(plain, "Look: %s.", err.text);
		return;
	}
	if (is_script(intent.kind) && moment_submit(plain, &intent) == 0) {
		/* A set that was taken drops the plan, and it is made again. */
		plain->menu = intent.kind != INTENT_SET;
		plain->stay = intent.kind != INTENT_SKIP;
	}
	intent_done(&intent);
}

static bool
has_setting(const struct step *step, const char *key)
{
	for (const struct step_setting *s = step->settings;
	    s != NULL && s->key != NULL; s++)
		if (str_ends(s->key, ".") ? str_starts(key, s->key) :
		    str_eq(key, s->key))
			return true;
	return false;
}

/* The key alone asks for its value.  A secret's is only asked for: what stands on
 * the line was shown while it was typed. */
static void
do_set(struct plain *plain, const char *rest)
{
	const struct view *view = plain_view(plain);
	char key[NAME_LEN], line[INTAKE_MOST + sizeof("set ")];
	size_t len = strcspn(rest, " \t");
	bool whole = str_copy_n(key, sizeof(key), rest, len);
	struct question question;

	if (whole && rest[len] == '\0' && has_setting(view->step, key)) {
		question_setting(&question, view, key);
		pose_fields(plain, &question, INTENT_SET, key);
	} else if (whole && question_is_secret(view, key) && isatty(STDIN_FILENO)) {
		say(plain, "Look: that is a secret, and was shown while it was typed. "
		    "Nothing was set: say set %s alone, it is asked for then.", key);
	} else {
		(void)str_fmt(line, sizeof(line), "set %s", rest);
		do_script(plain, line);
	}
}

static const struct {
	const char *word, *shown, *help;
	void (*fn)(struct plain *plain, const char *rest);	/* NULL: script */
} words[] = {
	{ "?", "?", "what can be answered here, and these words", do_help },
	{ "<", "<", "one back; nothing is sent", do_back },
	{ "u", "u", "show what would undo this step", do_undo },
	{ "g", "g NUMBER", "go to a step; alone: all steps", do_go },
	{ "s", "s SERVER", "who is connected to it", do_sessions },
	{ "w", "w", "how balancers and servers are now", do_world },
	{ "r", "r", "read all again now", do_read },
	{ "l", "l", "what happened last", do_log },
	{ "c", "c TEXT", "a comment for the journal", do_note },
	{ "set", "set KEY VALUE", "a setting of this step, for its plan; KEY alone "
	    "asks", do_set },
	{ "skip", "skip REASON", "leave this step out", NULL },
	{ "retry", "retry", "try again, or look again", NULL },
	{ "back", "back", "show what would return the traffic to OLD servers",
	    NULL },
	{ "withdraw", "withdraw SERVER REASON", "give up a NEW server that serves",
	    NULL },
	{ "discard", "discard SERVER", "give up a NEW server that never served",
	    NULL },
	{ "report", "report", "the report so far", do_report },
	{ "q", "q", "leave; the run can be resumed", do_leave },
};

const char *
plain_word(size_t i, const char **help)
{
	if (i >= countof(words))
		return NULL;
	*help = words[i].help;
	return words[i].shown;
}

void
words_help(struct plain *plain)
{
	static const char *const here[PROMPT_COUNT] = {
		[PROMPT_NONE] = "Nothing is asked now.",
		[PROMPT_PICK] = "Numbers of servers with spaces between; Enter takes "
		    "those that were said.",
		[PROMPT_PLAN] = "What was to be typed, exactly, carries the plan out; "
		    "Enter goes back and sends nothing.",
		[PROMPT_JUDGE] = "yes ends the step.",
		[PROMPT_MENU] = "The number of a choice.",
		[PROMPT_FIELD] = "Write it; Enter alone, or <, goes back.",
		[PROMPT_LEAVE] = "yes leaves, Enter stays.",
	};

	say(plain, "%s", here[plain->prompt]);
	for (size_t i = 0; i < countof(words); i++)
		say(plain, "  %s: %s", words[i].shown, words[i].help);
	say(plain, "No word by itself changes a server: a plan is shown and asked "
	    "about first.");
}

void
words_do(struct plain *plain, const char *line)
{
	size_t len = strcspn(line, " \t");
	const char *rest = line + len + strspn(line + len, " \t");

	for (size_t i = 0; i < countof(words); i++) {
		if (len != strlen(words[i].word) ||
		    strncmp(line, words[i].word, len) != 0)
			continue;
		if (words[i].fn == NULL)
			do_script(plain, line);
		else
			words[i].fn(plain, rest);
		return;
	}
	if (line[0] != '\0')
		say(plain, "Not understood: %s. ? helps. Nothing was done.", line);
}
