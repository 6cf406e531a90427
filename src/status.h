/* What `cutover status` says. */
#ifndef STATUS_H
#define STATUS_H

#include "commands.h"
#include "engine/report.h"

/* holder: who drives it now, or empty.  dir: the run's folder. */
void status_print(const struct report_status *status, const char *holder,
    const char *dir, const struct command_options *options);

#endif
