/*
 * Values of a server's own, which hide what the deployment gives it: what step 6 sets
 * does not reach it.  Only their names are told.  Pure.
 */
#ifndef BACKEND_RS_OWN_H
#define BACKEND_RS_OWN_H

#include <stdbool.h>
#include <stddef.h>

#include <cjson/cJSON.h>

#include "model/config.h"
#include "model/facts.h"

/* Is this input, of a server's list, another than the wanted value (our notation)?
 * What the server does not have, or inherits, is not. */
bool rs_own_differs(const cJSON *list, const char *key, const char *wanted);
/* The names of those that differ from the deployment's, "A, B and 3 more", without
 * those that the run sets itself and our own isolation.  Returns how many. */
size_t rs_own_names(const cJSON *list, const struct config *config,
    const struct input *inputs, size_t n, char *names, size_t size);

#endif
