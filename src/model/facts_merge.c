/* How sightings become facts: a whole batch at once, or nothing. */

#include "model/facts.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/xmalloc.h"
#include "model/facts_rows.h"

struct merge {
	struct facts *facts;
	const char *name;		/* of the source */
	bool complete;
	bool reloaded;			/* the balancer has a new worker */
	bool saw_array;
	bool *told;			/* which servers this batch named */
	size_t hint;			/* where the next server will be */
};

static struct source *
source_of(struct facts *facts, enum source_kind kind, const char *name)
{
	for (size_t i = 0; i < facts->n_sources; i++)
		if (facts->sources[i].kind == kind &&
		    str_eq(facts->sources[i].name, name))
			return &facts->sources[i];

	x_grow(facts->sources, facts->n_sources, facts->cap_sources);
	struct source *source = &facts->sources[facts->n_sources++];
	*source = (struct source){ .kind = kind };
	str_copy(source->name, sizeof(source->name), name);
	return source;
}

/* The id decides (a name is a label); a server that does not exist yet has
 * only its name. */
static bool
same_server(const struct server *a, const struct server *b)
{
	if (a->id[0] != '\0' && b->id[0] != '\0')
		return str_eq(a->id, b->id);
	return str_eq(a->name, b->name);
}

/* Batches come in the same order each time: nearly always the first guess. */
static size_t
find_server(struct merge *m, const struct server *saw)
{
	struct facts *facts = m->facts;

	if (m->hint < facts->n_servers &&
	    same_server(&facts->servers[m->hint], saw))
		return m->hint;
	for (size_t i = 0; i < facts->n_servers; i++)
		if (same_server(&facts->servers[i], saw))
			return i;
	x_grow(facts->servers, facts->n_servers, facts->cap_servers);
	facts->servers[facts->n_servers] = (struct server){ .self.busy = -1 };
	return facts->n_servers++;
}

/* The cloud's part is replaced; what the guard and the server said stays. */
static void
merge_server(struct merge *m, const struct server *saw)
{
	size_t i = find_server(m, saw);
	struct server *sv = &m->facts->servers[i];
	struct server old = *sv;

	m->hint = i + 1;
	/* It may bear another name from here on. */
	index_done(&m->facts->servers_by_name);
	if (saw->id[0] != '\0' || old.id[0] == '\0') {
		*sv = *saw;
		sv->mark = old.mark;
		sv->self = old.self;
		sv->probe = old.probe;
		m->told[i] = true;
	} else {
		sv->tag = saw->tag;	/* the tag of its name; not the server */
	}
	sv->seen_ms = m->facts->now_ms;
}

static struct server *
named(struct facts *facts, const char *name)
{
	const struct server *sv = facts_server(facts, name);

	return sv == NULL ? NULL : &facts->servers[sv - facts->servers];
}

static void
merge_self(struct facts *facts, const char *name, const struct self_report *saw)
{
	struct server *sv = named(facts, name);

	if (sv == NULL)
		return;
	sv->self = *saw;
	sv->self.seen_ms = facts->now_ms;
}

static void
merge_probe(struct facts *facts, const char *name, const struct probe *saw)
{
	struct server *sv = named(facts, name);

	if (sv == NULL)
		return;
	sv->probe = *saw;
	if (sv->probe.at_ms == 0)
		sv->probe.at_ms = facts->now_ms;
}

static struct lb *
lb_of(struct facts *facts, const char *name)
{
	for (size_t i = 0; i < facts->n_lbs; i++)
		if (str_eq(facts->lbs[i].name, name))
			return &facts->lbs[i];

	x_grow(facts->lbs, facts->n_lbs, facts->cap_lbs);
	struct lb *lb = &facts->lbs[facts->n_lbs++];
	*lb = (struct lb){ 0 };
	str_copy(lb->name, sizeof(lb->name), name);
	return lb;
}

static void
merge_lb(struct merge *m, const struct lb *saw)
{
	struct lb *lb = lb_of(m->facts, m->name), old = *lb;

	*lb = *saw;
	str_copy(lb->name, sizeof(lb->name), m->name);
	m->reloaded = old.seen_ms > 0 &&
	    (old.pid != lb->pid || old.start_s != lb->start_s ||
	    old.uptime_s > lb->uptime_s);
	lb->reloads = old.reloads + (m->reloaded ? 1 : 0);
	lb->saved_ms = old.saved_ms;
	if (!m->reloaded)		/* a new worker counts from nothing */
		lb->errors_pace = old.errors_pace;
	pace_add(&lb->errors_pace, m->facts->now_ms, lb->errors);
	lb->seen_ms = m->facts->now_ms;
	lb->missed = 0;
	lb->trouble[0] = '\0';
}

static void
merge_input(struct facts *facts, const struct input *saw)
{
	for (size_t i = 0; i < facts->n_inputs; i++) {
		struct input *input = &facts->inputs[i];

		if (input->scope == saw->scope &&
		    str_eq(input->key, saw->key)) {
			*input = *saw;
			return;
		}
	}
	x_grow(facts->inputs, facts->n_inputs, facts->cap_inputs);
	facts->inputs[facts->n_inputs++] = *saw;
}

static void
merge_database(struct facts *facts, const struct database *saw)
{
	struct database old = facts->db;

	facts->db = *saw;
	facts->db.snapshot = old.snapshot;
	facts->db.migrations = old.migrations;
	facts->db.n_migrations = old.n_migrations;
	facts->db.seen_ms = facts->now_ms;
	/* So long nobody has written: restoring it would lose nothing. */
	if (facts->db.snapshot.writes >= 0 &&
	    facts->db.writes == facts->db.snapshot.writes)
		facts->db.snapshot.still_ms = facts->now_ms;
}

static struct migration *
migration_of(struct database *db, const char *file)
{
	size_t i = 0;

	while (i < db->n_migrations && !str_eq(db->migrations[i].file, file))
		i++;
	if (i == db->n_migrations) {
		db->migrations = xrealloc(db->migrations, ++db->n_migrations,
		    sizeof(*db->migrations));
		db->migrations[i] = (struct migration){ 0 };
		(void)str_copy(db->migrations[i].file, TEXT_LEN, file);
	}
	return &db->migrations[i];
}

static void
merge_migration(struct facts *facts, const struct migration *saw)
{
	struct migration *it = migration_of(&facts->db, saw->file);
	bool ended_well = it->ended_well;

	*it = *saw;
	it->ended_well = ended_well;
	it->seen_ms = facts->now_ms;
	/* A marker, where there is one, knows better than we. */
	if (it->applied == TRI_UNKNOWN && ended_well)
		it->applied = TRI_YES;
}

static void
merge_site(struct facts *facts, const struct site_look *saw)
{
	size_t i = 0;

	while (i < facts->n_site && !str_eq(facts->site[i].lb, saw->lb))
		i++;
	if (i == facts->n_site) {
		x_grow(facts->site, facts->n_site, facts->cap_site);
		facts->n_site++;
	}
	facts->site[i] = *saw;
	if (facts->site[i].at_ms == 0)
		facts->site[i].at_ms = facts->now_ms;
}

static void
merge_one(struct merge *m, const struct sighting *saw)
{
	struct facts *facts = m->facts;

	switch (saw->kind) {
	case SAW_SERVER:
		merge_server(m, &saw->u.server);
		break;
	case SAW_LB:			/* before its rows: see below */
		break;
	case SAW_ROW:
		if (!m->complete)
			rows_merge_one(facts, m->name, &saw->u.row, m->reloaded);
		break;
	case SAW_INPUT:
		merge_input(facts, &saw->u.input);
		break;
	case SAW_ARRAY:
		facts->array = saw->u.array;
		facts->array.seen_ms = facts->now_ms;
		m->saw_array = true;
		break;
	case SAW_SELF:
		merge_self(facts, saw->name, &saw->u.self);
		break;
	case SAW_DATABASE:
		merge_database(facts, &saw->u.database);
		break;
	case SAW_MIGRATION:
		merge_migration(facts, &saw->u.migration);
		break;
	case SAW_MIGRATED:
		migration_of(&facts->db, saw->u.migration.file)->ended_well = true;
		break;
	case SAW_SNAPSHOT:
		facts->db.snapshot = saw->u.snapshot;
		if (facts->db.snapshot.at_ms == 0)
			facts->db.snapshot.at_ms = facts->now_ms;
		facts->db.snapshot.still_ms = facts->db.snapshot.at_ms;
		break;
	case SAW_PROBE:
		merge_probe(facts, saw->name, &saw->u.probe);
		break;
	case SAW_SAVED:
		facts->saved = saw->u.saved;
		if (facts->saved.at_ms == 0)
			facts->saved.at_ms = facts->now_ms;
		break;
	case SAW_SITE:
		merge_site(facts, &saw->u.site);
		break;
	case SAW_REMARK:
		x_grow(facts->remarks, facts->n_remarks, facts->cap_remarks);
		facts->remarks[facts->n_remarks++] = saw->u.remark;
		break;
	case SAW_LB_SAVED:
		lb_of(facts, saw->name)->saved_ms = facts->now_ms;
		break;
	}
}

/* What a whole listing of the cloud does not name does not exist any more. */
static void
forget_vanished(struct merge *m)
{
	struct facts *facts = m->facts;

	for (size_t i = 0; i < facts->n_servers; i++) {
		if (m->told[i])
			continue;
		facts->servers[i].state = CLOUD_TERMINATED;
		facts->servers[i].seen_ms = facts->now_ms;
		/* There never was more of it than the tag. */
		if (facts->servers[i].id[0] == '\0')
			facts->servers[i].tag = MARK_UNKNOWN;
	}
	if (!m->saw_array) {
		facts->array = (struct array){ .exists = TRI_NO };
		facts->array.seen_ms = facts->now_ms;
	}
}

static void
begin_complete(struct merge *m, enum source_kind kind,
    const struct sightings *batch)
{
	struct source *source = source_of(m->facts, kind, m->name);

	source->seen_ms = m->facts->now_ms;
	source->missed = 0;
	source->trouble[0] = '\0';
	if (kind == SOURCE_CLOUD)
		m->facts->n_inputs = m->facts->n_remarks = 0;
	/* Migrations stay: they are the configuration's, and each is told anew. */
	if (kind == SOURCE_LB)
		rows_replace(m->facts, m->name, batch, m->reloaded);
}

/* Balancers may call a server otherwise than the cloud does: by its UUID.  Of two
 * that claim one name the first has it; the address has to agree in any case.  In a
 * backend that is not ours names say nothing. */
static void
name_rows(struct facts *facts)
{
	const struct texts texts = TEXTS(facts->servers, row, facts->n_servers);

	index_make(&facts->servers_by_row, texts);
	for (size_t i = 0; i < facts->n_rows; i++) {
		struct lb_row *row = &facts->rows[i];
		size_t at = row->svname[0] == '\0' || row->elsewhere ? texts.n :
		    index_find(&facts->servers_by_row, texts, row->svname, 0);

		/* No name of a server has a slash. */
		(void)str_fmt(row->server, sizeof(row->server), "%s%s",
		    row->elsewhere ? "/" : "",
		    at < texts.n ? facts->servers[at].name : row->svname);
	}
}

static void
make_indexes(struct facts *facts)
{
	name_rows(facts);
	index_make(&facts->servers_by_name,
	    TEXTS(facts->servers, name, facts->n_servers));
	index_make(&facts->rows_by_server,
	    TEXTS(facts->rows, server, facts->n_rows));
	index_make(&facts->rows_by_addr,
	    TEXTS(facts->rows, addr, facts->n_rows));
}

void
facts_merge(struct facts *facts, enum source_kind kind, const char *name,
    const struct sightings *batch, bool complete)
{
	struct merge m = { .facts = facts, .name = name, .complete = complete };

	m.told = xcalloc(facts->n_servers + batch->n + 1, sizeof(*m.told));
	/* Who the worker is decides what its rows' totals are compared with. */
	for (size_t i = 0; i < batch->n; i++)
		if (batch->list[i].kind == SAW_LB)
			merge_lb(&m, &batch->list[i].u.lb);
	if (complete)
		begin_complete(&m, kind, batch);
	for (size_t i = 0; i < batch->n; i++)
		merge_one(&m, &batch->list[i]);
	if (complete && kind == SOURCE_CLOUD)
		forget_vanished(&m);
	make_indexes(facts);
	free(m.told);
}

/* Whoever shows it says whose trouble it is. */
static const char *
without_name(const char *trouble, const char *name)
{
	size_t len = strlen(name);

	return str_starts(trouble, name) && str_starts(trouble + len, ": ") ?
	    trouble + len + 2 : trouble;
}

void
facts_missed(struct facts *facts, enum source_kind kind, const char *name,
    const char *trouble)
{
	struct source *source = source_of(facts, kind, name);

	trouble = without_name(trouble, name);
	source->missed++;
	str_copy(source->trouble, sizeof(source->trouble), trouble);
	if (kind == SOURCE_DB)
		str_copy(facts->db.trouble, sizeof(facts->db.trouble), trouble);
	if (kind != SOURCE_LB)
		return;

	struct lb *lb = lb_of(facts, name);
	lb->missed++;
	str_copy(lb->trouble, sizeof(lb->trouble), trouble);
}
