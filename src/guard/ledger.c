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

static const size_t offsets[LEDGER_FIELDS] = {
	[BY_NAME] = offsetof(struct ledger_entry, name),
	[BY_ID] = offsetof(struct ledger_entry, id),
	[BY_ADDR] = offsetof(struct ledger_entry, addr),
};

static struct texts
texts_of(const struct ledger *ledger, enum ledger_field field)
{
	return (struct texts){ ledger->n == 0 ? NULL :
	    (const char *)ledger->entries + offsets[field],
	    sizeof(*ledger->entries), ledger->n };
}

/* The next entry with this value, or NULL; start with NULL. */
static struct ledger_entry *
next_by(const struct ledger *ledger, enum ledger_field field, const char *value,
    const struct ledger_entry *after)
{
	size_t i = index_find(&ledger->by[field], texts_of(ledger, field), value,
	    after == NULL ? 0 : (size_t)(after - ledger->entries) + 1);

	return i < ledger->n ? &ledger->entries[i] : NULL;
}

struct ledger_entry *
ledger_find(const struct ledger *ledger, const char *name)
{
	return next_by(ledger, BY_NAME, name, NULL);
}

static struct ledger_entry *
add_entry(struct ledger *ledger, const char *name, const char *id,
    const char *addr)
{
	x_grow(ledger->entries, ledger->n, ledger->cap);
	struct ledger_entry *entry = &ledger->entries[ledger->n++];
	memset(entry, 0, sizeof(*entry));
	str_copy(entry->name, sizeof(entry->name), name);
	str_copy(entry->id, sizeof(entry->id), id);
	str_copy(entry->addr, sizeof(entry->addr), addr);
	for (int field = 0; field < LEDGER_FIELDS; field++)
		index_add(&ledger->by[field], texts_of(ledger, field));
	return entry;
}

struct ledger_entry *
ledger_need(struct ledger *ledger, const char *name)
{
	struct ledger_entry *entry = ledger_find(ledger, name);

	return entry != NULL ? entry : add_entry(ledger, name, "", "");
}

/*
 * What one of the three, say the address, says about a server.  Another name's
 * entry with this address speaks too; an own entry with another address makes
 * the server unknown.
 */
static enum mark
mark_by(const struct ledger *ledger, enum ledger_field field, const char *name,
    const char *value)
{
	const struct ledger_entry *entry = NULL;
	enum mark mark = MARK_OLD;
	bool agrees = false, differs = false;

	if (value[0] == '\0')
		return mark;
	while ((entry = next_by(ledger, field, value, entry)) != NULL) {
		mark = worse(mark, entry->mark);
		agrees = agrees || str_eq(entry->name, name);
	}
	while (!agrees && (entry = next_by(ledger, BY_NAME, name, entry)) != NULL)
		differs = differs || *((const char *)entry + offsets[field]) != '\0';
	return differs ? worse(mark, MARK_UNKNOWN) : mark;
}

enum mark
ledger_mark_of(const struct ledger *ledger, const struct server *sv)
{
	enum mark mark;

	if (sv == NULL || ledger_find(ledger, sv->name) == NULL)
		mark = MARK_UNKNOWN;
	else
		mark = mark_by(ledger, BY_NAME, sv->name, sv->name);
	if (sv == NULL)
		return mark;
	mark = worse(mark, mark_by(ledger, BY_ID, sv->name, sv->id));
	return worse(mark, mark_by(ledger, BY_ADDR, sv->name, sv->addr));
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

/* What is told later; the indices are of the texts as they were. */
static void
fill(struct ledger *ledger, struct ledger_entry *entry, const char *id,
    const char *addr)
{
	if (id[0] != '\0' && entry->id[0] == '\0') {
		str_copy(entry->id, sizeof(entry->id), id);
		index_make(&ledger->by[BY_ID], texts_of(ledger, BY_ID));
	}
	if (addr[0] != '\0' && entry->addr[0] == '\0') {
		str_copy(entry->addr, sizeof(entry->addr), addr);
		index_make(&ledger->by[BY_ADDR], texts_of(ledger, BY_ADDR));
	}
}

static struct ledger_entry *
find_fitting(const struct ledger *ledger, const char *name, const char *id,
    const char *addr)
{
	struct ledger_entry *entry = NULL;

	while ((entry = next_by(ledger, BY_NAME, name, entry)) != NULL)
		if (fits(entry, id, addr))
			break;
	return entry;
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
		(void)add_entry(ledger, name, id, addr);
	else
		fill(ledger, entry, id, addr);
	for (entry = NULL; (entry = next_by(ledger, BY_NAME, name, entry)) != NULL;)
		entry->mark = mark;
	return 0;
}

void
ledger_done(struct ledger *ledger)
{
	free(ledger->entries);
	for (int field = 0; field < LEDGER_FIELDS; field++)
		index_done(&ledger->by[field]);
	memset(ledger, 0, sizeof(*ledger));
}
