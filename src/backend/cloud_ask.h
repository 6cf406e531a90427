/* What an action asks of a cloud that is spoken to in JSON: cutover-provider(7).  Pure. */
#ifndef BACKEND_CLOUD_ASK_H
#define BACKEND_CLOUD_ASK_H

#include <cjson/cJSON.h>

#include "base/err.h"
#include "model/action.h"
#include "model/verb.h"

struct facts;

/* A question of this verb alone. */
cJSON *cloud_ask(enum verb verb);
/* The whole question of this action; NULL with err when there is none to be asked.
 * The caller deletes. */
cJSON *cloud_ask_action(const struct action *action, const struct facts *facts,
    struct err *err);

#endif
