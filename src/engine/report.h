/* A run's report, made from its journal alone: any time, by anybody who may read
 * it.  The same facts in three forms. */
#ifndef ENGINE_REPORT_H
#define ENGINE_REPORT_H

#include "base/str.h"
#include "engine/journal.h"

enum report_form { REPORT_MARKDOWN, REPORT_TEXT, REPORT_JSON };

int report_write(struct journal *journal, enum report_form form,
    struct buf *out, struct err *err);

#define REPORT_NEWEST 5
struct report_newest {
	int64_t wall_ms;
	char text[TEXT_LEN];
};

/* What `status` tells, from the journal alone. */
struct report_status {
	char run_id[NAME_LEN];
	char about[TEXT_LEN];		/* deployment, environment, releases, driver */
	int step;			/* the first that is open; 0: all done */
	char states[19][32];		/* by step, state's name */
	int64_t began_wall_ms, last_wall_ms;
	char last[TEXT_LEN];		/* the newest record in words */
	int64_t since_wall_ms[19];	/* by step, of its state; 0: todo */
	struct report_newest newest[REPORT_NEWEST];	/* a ring */
	unsigned first_newest, n_newest;
	bool ended, unsettled;
	int64_t records;
	unsigned refused;
};
int report_status(struct journal *journal, struct report_status *status,
    struct err *err);

#endif
