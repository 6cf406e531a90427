/* What `cutover status` says. */
#ifndef STATUS_H
#define STATUS_H

#include "commands.h"
#include "engine/report.h"

struct status_sessions;

/* All that is told of one run. */
struct status {
	struct report_status run;
	char holder[NAME_LEN];		/* who drives it now, or empty */
	const char *dir;		/* the run's folder */
	const struct status_sessions *sessions;	/* NULL: it has ended */
};

void status_print(const struct status *status,
    const struct command_options *options);

#endif
