/*
 * A dry run: the same steps, plans and questions, and nothing is sent.  What it
 * writes goes into a folder of its own, which is gone when it ends; an open run is
 * copied, so that it goes on from where that stands and leaves it as it is.
 */

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "engine/run_priv.h"

static int
copy_open_run(const char *from, const char *to, struct err *err)
{
	struct journal *journal = journal_peek(from, err);
	char path[PATH_MAX];
	int status = -1;

	if (journal == NULL)
		return -1;
	if (!str_fmt(path, sizeof(path), "%s/journal.db", to))
		err_set(err, ERR_CONFIG, "state_dir is too long");
	else
		status = journal_backup(journal, path, err);
	journal_close(journal);
	return status == -1 ? -1 : run_copy_key(from, to, err);
}

struct journal *
run_open_dry(struct run *run, struct err *err)
{
	char open[TEXT_LEN];

	if (file_make_dirs(run->config->state_dir, err) == -1)
		return NULL;
	if (!str_fmt(run->dir, sizeof(run->dir), "%s/dry-run.XXXXXX",
	    run->config->state_dir)) {
		run->dir[0] = '\0';
		err_set(err, ERR_CONFIG, "state_dir is too long");
		return NULL;
	}
	if (mkdtemp(run->dir) == NULL) {
		err_sys(err, "%s", run->dir);
		run->dir[0] = '\0';
		return NULL;
	}
	run->scratch = true;
	run->resumed = run_find_open(run->config, open, sizeof(open));
	if (!run->resumed)
		return journal_create(run->dir, "dry-run", err);
	return copy_open_run(open, run->dir, err) == -1 ? NULL :
	    journal_open(run->dir, err);
}

void
run_close_dry(struct run *run)
{
	struct err err = { 0 };

	/* What stays behind is nobody's run: it has no run's name. */
	if (run->scratch)
		(void)file_remove_tree(run->dir, &err);
}

/* Confirmed, as far as a dry run goes: the step counts as skipped. */
void
run_confirm_dry(struct run *run)
{
	bool step = !run->side && run->plan.purpose == PLAN_FORWARD;
	bool undo = !run->side && run->plan.purpose == PLAN_UNDO;
	enum step_state before = run->before;
	size_t n = run->plan.n;

	run_drop_plan(run);
	run_event(run, EVENT_NOTE, "dry run: %zu action%s would be sent; nothing was",
	    n, str_s(n));
	if (undo)
		run_set_state(run, run->step->number, before, "dry run");
	if (!step)
		return;
	run_set_state(run, run->step->number, STATE_SKIPPED, "dry run");
	run_end_if_over(run);
}
