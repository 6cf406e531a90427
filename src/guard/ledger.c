/* The ledger of marks.  Entries are added and get worse; none is taken out. */

#include "guard/ledger.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/xmalloc.h"

/* How much a mark forbids: the worst of several counts. */
static const int ranks[MARK_COUNT] = {
	[MARK_OLD] = 0,
	[MARK_WITHDRAWN] = 1,
	[MARK_UNKNOWN] = 2,
	[MARK_NEW] = 3,
};

static enum mark
worse(enum mark a, enum mark b)
{
	return ranks[a] >= ranks[b] ? a : b;
}

struct ledger_entry *
ledger_find(const struct ledger *ledger, const char *name)
{
	for (size_t i = 0; i < ledger->n; i++)
		if (str_eq(ledger->entries[i].name, name))
			return &ledger->entries[i];
	return NULL;
}

static struct ledger_entry *
add_entry(struct ledger *ledger, const char *name)
{
	x_grow(ledger->entries, ledger->n, ledger->cap);
	struct ledger_entry *entry = &ledger->entries[ledger->n++];
	memset(entry, 0, sizeof(*entry));
	str_copy(entry->name, sizeof(entry->name), name);
	return entry;
}

struct ledger_entry *
ledger_need(struct ledger *ledger, const char *name)
{
	struct ledger_entry *entry = ledger_find(ledger, name);

	return entry != NULL ? entry : add_entry(ledger, name);
}

/*
 * What one of the three, say the address, says about a server.  Another name's
 * entry with this address speaks too; an own entry with another address makes
 * the server unknown.
 */
static enum mark
mark_by(const struct ledger *ledger, size_t field, const char *name,
    const char *value)
{
	enum mark mark = MARK_OLD;
	bool agrees = false, differs = false;

	for (size_t i = 0; i < ledger->n && value[0] != '\0'; i++) {
		const struct ledger_entry *entry = &ledger->entries[i];
		const char *known = (const char *)entry + field;
		bool is_own = str_eq(entry->name, name);

		if (str_eq(known, value)) {
			mark = worse(mark, entry->mark);
			agrees = agrees || is_own;
		} else if (is_own && known[0] != '\0') {
			differs = true;
		}
	}
	return differs && !agrees ? worse(mark, MARK_UNKNOWN) : mark;
}

enum mark
ledger_mark_of(const struct ledger *ledger, const struct server *sv)
{
	enum mark mark;

	if (sv == NULL || ledger_find(ledger, sv->name) == NULL)
		mark = MARK_UNKNOWN;
	else
		mark = mark_by(ledger, offsetof(struct ledger_entry, name),
		    sv->name, sv->name);
	if (sv == NULL)
		return mark;
	mark = worse(mark, mark_by(ledger, offsetof(struct ledger_entry, id),
	    sv->name, sv->id));
	return worse(mark, mark_by(ledger, offsetof(struct ledger_entry, addr),
	    sv->name, sv->addr));
}

static bool
may_become(enum mark from, enum mark to)
{
	switch (from) {
	case MARK_UNKNOWN:
		return to == MARK_OLD || to == MARK_NEW;
	case MARK_OLD:
		return to == MARK_NEW;
	case MARK_NEW:
		return to == MARK_WITHDRAWN;
	case MARK_WITHDRAWN:
	case MARK_COUNT:
		break;
	}
	return false;
}

/* Told once, an id or an address stays; empty ones are filled. */
static bool
fits(const struct ledger_entry *entry, const char *id, const char *addr)
{
	return (id[0] == '\0' || entry->id[0] == '\0' || str_eq(entry->id, id)) &&
	    (addr[0] == '\0' || entry->addr[0] == '\0' ||
	    str_eq(entry->addr, addr));
}

static struct ledger_entry *
find_fitting(const struct ledger *ledger, const char *name, const char *id,
    const char *addr)
{
	for (size_t i = 0; i < ledger->n; i++)
		if (str_eq(ledger->entries[i].name, name) &&
		    fits(&ledger->entries[i], id, addr))
			return &ledger->entries[i];
	return NULL;
}

static int
check_mark(const struct ledger *ledger, const char *name, const char *id,
    const char *addr, enum mark mark, struct err *err)
{
	const struct ledger_entry *entry = ledger_find(ledger, name);
	enum mark now = entry == NULL ? MARK_UNKNOWN : entry->mark;
	struct server as = { 0 };

	if (!str_is_name(name) || strlen(name) >= NAME_LEN ||
	    strlen(id) >= NAME_LEN || strlen(addr) >= NAME_LEN)
		return err_set(err, ERR_GUARD, "a server without a proper name, "
		    "id and address cannot be marked (GR-03)");
	if ((now != mark && !may_become(now, mark)) || mark == MARK_UNKNOWN)
		return err_set(err, ERR_GUARD,
		    "%s is marked %s and cannot become %s: a mark never gets "
		    "better (GR-01)", name, mark_name(now), mark_name(mark));
	if (mark == MARK_NEW)
		return 0;		/* whatever is told, it locks more */
	if (entry != NULL && find_fitting(ledger, name, id, addr) == NULL)
		return err_set(err, ERR_GUARD,
		    "%s has another id or address than the %s that was marked "
		    "%s: it is not the same server (GR-01)", name, name,
		    mark_name(now));
	str_copy(as.name, sizeof(as.name), name);
	str_copy(as.id, sizeof(as.id), id);
	str_copy(as.addr, sizeof(as.addr), addr);
	if (mark == MARK_OLD && ledger_mark_of(ledger, &as) == MARK_NEW)
		return err_set(err, ERR_GUARD,
		    "%s has the id or the address of a NEW server and cannot "
		    "become OLD (GR-01)", name);
	return 0;
}

int
ledger_mark(struct ledger *ledger, const char *name, const char *id,
    const char *addr, enum mark mark, struct err *err)
{
	struct ledger_entry *entry;

	if (check_mark(ledger, name, id, addr, mark, err) == -1)
		return -1;
	entry = find_fitting(ledger, name, id, addr);
	if (entry == NULL)
		entry = add_entry(ledger, name);
	if (id[0] != '\0')
		str_copy(entry->id, sizeof(entry->id), id);
	if (addr[0] != '\0')
		str_copy(entry->addr, sizeof(entry->addr), addr);
	for (size_t i = 0; i < ledger->n; i++)
		if (str_eq(ledger->entries[i].name, name))
			ledger->entries[i].mark = mark;
	return 0;
}

void
ledger_done(struct ledger *ledger)
{
	free(ledger->entries);
	memset(ledger, 0, sizeof(*ledger));
}
