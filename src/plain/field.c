/* What has to be written: a reason, a comment, a value.  Letters are letters. */

#include "plain/plain_priv.h"

#include <string.h>

#include "base/str.h"

/* The setting that is asked for; of an input its name is the first field. */
static void
setting_of(const struct plain *plain, char word[NAME_LEN])
{
	(void)str_copy(word, NAME_LEN, plain->about_word);
	if (str_ends(word, "."))
		(void)str_add(word, NAME_LEN, "%s", plain->filled[0]);
}

/* The value comes last. */
static bool
is_secret(const struct plain *plain)
{
	char word[NAME_LEN];

	setting_of(plain, word);
	return plain->about == INTENT_SET &&
	    plain->field + 1 == plain->question.n_fields &&
	    question_is_secret(plain_view(plain), word);
}

static void
ask_one(struct plain *plain)
{
	const struct question *question = &plain->question;
	const char *text = question->fields[plain->field].text;

	plain->secret = is_secret(plain);
	say(plain, "%s%s%s? %sEnter alone goes back.",
	    question->fields[plain->field].label, text[0] == '\0' ? "" : ", now ",
	    text, plain->secret ? "What you type is not shown. " : "");
	plain->prompt = PROMPT_FIELD;
}

void
pose_fields(struct plain *plain, struct question *question,
    enum intent_kind about, const char *word)
{
	question_done(&plain->question);
	plain->question = *question;
	plain->about = about;
	(void)str_copy(plain->about_word, sizeof(plain->about_word), word);
	plain->field = 0;
	say(plain, "%s.", question->title);
	say_lines(plain, &question->lines);
	ask_one(plain);
}

static void
submit(struct plain *plain)
{
	char word[NAME_LEN];
	const char *first = plain->filled[0];
	const char *last = plain->filled[plain->question.n_fields - 1];

	setting_of(plain, word);
	if (plain->about == INTENT_DISCARD || plain->about == INTENT_WITHDRAW)
		(void)str_copy(word, sizeof(word), first);
	if (moment_submit_kind(plain, plain->about, word, last) == 0 &&
	    plain->about == INTENT_SET)
		say(plain, "%s is set; nothing is sent yet.", word);
}

bool
answer_field(struct plain *plain, const char *line)
{
	if (line[0] == '\0' || strcmp(line, "<") == 0) {
		say(plain, "Nothing was done.");
		moment_back(plain);
		return true;
	}
	if (strcmp(line, "?") == 0)
		return false;
	(void)str_copy(plain->filled[plain->field++], TEXT_LEN, line);
	if (plain->field < plain->question.n_fields) {
		ask_one(plain);
		return true;
	}
	plain->prompt = PROMPT_NONE;
	plain->menu = plain->menu || plain->about != INTENT_NOTE;
	submit(plain);
	question_done(&plain->question);
	return true;
}
