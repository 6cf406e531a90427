/* Private to the configuration's reader: its faults, and the parts of it that
 * know nothing of libconfig. */
#ifndef MODEL_CONFIG_FAULT_H
#define MODEL_CONFIG_FAULT_H

#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"

struct argv;
struct config;
struct config_key;
struct config_t;			/* libconfig's tree */

struct reading {
	const char *path;
	struct buf *faults;
	struct err *err;		/* gets the first fault */
	unsigned n_faults;
	const struct config_t *tree;
};

void config_fault(struct reading *reading, int line, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
/* The line of "release.to" or "balancers.[1].socket"; of what is around it when
 * it is left out. */
int config_line_at(const struct reading *reading, const char *key);

/* The key that was probably meant; NULL when none is near. */
const char *config_near_key(const struct config_key *keys, const char *name);
/* What libconfig would misread without a word. */
void config_find_traps(struct reading *reading, const char *text);
/* A provider that there is, and what it needs. */
void config_check_cloud(struct reading *reading, const struct config *config);
/* What one key alone cannot tell. */
void config_check_whole(struct reading *reading, const struct config *config);
void config_check_balancers(struct reading *reading,
    const struct config *config);

/* A secret comes from a file or from a command: whether one is given. */
struct secret_keys {
	const char *file_key, *file, *command_key;
	const struct argv *command;
};
bool config_check_secret(struct reading *reading,
    const struct secret_keys *keys);

#endif
