/* One run in progress: how it begins and ends. */

#include "engine/run_priv.h"

#include <pwd.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/loop.h"
#include "base/xmalloc.h"

#define HEAR_AGAIN_MS 500

/* The first step that is neither done nor skipped. */
const struct step *
run_first_open_step(const struct run *run)
{
	for (int i = 1; i <= STEP_COUNT; i++)
		if (run->states[i] != STATE_DONE && run->states[i] != STATE_SKIPPED)
			return runbook_step(i);
	return runbook_step(STEP_COUNT);
}

static void
meet(struct run *run)
{
	run_retell(run);
	run->met = facts_no_servers(watch_facts(run->watch)) == NULL;
	if (run->met && !run->confirmed_any)
		run_mark_old(run);
}

static void
become_ready(struct run *run)
{
	run->ready = true;
	meet(run);
	run_event(run, EVENT_RUN, "%s %s: %s → %s", run->resumed ? "resumed" :
	    "started", run->id, run->config->release_from,
	    run->config->release_to);
	if (run->unsettled)
		run_begin_settle(run, "found open at the start");
	run_changed(run);
}

/* Whoever is slow has so long as a fact counts, once the others have answered. */
static bool
waits_for_slow_ones(struct run *run)
{
	if (run->confirmed_any || !run_hears_too_few(run))
		return false;
	if (run->hear_until_ms == 0)
		run->hear_until_ms = clock_boot_ms() + run->config->policy.fresh_ms;
	return clock_boot_ms() < run->hear_until_ms;
}

void
run_meet_servers(struct run *run)
{
	if (waits_for_slow_ones(run))
		run_look_later(run, run_meet_servers, 1, HEAR_AGAIN_MS);
	else if (run->ready)
		meet(run);
	else
		become_ready(run);
}

static void
name_driver(struct run *run)
{
	char host[64] = "?";
	const struct passwd *pw = getpwuid(getuid());

	(void)gethostname(host, sizeof(host) - 1);
	str_fmt(run->driver, sizeof(run->driver), "%s@%s",
	    pw == NULL ? "?" : pw->pw_name, host);
}

static struct journal *
open_journal(struct run *run, struct err *err)
{
	run->resumed = run_find_open(run->config, run->dir, sizeof(run->dir));
	return run->resumed ? journal_open(run->dir, err) :
	    run_create_folder(run, err);
}

struct run *
run_open(struct loop *loop, const struct config *config,
    const struct run_options *options, struct err *err)
{
	struct run *run = xcalloc(1, sizeof(*run));

	run->loop = loop;
	run->config = config;
	run->life_ms = clock_boot_ms();
	run->dry_run = options->dry_run;
	run->inputs_alone = options->inputs_alone;
	if (options->watching)
		return run_observe(run, err);
	name_driver(run);
	run->journal = run->dry_run ? run_open_dry(run, err) :
	    open_journal(run, err);
	if (run->journal == NULL || run_open_house(run, err) == -1 ||
	    run_open_vault(run, err) == -1 || run_replay(run, err) == -1) {
		run_free(run);
		return NULL;
	}
	str_copy(run->id, sizeof(run->id), journal_run_id(run->journal));
	run->step = run_first_open_step(run);
	run_read_usual(run);
	watch_start(run->watch, run->backend);
	/* Twice: the servers can be asked once the cloud has named them. */
	run_after_look(run, run_meet_servers, 2);
	return run;
}

void
run_set_front(struct run *run, const struct front_ops *front, void *self)
{
	run->front = front;
	run->front_self = self;
}

void
run_free(struct run *run)
{
	if (run == NULL)
		return;
	loop_del_timer(run->timer);
	executor_free(run->executor);
	backend_free(run->backend);
	watch_free(run->watch);
	guard_free(run->guard);
	journal_close(run->journal);
	run_close_dry(run);
	for (int i = 0; i <= STEP_COUNT; i++) {
		choices_done(&run->choices[i]);
		plan_done(&run->done[i]);
	}
	plan_done(&run->plan);
	checks_done(&run->checks);
	checks_done(&run->refusals);
	free(run->known);
	free(run->markings);
	run_observe_free(run->observed);
	free(run->saved);
	free(run);
}
