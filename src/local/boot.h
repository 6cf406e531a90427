/* Booting one server: render, start, wait until it is ready, attach. */
#ifndef LOCAL_BOOT_H
#define LOCAL_BOOT_H

#include <stdbool.h>

#include "base/child.h"
#include "base/err.h"
#include "local/cloud.h"
#include "local/template.h"

/* In the environment of each server's command, followed by its id. */
#define BOOT_SETTING "CUTOVER_SERVER="

/* From the start, or with a command that runs already. */
void boot_start(struct machine *m);
void boot_go_on(struct machine *m);
/* It failed: the server is stranded, and this is why. */
void boot_strand(struct machine *m, const char *why);
/* Forget whatever is under way: timer, poll, script. */
void boot_stop(struct machine *m);
/* Run one of the template's programs; its last line is in m->said. */
int boot_script(struct machine *m, const struct words *argv, child_end_fn *on_end,
    struct err *err);
/* Watch its process; false when it has ended. */
bool boot_watch(struct machine *m);

#endif
