/* Where the configuration is, and where runs are kept. */
#ifndef PLACE_H
#define PLACE_H

#include <stdbool.h>
#include <stddef.h>

struct config;
struct first_start;

/* Is there one where XDG says?  The first that is there counts. */
bool place_find_config(char *path, size_t size);
/* Where it was looked for in vain, and where an example is. */
void place_look(struct first_start *first);
/* Unless the configuration says where: by XDG.  -1: there is no such place. */
int place_state_dir(struct config *config);

/* Finds and loads the configuration; on failure prints every fault on standard
 * error and returns -1.  0: config is the caller's to config_done(). */
int load_config(const char *given, struct config *config);

#endif
