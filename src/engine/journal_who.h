/* Who we are, for the journal: a short name, and all that an audit asks. */
#ifndef ENGINE_JOURNAL_WHO_H
#define ENGINE_JOURNAL_WHO_H

#include <stdbool.h>
#include <sys/types.h>

#include "model/names.h"

struct who {
	char name[NAME_LEN];		/* maria@host pid 4711 */
	char origin[TEXT_LEN];		/* uid, login, sudo's user, terminal, start
					 * and boot, version */
};

void who_am_i(struct who *who);
/* Do both origins name one boot of one machine?  Not when either names none. */
bool who_same_boot(const char *one, const char *other);
/* When the process was started, in ticks since boot; 0: there is none. */
unsigned long long who_started(pid_t pid);

#endif
