/* The ledger of marks, which only grows.  Private to this floor. */
#ifndef GUARD_LEDGER_H
#define GUARD_LEDGER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/index.h"
#include "model/server.h"

struct ledger_entry {
	char name[NAME_LEN], id[NAME_LEN], addr[NAME_LEN];
	enum mark mark;
	bool was_attached;
	int64_t detached_ms;		/* 0: not seen detached */
};

enum ledger_field { BY_NAME, BY_ID, BY_ADDR, LEDGER_FIELDS };

struct ledger {
	struct ledger_entry *entries;
	size_t n, cap;
	struct index by[LEDGER_FIELDS];
};

int ledger_mark(struct ledger *ledger, const char *name, const char *id,
    const char *addr, enum mark mark, struct err *err);
enum mark ledger_mark_of(const struct ledger *ledger, const struct server *sv);
/* The first entry of this name, or NULL. */
struct ledger_entry *ledger_find(const struct ledger *ledger, const char *name);
/* The same; one without a mark is made when there is none. */
struct ledger_entry *ledger_need(struct ledger *ledger, const char *name);
void ledger_done(struct ledger *ledger);

#endif
