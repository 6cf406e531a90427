/* What earlier runs of this deployment tell: how long things usually take. */

#include "base/str.h"
#include "engine/run_priv.h"

#define RUNS_MOST 5		/* what is long ago is not usual any more */
#define LOOKS_MOST 50		/* of other deployments too, on the way there */

struct earlier {
	struct run *run;
	unsigned runs, looks;
};

struct one_run {
	const struct config *config;
	struct usual *usual;
	bool ours;
	int64_t intent, sent_wall_ms;	/* the action that is under way */
};

/* "shop-prod PROD, r41 to r42": another deployment has other machines. */
static bool
is_of(const struct record *record, const struct config *config)
{
	char head[2 * NAME_LEN];

	str_fmt(head, sizeof(head), "%s ", config->deployment);
	return str_starts(record->text, head);
}

static bool
add_record(const struct record *record, void *arg)
{
	struct one_run *one = arg;

	if (record->type == RECORD_RUN)
		return one->ours = is_of(record, one->config);
	if (record->type == RECORD_INTENT) {
		one->intent = record->action_id;
		one->sent_wall_ms = record->wall_ms;
	} else if (record->type == RECORD_OUTCOME && one->intent != 0 &&
	    record->action_id == one->intent && str_eq(record->verdict, "ok")) {
		usual_add(one->usual, record->action.kind,
		    record->wall_ms - one->sent_wall_ms);
		one->intent = 0;
	}
	return true;
}

/* A journal that cannot be read tells nothing; whoever needs it will say so. */
static bool
add_run(const char *id, const char *dir, void *arg)
{
	struct earlier *earlier = arg;
	struct run *run = earlier->run;
	struct one_run one = { .config = run->config, .usual = &run->usual };
	struct err err = { 0 };

	if (str_eq(id, run->id))
		return true;
	struct journal *journal = journal_peek(dir, &err);
	if (journal == NULL)
		return true;
	(void)journal_each(journal, add_record, &one, &err);
	journal_close(journal);
	earlier->runs += one.ours;
	return earlier->runs < RUNS_MOST && ++earlier->looks < LOOKS_MOST;
}

void
run_read_usual(struct run *run)
{
	struct earlier earlier = { .run = run };

	run_each_id(run->config, add_run, &earlier);
}
