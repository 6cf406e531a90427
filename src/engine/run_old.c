/*
 * Which servers are OLD: those that run when the run begins, that the cloud does not
 * call NEW, and that say themselves that they serve the old release.  The operator
 * sees the list, and confirms it with the first plan.
 *
 * Who is slow to say it is waited for, as long as a fact counts, and then asked on, in
 * every life of the run; before it has said it, it is as good as NEW.
 */

#include "engine/run_priv.h"

#include <string.h>

#include "base/xmalloc.h"

#define SILENT "silent"			/* of a note in the journal */

static bool
may_be_old(const struct server *sv)
{
	return sv->mark == MARK_UNKNOWN && server_runs(sv) && sv->tag == MARK_OLD;
}

static bool
says_its_release(const struct server *sv)
{
	return sv->self.version[0] != '\0';
}

static bool
serves_old(const struct run *run, const struct server *sv)
{
	return str_eq(sv->self.version, run->config->release_from);
}

/* A server that runs and is not OLD is touched by nobody: whoever confirms the
 * list has to hear of it, since it goes on serving what it serves. */
static void
add_stranger(struct buf *strangers, const struct server *sv)
{
	if (!server_runs(sv) || sv->mark != MARK_UNKNOWN)
		return;
	buf_printf(strangers, "%s%s (", strangers->len > 0 ? ", " : "", sv->name);
	if (sv->tag == MARK_NEW)
		buf_puts(strangers, "tagged as NEW)");
	else if (sv->state != CLOUD_OPERATIONAL)
		buf_printf(strangers, "%s)", cloud_state_name(sv->state));
	else if (!says_its_release(sv))
		buf_puts(strangers, "does not say its release; it is asked on)");
	else
		buf_printf(strangers, "serves %s)", sv->self.version);
}

static void
tell_list(struct run *run, const char *names)
{
	const struct facts *facts = watch_facts(run->watch);
	struct buf strangers = { 0 };

	for (size_t i = 0; i < facts->n_servers; i++)
		add_stranger(&strangers, &facts->servers[i]);
	if (names[0] != '\0')
		run_event(run, EVENT_NOTE, "OLD servers of this run: %s; the first "
		    "confirmation confirms this list", names);
	if (strangers.len > 0)
		run_event(run, EVENT_NOTE, "not OLD, and left as they are: %s",
		    strangers.data);
	buf_done(&strangers);
}

static void
note_return_point(struct run *run, const char *template)
{
	const struct facts *facts = watch_facts(run->watch);
	struct record record = { .type = RECORD_RETURN_POINT };
	struct err err = { 0 };

	run->has_return_point = true;
	if (facts->array.exists == TRI_YES && facts->array.template[0] != '\0')
		template = facts->array.template;
	run->array_was_on = facts->array.enabled == TRI_YES;
	str_copy(record.server, sizeof(record.server), run->config->release_from);
	str_copy(record.arg, sizeof(record.arg), template);
	str_copy(record.verdict, sizeof(record.verdict),
	    run->array_was_on ? "array-on" : "array-off");
	if (run_journal(run, &record) == -1)
		return;
	if (guard_return_point(run->guard, run->config->release_from, template,
	    &err) == -1)
		run_event(run, EVENT_ERROR, "%s", err.text);
}

static bool
mark_old(struct run *run, const struct server *sv)
{
	struct known *known = run_known(run, sv->name);
	struct record record = { .type = RECORD_MARK };
	struct err err = { 0 };

	str_copy(record.server, sizeof(record.server), sv->name);
	str_copy(record.arg, sizeof(record.arg), sv->id);
	str_copy(record.lb, sizeof(record.lb), sv->addr);
	str_copy(record.verdict, sizeof(record.verdict), mark_name(MARK_OLD));
	if (run_journal(run, &record) == -1)
		return false;
	if (guard_mark(run->guard, sv->name, sv->id, sv->addr, MARK_OLD,
	    &err) == -1) {
		run_event(run, EVENT_ERROR, "%s", err.text);
		return false;
	}
	str_copy(known->id, sizeof(known->id), sv->id);
	str_copy(known->addr, sizeof(known->addr), sv->addr);
	run_note_mark(run, sv->name, MARK_OLD, 0);
	if (!run->has_return_point)
		note_return_point(run, sv->template);
	return true;
}

/* A note, and no mark: the journal knows no mark for "not known". */
static void
note_silent(struct run *run, const struct server *sv)
{
	struct record record = { .type = RECORD_NOTE };

	str_copy(record.server, sizeof(record.server), sv->name);
	str_copy(record.verdict, sizeof(record.verdict), SILENT);
	str_fmt(record.text, sizeof(record.text), "%s does not say its release; it is "
	    "asked on", sv->name);
	run_known(run, sv->name)->undecided = true;
	(void)run_journal(run, &record);
}

void
run_replay_silent(struct run *run, const struct record *record)
{
	if (str_eq(record->verdict, SILENT))
		run_known(run, record->server)->undecided = true;
}

bool
run_hears_too_few(const struct run *run)
{
	const struct facts *facts = watch_facts(run->watch);

	for (size_t i = 0; i < facts->n_servers; i++)
		if (may_be_old(&facts->servers[i]) &&
		    !says_its_release(&facts->servers[i]))
			return true;
	return false;
}

void
run_mark_old(struct run *run)
{
	const struct facts *facts = watch_facts(run->watch);
	struct buf names = { 0 };

	for (size_t i = 0; i < facts->n_servers; i++) {
		const struct server *sv = &facts->servers[i];

		if (!may_be_old(sv))
			continue;
		if (!says_its_release(sv))
			note_silent(run, sv);
		else if (serves_old(run, sv) && mark_old(run, sv))
			buf_printf(&names, "%s%s", names.len > 0 ? ", " : "",
			    sv->name);
	}
	watch_copy_marks(run->watch);
	for (size_t i = 0; i < facts->n_remarks; i++)
		if (facts->remarks[i].about == REMARK_TAGS)
			run_event(run, EVENT_NOTE, "%s", facts->remarks[i].text);
	tell_list(run, names.len > 0 ? names.data : "");
	buf_done(&names);
}

static void
decide(struct run *run, const struct server *sv)
{
	run_known(run, sv->name)->undecided = false;
	if (!serves_old(run, sv))
		run_event(run, EVENT_NOTE, "%s says now that it serves %s: it is not OLD, "
		    "and left as it is", sv->name, sv->self.version);
	else if (mark_old(run, sv))
		run_event(run, EVENT_NOTE, "%s says now that it serves %s: it is OLD, too; "
		    "the next confirmation confirms it", sv->name, sv->self.version);
}

void
run_decide_late(struct run *run)
{
	const struct facts *facts = watch_facts(run->watch);

	for (size_t i = 0; i < facts->n_servers; i++) {
		const struct server *sv = &facts->servers[i];

		if (may_be_old(sv) && says_its_release(sv) &&
		    run_is_undecided(run, sv->name))
			decide(run, sv);
	}
	watch_copy_marks(run->watch);
}

bool
run_is_undecided(const struct run *run, const char *server)
{
	for (size_t i = 0; i < run->n_known; i++)
		if (str_eq(run->known[i].name, server))
			return run->known[i].undecided;
	return false;
}
