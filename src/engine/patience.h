/* The guard said "not yet": how long that is waited for, and what of it is news.
 * Pure. */
#ifndef ENGINE_PATIENCE_H
#define ENGINE_PATIENCE_H

#include <stdbool.h>
#include <stdint.h>

#include "model/config.h"

/* How long this rule may say "not yet" before that is a refusal. */
int64_t patience_ms(const struct config *config, const char *rule);
/* The same sentence with other numbers is no news. */
bool patience_is_same_news(const char *a, const char *b);

#endif
