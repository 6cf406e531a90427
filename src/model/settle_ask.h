/* Private to settle*.c: one question per kind of action. */
#ifndef MODEL_SETTLE_ASK_H
#define MODEL_SETTLE_ASK_H

#include <stdbool.h>

#include "model/facts.h"
#include "model/settle.h"

struct inquiry {
	const struct facts *facts;
	const struct config *config;
	const struct action *action;
	const struct server *sv;	/* of action->server; NULL: not known */
	int64_t since_ms;
	char *why;
	size_t size;
};

typedef enum settled settle_fn(const struct inquiry *q);

settle_fn settle_snapshot;
settle_fn settle_migrate;
settle_fn settle_mark;
settle_fn settle_clone;
settle_fn settle_configure;
settle_fn settle_save_inputs;
settle_fn settle_set_input;
settle_fn settle_launch;
settle_fn settle_probe;
settle_fn settle_array_off;
settle_fn settle_save_lb;
settle_fn settle_attach;
settle_fn settle_drain;
settle_fn settle_undrain;
settle_fn settle_await_empty;
settle_fn settle_detach;
settle_fn settle_array_update;
settle_fn settle_array_trial;
settle_fn settle_array_on;
settle_fn settle_look_site;
settle_fn settle_lock;
settle_fn settle_unlock;
settle_fn settle_last_look;
settle_fn settle_gone;
settle_fn settle_withdraw;

/* Writes why and returns settled. */
enum settled settled_say(const struct inquiry *q, enum settled settled,
    const char *fmt, ...) __attribute__((format(printf, 3, 4)));
/* Has any source of this kind given a whole answer since? */
bool settled_answered(const struct inquiry *q, enum source_kind kind);
/* The thing has not been seen since: that it is not there is only known when
 * the one who would tell of it has answered. */
enum settled settled_not_seen(const struct inquiry *q, enum source_kind kind,
    const char *what);

#endif
