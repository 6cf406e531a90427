/* Servers by number.  The numbers are those that were said, whatever moves. */

#include "plain/plain_priv.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/xmalloc.h"
#include "talk/standing.h"

static void
say_row(struct plain *plain, const struct view *view, const struct server *sv,
    const char *number, const char *why)
{
	long sessions = standing_sessions(view, sv->name, NULL);
	char carries[TEXT_LEN];

	if (why[0] != '\0')
		(void)str_copy(carries, sizeof(carries), why);
	else if (facts_next_row(view->facts, sv->name, NULL) == NULL)
		(void)str_copy(carries, sizeof(carries), "in no balancer");
	else if (sessions < 0)
		(void)str_copy(carries, sizeof(carries), "sessions not known");
	else
		(void)str_fmt(carries, sizeof(carries), "%ld session%s", sessions,
		    str_s(sessions));
	say(plain, "  %s  %s  %s  %s", number, sv->name, mark_name(sv->mark),
	    carries);
}

/* Numbered when it may be chosen; those that may not come behind, with why. */
static void
say_rows(struct plain *plain, const struct view *view, bool offered, char *presets,
    size_t size)
{
	for (size_t i = 0; i < view->facts->n_servers; i++) {
		const struct server *sv = &view->facts->servers[i];
		char why[TEXT_LEN] = "", number[16] = "-";
		if (sv->state == CLOUD_TERMINATED || view->step->offers(view->scene,
		    sv, why, sizeof(why)) != offered)
			continue;
		if (offered && plain->n_rows < PLAIN_ROWS) {
			(void)str_copy(plain->rows[plain->n_rows++], NAME_LEN,
			    sv->name);
			(void)str_fmt(number, sizeof(number), "%zu", plain->n_rows);
		}
		if (offered && runbook_is_picked(view->step, view->scene, sv))
			(void)str_add(presets, size, " %s", number);
		say_row(plain, view, sv, number, offered ? "" : why);
	}
}

void
pose_pick(struct plain *plain)
{
	const struct view *view = plain_view(plain);
	char presets[TEXT_LEN] = "";

	plain->n_rows = 0;
	say_rows(plain, view, true, presets, sizeof(presets));
	say_rows(plain, view, false, presets, sizeof(presets));
	if (facts_no_servers(view->facts) != NULL)
		say(plain, "%s < goes back, ? helps.", facts_no_servers(view->facts));
	else if (plain->n_rows == 0)
		say(plain, "No server can be chosen here. Enter shows the plan, < "
		    "goes back, ? helps.");
	else if (presets[0] == '\0')
		say(plain, "Choose servers: numbers with spaces. < goes back, ? "
		    "helps.");
	else
		say(plain, "Choose servers: numbers with spaces, Enter for%s. < goes "
		    "back, ? helps.", presets);
	plain->prompt = PROMPT_PICK;
}

/* A name is taken as it is: the guard has the word on who it is. */
static bool
add_name(struct plain *plain, struct intent *intent, const char *word)
{
	int64_t number = 0;
	const char *name = word;

	if (str_to_i64(word, 0, INT32_MAX, &number)) {
		if (number < 1 || number > (int64_t)plain->n_rows) {
			say(plain, "There is no number %s here. Nothing was chosen.",
			    word);
			return false;
		}
		name = plain->rows[number - 1];
	}
	intent->names = xrealloc(intent->names, intent->n_names + 1,
	    sizeof(*intent->names));
	if (!str_copy(intent->names[intent->n_names++], NAME_LEN, name)) {
		say(plain, "No server has so long a name. Nothing was chosen.");
		return false;
	}
	return true;
}

static bool
fill(struct plain *plain, struct intent *intent, const char *line)
{
	char copy[INTAKE_MOST + 1], *rest = copy, *word;

	(void)str_copy(copy, sizeof(copy), line);
	while ((word = strsep(&rest, " \t,")) != NULL)
		if (word[0] != '\0' && !add_name(plain, intent, word))
			return false;
	return intent->n_names > 0;
}

static bool
is_server_or_number(const struct view *view, const char *line)
{
	char word[NAME_LEN];
	int64_t number;

	if (!str_copy_n(word, sizeof(word), line, strcspn(line, " \t,")))
		return false;
	return str_to_i64(word, INT32_MIN, INT32_MAX, &number) ||
	    facts_server(view->facts, word) != NULL;
}

bool
answer_pick(struct plain *plain, const char *line)
{
	struct intent intent = { .kind = INTENT_PICK };
	bool picked = line[0] == '\0';

	if (strcmp(line, "<") == 0) {
		moment_back(plain);
		return true;
	}
	if (!picked && !is_server_or_number(plain_view(plain), line))
		return false;
	if (!picked)
		picked = fill(plain, &intent, line) &&
		    moment_submit(plain, &intent) == 0;
	intent_done(&intent);
	if (!picked)
		return true;
	plain->menu = true;
	(void)moment_submit_kind(plain, INTENT_PLAN, "", "");
	return true;
}
