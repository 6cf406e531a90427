/* The states of a balancer, kept in a file before the first change: what a person
 * would want to go back to. */

#include "config.h"

#include <string.h>

#include "backend/lb_haproxy.h"
#include "base/file.h"
#include "base/str.h"

static void
save(struct hap_work *work, const char *reply, size_t len, const char *what)
{
	const char *lb = work->action.lb, *path = work->action.arg;
	struct sighting saw = { .kind = SAW_LB_SAVED };
	struct err err;

	if (file_write(path, reply, len, 0600, &err) == -1) {
		hap_finish(work, OUTCOME_FAILED, "%s", err.text);
		return;
	}
	(void)str_copy(saw.name, sizeof(saw.name), lb);
	sightings_add(&work->batch, &saw);
	hap_finish(work, OUTCOME_OK, "the %s of %s are in %s", what, lb, path);
}

static void
on_state(const char *reply, size_t len, const struct err *failed, void *arg)
{
	struct hap_work *work = arg;
	struct hap_text text = { reply, reply + len };
	struct err err;

	work->ask = NULL;
	if (failed != NULL) {
		hap_finish(work, OUTCOME_FAILED, "%s", failed->text);
	} else if (!hap_past(&text, "1\n# ") || len < 2 ||
	    memcmp(reply + len - 2, "\n\n", 2) != 0) {
		(void)hap_strange(&err, "show servers state", text);
		(void)hap_where(&work->self->ctx, HAP_WORKER, &err);
		hap_finish(work, OUTCOME_FAILED, "%s", err.text);
	} else {
		save(work, reply, len, "states");
	}
}

static void
on_web(struct hap_worker *worker, const char *csv, size_t len,
    const struct err *failed, void *arg)
{
	struct hap_work *work = arg;
	const struct lb_config *lb = work->self->ctx.lb;
	struct err err;

	work->web = NULL;
	if (failed != NULL) {
		hap_finish(work, OUTCOME_FAILED, "%s", failed->text);
	} else if (hap_parse_csv(csv, len, lb->name, lb->backend, worker,
	    &err) == -1) {
		(void)hap_web_where(&work->self->ctx, &err);
		hap_finish(work, OUTCOME_FAILED, "%s", err.text);
	} else {
		save(work, csv, len, "statistics");
	}
}

void
hap_save(struct hap_work *work)
{
	const struct provider_ctx *ctx = &work->self->ctx;

	if (hap_web_is(ctx))
		work->web = hap_web_start(ctx, on_web, work);
	else
		work->ask = hap_ask_start(ctx, HAP_WORKER,
		    "show servers state\n", on_state, work);
}
