/*
 * The life of one server:
 *
 *	inactive -> pending -> booting -> operational
 *	                          `-> stranded
 *	... -> decommissioning -> terminated
 *
 * A stranded server keeps what runs of it, for whoever wants to look.  When the
 * first process of a server ends, all others of its group are ended too, as in a
 * machine that crashes.
 */
#ifndef LOCAL_LIFE_H
#define LOCAL_LIFE_H

#include <stdbool.h>

#include "local/cloud.h"

void life_launch(struct machine *m);
/* After a start of the supervisor: go on wherever it was. */
void life_adopt(struct machine *m);
/* by_array: the array gives it up, and its template may have something to say
 * (array_gone).  Nothing happens to one that goes or is gone already. */
void life_terminate(struct machine *m, bool by_array);
/* Stop watching; the server goes on. */
void life_leave(struct machine *m);
/* Something has changed: write it down, and let the array look. */
void life_changed(struct cloud *cloud);

#endif
