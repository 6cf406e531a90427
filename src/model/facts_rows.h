/* Private to facts_merge.c: the rows of one balancer.  reloaded: its worker is
 * another one than at the last poll, so nothing can be compared. */
#ifndef MODEL_FACTS_ROWS_H
#define MODEL_FACTS_ROWS_H

#include <stdbool.h>

#include "model/facts.h"

/* All rows of this balancer are those of the batch, in its order. */
void rows_replace(struct facts *facts, const char *lb,
    const struct sightings *batch, bool reloaded);
/* One row, told by an action. */
void rows_merge_one(struct facts *facts, const char *lb,
    const struct lb_row *saw, bool reloaded);

#endif
