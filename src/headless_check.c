/* A script looked through before anything is begun: the typing error of its last
 * line is not to be found when half of the servers are drained. */

#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "headless.h"
#include "headless_priv.h"

static bool
is_word_of_state(const char *word)
{
	for (int i = 0; i < STATE_COUNT; i++)
		if (str_eq(step_state_name((enum step_state)i), word))
			return true;
	return str_eq(word, "judged");
}

static int
unknown_state(const char *word, struct err *err)
{
	char safe[2 * NAME_LEN];

	(void)str_safe(safe, sizeof(safe), word);
	return err_set(err, ERR_USAGE, "there is no state \"%s\"; await done, "
	    "failed, undone, skipped or judged", safe);
}

int
headless_check_intent(const struct intent *intent, struct err *err)
{
	char safe[2 * NAME_LEN];

	(void)str_safe(safe, sizeof(safe), intent->word);
	if (intent->kind == INTENT_STEP && runbook_find(intent->word) == NULL)
		return err_set(err, ERR_USAGE, "there is no step \"%s\"; see "
		    "cutover --print steps", safe);
	if (intent->kind == INTENT_AWAIT && !is_word_of_state(intent->word))
		return unknown_state(intent->word, err);
	if (intent->kind == INTENT_EXPECT && !str_eq(intent->word, "plan") &&
	    !str_eq(intent->word, "state"))
		return err_set(err, ERR_USAGE, "expect what? `plan` or `state`");
	return 0;
}

static int
check_line(const char *script, int number, const char *line, struct err *err)
{
	struct intent intent = { 0 };
	int status = intent_parse(line, &intent, err);

	if (status == 0)
		status = headless_check_intent(&intent, err);
	intent_done(&intent);
	return status == 0 ? 0 : err_prefix(err, "%s:%d", script, number);
}

static int
check_text(const char *script, struct buf *text, struct err *err)
{
	char *line = text->data, *end;

	if (memchr(text->data, '\0', text->len) != NULL)
		return err_set(err, ERR_USAGE, "script %s: holds a NUL byte",
		    script);
	for (int number = 1; line != NULL; number++, line = end) {
		end = strchr(line, '\n');
		if (end != NULL)
			*end++ = '\0';
		if (check_line(script, number, line, err) == -1)
			return -1;
	}
	return 0;
}

int
headless_check(const char *script, struct err *err)
{
	struct buf text = { 0 };
	struct stat st;

	if (str_eq(script, "-"))
		return 0;
	if (stat(script, &st) == -1) {
		(void)err_sys(err, "script %s", script);
		err->code = ERR_USAGE;
		return -1;
	}
	if (S_ISDIR(st.st_mode))
		return err_set(err, ERR_USAGE, "script %s: is a folder", script);
	/* A pipe is read line by line as it comes. */
	if (!S_ISREG(st.st_mode))
		return 0;
	int status = file_read(script, SCRIPT_MAX, &text, err);

	if (status == -1) {
		(void)err_prefix(err, "script");
		err->code = ERR_USAGE;
	} else {
		buf_puts(&text, "");
		status = check_text(script, &text, err);
	}
	buf_done(&text);
	return status;
}
