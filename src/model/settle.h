/*
 * Has this action taken effect, as far as the facts show?  The same question is
 * asked after performing (read back), and after a crash (settling the open
 * intent).  Pure.
 */
#ifndef MODEL_SETTLE_H
#define MODEL_SETTLE_H

#include <stddef.h>
#include <stdint.h>

#include "model/action.h"

struct facts;
struct config;

enum settled {
	SETTLED_UNKNOWN,		/* the facts are too old, or silent */
	SETTLED_NOT_YET,
	SETTLED_YES,
	SETTLED_WRONG,			/* another effect than the wanted one */
};

/* since_ms: facts older than this (boot clock) do not count.  why gets a
 * sentence for anything but YES. */
enum settled settle(const struct facts *facts, const struct config *config,
    const struct action *action, int64_t since_ms, char *why, size_t size);
/* How long a command of ours may go on with it, also after us (cloud.exec). */
int64_t settle_command_ms(const struct config *config, enum action_kind kind);
/* How long to wait for it before the outcome is called unknown. */
int64_t settle_limit_ms(const struct config *config, enum action_kind kind);

#endif
