/*
 * A count is only what a record proves.  A detach that the guard allowed without
 * an agreed cut was proven empty (GR-21): it cut nobody off.  An agreed one cut
 * whoever was counted before it was sent; when that is missing, or when the cut
 * did not end as "ok", nobody knows.
 */

#include "engine/tally.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/xmalloc.h"

struct leaver {
	char server[NAME_LEN];
	long open;			/* sessions when it was drained; -1: not known */
	int64_t drained_ms, empty_ms;	/* wall clock; 0: it was not */
	long cut;
	bool cutting;			/* begun, and nobody knows how it ended */
	bool cut_unknown;
};

struct trial {
	struct action action;
	unsigned times;			/* while it did not succeed */
	bool failed;			/* the last time */
};

struct person {
	char name[NAME_LEN];		/* "maria@bastion" */
	unsigned confirmed, scripted;	/* scripted: of them by a script's words */
	unsigned came;			/* how often the run was taken up */
	int64_t from_ms;
};

/* ---- sessions ---- */

static struct leaver *
leaver_of(struct tally *tally, const char *server)
{
	for (size_t i = 0; i < tally->n_leavers; i++)
		if (str_eq(tally->leavers[i].server, server))
			return &tally->leavers[i];
	x_grow(tally->leavers, tally->n_leavers, tally->cap_leavers);
	struct leaver *leaver = &tally->leavers[tally->n_leavers++];
	*leaver = (struct leaver){ 0 };
	(void)str_copy(leaver->server, sizeof(leaver->server), server);
	return leaver;
}

static void
count(struct tally *tally, const struct record *record)
{
	enum action_kind kind = action_of_name(record->verdict);
	int64_t n;

	if (kind == ACTION_DRAIN || kind == ACTION_DETACH)
		tally->counted = str_to_i64(record->arg, 0, LONG_MAX, &n) ?
		    (long)n : -1;
}

static void
cut_ended(struct leaver *leaver, const char *verdict, long counted)
{
	if (str_eq(verdict, "unknown"))
		return;			/* it is looked up, and then resolved */
	leaver->cutting = false;
	if (str_eq(verdict, "absent"))
		return;
	if (!str_eq(verdict, "ok") || counted < 0)
		leaver->cut_unknown = true;
	else
		leaver->cut += counted;
}

/* What took effect on a server's way out, or on its way back. */
static void
left(struct tally *tally, const struct record *record)
{
	struct leaver *leaver = leaver_of(tally, record->action.server);

	switch (record->action.kind) {
	case ACTION_DRAIN:
		leaver->open = tally->counted;
		leaver->drained_ms = record->wall_ms;
		leaver->empty_ms = 0;
		break;
	case ACTION_UNDRAIN:
		leaver->drained_ms = leaver->empty_ms = 0;
		break;
	case ACTION_AWAIT_EMPTY:
		leaver->empty_ms = record->wall_ms;
		break;
	case ACTION_DETACH:
		/* Who is empty at once is not waited for. */
		if (leaver->empty_ms == 0 && action_cut(&record->action) == NULL)
			leaver->empty_ms = record->wall_ms;
		break;
	default:
		break;
	}
}

/* ---- what was tried again ---- */

/* The same thing to the same target, whatever its arguments are by then. */
static bool
is_same(const struct action *a, const struct action *b)
{
	bool named = a->server[0] != '\0' || a->lb[0] != '\0';

	return a->kind == b->kind && str_eq(a->server, b->server) &&
	    str_eq(a->lb, b->lb) && (named || str_eq(a->arg, b->arg));
}

static struct trial *
trial_of(struct tally *tally, const struct action *action)
{
	for (size_t i = 0; i < tally->n_trials; i++)
		if (is_same(&tally->trials[i].action, action))
			return &tally->trials[i];
	x_grow(tally->trials, tally->n_trials, tally->cap_trials);
	struct trial *trial = &tally->trials[tally->n_trials++];
	*trial = (struct trial){ .action = *action, .times = 1 };
	return trial;
}

static void
begun(struct tally *tally, const struct record *record)
{
	const struct action *action = &record->action;

	tally->counted = -1;
	if (action_cut(action) != NULL)
		leaver_of(tally, action->server)->cutting = true;
	/* A wait that was given up and taken up again is none. */
	if (action_performer(action->kind) == BY_RUN)
		return;
	struct trial *trial = trial_of(tally, action);
	trial->times += trial->failed;
}

static void
ended(struct tally *tally, const struct record *record)
{
	const struct action *action = &record->action;
	bool ok = str_eq(record->verdict, "ok");

	if (action_cut(action) != NULL)
		cut_ended(leaver_of(tally, action->server), record->verdict,
		    tally->counted);
	if (ok && action->server[0] != '\0')
		left(tally, record);
	if (action_performer(action->kind) != BY_RUN)
		trial_of(tally, action)->failed = !ok;
}

/* ---- people ---- */

static struct person *
person_of(struct tally *tally, const struct record *record)
{
	char name[NAME_LEN];
	size_t len = strlen(record->who);
	const char *pid = strstr(record->who, " pid ");

	(void)str_copy_n(name, sizeof(name), record->who,
	    pid == NULL ? len : (size_t)(pid - record->who));
	for (size_t i = 0; i < tally->n_people; i++)
		if (str_eq(tally->people[i].name, name))
			return &tally->people[i];
	x_grow(tally->people, tally->n_people, tally->cap_people);
	struct person *person = &tally->people[tally->n_people++];
	*person = (struct person){ .from_ms = record->wall_ms };
	(void)str_copy(person->name, sizeof(person->name), name);
	return person;
}

void
tally_record(struct tally *tally, const struct record *record)
{
	struct person *person = person_of(tally, record);

	switch (record->type) {
	case RECORD_TAKEOVER:
		person->came++;
		break;
	case RECORD_CONFIRM:
		person->confirmed++;
		person->scripted += record->server[0] != '\0';
		break;
	case RECORD_INTENT:
		begun(tally, record);
		break;
	case RECORD_FACT:
		count(tally, record);
		break;
	case RECORD_OUTCOME:
	case RECORD_RESOLVED:
		ended(tally, record);
		break;
	case RECORD_NONE: case RECORD_RUN: case RECORD_RETURN_POINT:
	case RECORD_MARK: case RECORD_STATE: case RECORD_PICK: case RECORD_SET:
	case RECORD_GUARD: case RECORD_OBSERVED: case RECORD_REFUSED:
	case RECORD_SAVED: case RECORD_WITHDRAW: case RECORD_NOTE:
	case RECORD_RELOAD: case RECORD_SURPRISE: case RECORD_END:
	case RECORD_COUNT:
		break;
	}
}

void
tally_done(struct tally *tally)
{
	free(tally->leavers);
	free(tally->trials);
	free(tally->people);
}

/* ---- in words ---- */

/* "73 open when drained (14:12), 0 at 14:28; ": nothing when nobody was. */
static void
tell_drained(const struct tally *tally, char *dst, size_t size)
{
	int64_t first_ms = 0, last_ms = 0;
	bool known = true, empty = true;
	char hms[16];
	long open = 0;

	for (size_t i = 0; i < tally->n_leavers; i++) {
		const struct leaver *leaver = &tally->leavers[i];

		if (leaver->drained_ms == 0)
			continue;
		known = known && leaver->open >= 0;
		empty = empty && leaver->empty_ms != 0;
		open += leaver->open;
		if (first_ms == 0 || leaver->drained_ms < first_ms)
			first_ms = leaver->drained_ms;
		if (leaver->empty_ms > last_ms)
			last_ms = leaver->empty_ms;
	}
	if (first_ms == 0)
		return;
	if (known)
		(void)str_add(dst, size, "%ld", open);
	else
		(void)str_add(dst, size, "?");
	(void)str_add(dst, size, " open when drained (%.5s)",
	    clock_hms(first_ms, hms, sizeof(hms)));
	if (empty)
		(void)str_add(dst, size, ", 0 at %.5s",
		    clock_hms(last_ms, hms, sizeof(hms)));
	(void)str_add(dst, size, "; ");
}

static bool
is_cut_unknown(const struct leaver *leaver)
{
	return leaver->cutting || leaver->cut_unknown;
}

/* Nobody; how many; or that it is not known, and of whom. */
static void
tell_cut(const struct tally *tally, struct account *account)
{
	char cut[TEXT_LEN] = "", unknown[TEXT_LEN] = "";
	char *dst = account->sessions;
	size_t size = sizeof(account->sessions);

	account->cut = 0;
	for (size_t i = 0; i < tally->n_leavers; i++) {
		const struct leaver *leaver = &tally->leavers[i];
		char *names = is_cut_unknown(leaver) ? unknown : cut;

		account->cut += leaver->cut;
		if (leaver->cut > 0 || is_cut_unknown(leaver))
			(void)str_add(names, TEXT_LEN, "%s%s", names[0] == '\0' ?
			    "" : ", ", leaver->server);
	}
	if (unknown[0] != '\0') {
		account->cut = -1;
		(void)str_add(dst, size, "? cut off: not known of %s", unknown);
	} else if (account->cut == 0) {
		(void)str_add(dst, size, "none cut off");
	} else {
		(void)str_add(dst, size, "%ld cut off, as agreed to: %s",
		    account->cut, cut);
	}
}

static void
tell_again(const struct tally *tally, char *dst, size_t size)
{
	char sentence[TEXT_LEN];

	for (size_t i = 0; i < tally->n_trials; i++) {
		const struct trial *trial = &tally->trials[i];

		if (trial->times > 1)
			(void)str_add(dst, size, "%s%s (%u times)",
			    dst[0] == '\0' ? "" : "; ", action_sentence(
			    &trial->action, sentence, sizeof(sentence)),
			    trial->times);
	}
	if (dst[0] == '\0')
		(void)str_copy(dst, size, "none");
}

static void
tell_person(const struct person *person, bool first, char *dst, size_t size)
{
	unsigned again = first || person->came == 0 ? person->came :
	    person->came - 1;
	char hms[16];

	(void)str_add(dst, size, "%s%s ", first ? "" : "; ", person->name);
	if (first)
		(void)str_add(dst, size, "drove");
	else
		(void)str_add(dst, size, "took over at %.5s",
		    clock_hms(person->from_ms, hms, sizeof(hms)));
	if (again > 0)
		(void)str_add(dst, size, ", took it up again %u time%s", again,
		    str_s(again));
	if (person->confirmed > 0)
		(void)str_add(dst, size, ", confirmed %u plan%s",
		    person->confirmed, str_s(person->confirmed));
	if (person->scripted == 0)
		return;
	if (person->scripted == person->confirmed)
		(void)str_add(dst, size, " by script");
	else
		(void)str_add(dst, size, ", %u by script", person->scripted);
}

void
tally_tell(const struct tally *tally, struct account *account)
{
	*account = (struct account){ 0 };
	tell_drained(tally, account->sessions, sizeof(account->sessions));
	tell_cut(tally, account);
	tell_again(tally, account->again, sizeof(account->again));
	for (size_t i = 0; i < tally->n_people; i++)
		tell_person(&tally->people[i], i == 0, account->people,
		    sizeof(account->people));
}
