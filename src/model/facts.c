/* Questions to the facts.  How they come in is facts_merge.c. */

#include "model/facts.h"

#include <stdlib.h>

#include "base/file.h"
#include "base/str.h"
#include "base/xmalloc.h"

void
sightings_add(struct sightings *batch, const struct sighting *saw)
{
	x_grow(batch->list, batch->n, batch->cap);
	batch->list[batch->n++] = *saw;
}

void
sightings_done(struct sightings *batch)
{
	free(batch->list);
	*batch = (struct sightings){ 0 };
}

void
facts_init(struct facts *facts)
{
	*facts = (struct facts){ .db.writes = -1,
		.db.snapshot.writes = -1 };
}

void
facts_done(struct facts *facts)
{
	free(facts->servers);
	free(facts->lbs);
	free(facts->rows);
	free(facts->remarks);
	free(facts->inputs);
	free(facts->sources);
	free(facts->proofs);
	free(facts->site);
	free(facts->db.migrations);
	index_done(&facts->servers_by_name);
	index_done(&facts->servers_by_row);
	index_done(&facts->rows_by_server);
	index_done(&facts->rows_by_addr);
	index_done(&facts->proofs_by_server);
	*facts = (struct facts){ 0 };
}

/* Names are used again: a living server goes before a terminated one. */
const struct server *
facts_server(const struct facts *facts, const char *name)
{
	struct texts names = TEXTS(facts->servers, name, facts->n_servers);
	const struct server *gone = NULL;
	size_t i = 0;

	while ((i = index_find(&facts->servers_by_name, names, name, i)) <
	    names.n) {
		const struct server *sv = &facts->servers[i++];

		if (sv->state != CLOUD_TERMINATED)
			return sv;
		if (gone == NULL)
			gone = sv;
	}
	return gone;
}

const struct server *
facts_server_by_addr(const struct facts *facts, const char *addr)
{
	const struct server *gone = NULL;

	if (addr[0] == '\0')
		return NULL;
	for (size_t i = 0; i < facts->n_servers; i++) {
		const struct server *sv = &facts->servers[i];

		if (!str_eq(sv->addr, addr))
			continue;
		if (sv->state != CLOUD_TERMINATED)
			return sv;
		if (gone == NULL)
			gone = sv;
	}
	return gone;
}

const struct lb *
facts_lb(const struct facts *facts, const char *name)
{
	for (size_t i = 0; i < facts->n_lbs; i++)
		if (str_eq(facts->lbs[i].name, name))
			return &facts->lbs[i];
	return NULL;
}

const struct source *
facts_source(const struct facts *facts, enum source_kind kind,
    const char *name)
{
	for (size_t i = 0; i < facts->n_sources; i++)
		if (facts->sources[i].kind == kind &&
		    str_eq(facts->sources[i].name, name))
			return &facts->sources[i];
	return NULL;
}

const char *
facts_no_servers(const struct facts *facts)
{
	for (size_t i = 0; i < facts->n_sources; i++)
		if (facts->sources[i].kind == SOURCE_CLOUD &&
		    facts->sources[i].seen_ms != 0)
			return NULL;
	return "The servers are not known yet: the cloud has not answered.";
}

const struct proof *
facts_proof(const struct facts *facts, const char *server)
{
	size_t i = index_find(&facts->proofs_by_server,
	    TEXTS(facts->proofs, server, facts->n_proofs), server, 0);

	return i < facts->n_proofs ? &facts->proofs[i] : NULL;
}

struct proof *
facts_need_proof(struct facts *facts, const char *server)
{
	const struct proof *found = facts_proof(facts, server);

	if (found != NULL)
		return &facts->proofs[found - facts->proofs];
	x_grow(facts->proofs, facts->n_proofs, facts->cap_proofs);
	struct proof *proof = &facts->proofs[facts->n_proofs++];
	*proof = (struct proof){ 0 };
	str_copy(proof->server, sizeof(proof->server), server);
	index_add(&facts->proofs_by_server,
	    TEXTS(facts->proofs, server, facts->n_proofs));
	return proof;
}

const struct input *
facts_input(const struct facts *facts, const char *key, enum input_scope scope)
{
	for (size_t i = 0; i < facts->n_inputs; i++)
		if (facts->inputs[i].scope == scope &&
		    str_eq(facts->inputs[i].key, key))
			return &facts->inputs[i];
	return NULL;
}

const struct migration *
facts_migration(const struct facts *facts, const char *file)
{
	for (size_t i = 0; i < facts->db.n_migrations; i++)
		if (str_eq(facts->db.migrations[i].file, file))
			return &facts->db.migrations[i];
	return NULL;
}

const struct lb_row *
facts_row(const struct facts *facts, const char *server, const char *lb)
{
	const struct lb *balancer = facts_lb(facts, lb);
	const struct lb_row *row = NULL;

	if (balancer == NULL)
		return NULL;
	while ((row = facts_next_row(facts, server, row)) != NULL)
		if (!row->leaving && str_eq(row->lb, lb) &&
		    str_eq(row->pxname, balancer->backend))
			return row;
	return NULL;
}

bool
facts_row_agrees(const struct server *sv, const struct lb_row *row)
{
	return sv->addr[0] != '\0' && str_eq(sv->addr, row->addr);
}

static const struct lb_row *
next_row(const struct facts *facts, const struct index *index,
    struct texts texts, const char *text, const struct lb_row *after)
{
	size_t from = after == NULL ? 0 : (size_t)(after - facts->rows) + 1;
	size_t i = index_find(index, texts, text, from);

	return i < facts->n_rows ? &facts->rows[i] : NULL;
}

const struct lb_row *
facts_next_row(const struct facts *facts, const char *server,
    const struct lb_row *after)
{
	return next_row(facts, &facts->rows_by_server,
	    TEXTS(facts->rows, server, facts->n_rows), server, after);
}

const struct lb_row *
facts_next_row_at(const struct facts *facts, const char *addr,
    const struct lb_row *after)
{
	return next_row(facts, &facts->rows_by_addr,
	    TEXTS(facts->rows, addr, facts->n_rows), addr, after);
}

bool
facts_lb_fresh(const struct facts *facts, const struct lb *lb,
    int64_t max_age_ms)
{
	return lb->seen_ms > 0 && facts->now_ms - lb->seen_ms <= max_age_ms;
}

/* A leaving worker's row counts too: it still hands requests of its open
 * connections to the server. */
const struct lb_row *
facts_elsewhere(const struct facts *facts, const struct server *sv)
{
	const struct lb_row *row = NULL;

	if (sv->addr[0] == '\0')
		return NULL;
	while ((row = facts_next_row_at(facts, sv->addr, row)) != NULL)
		if (row->elsewhere && lb_row_takes_new(row))
			break;
	return row;
}

enum tri
facts_listed(const struct facts *facts, const char *server, int64_t max_age_ms)
{
	const struct lb_row *row = NULL;

	while ((row = facts_next_row(facts, server, row)) != NULL)
		if (row->state != LB_MAINT)
			return TRI_YES;
	for (size_t i = 0; i < facts->n_lbs; i++)
		if (!facts_lb_fresh(facts, &facts->lbs[i], max_age_ms))
			return TRI_UNKNOWN;
	return facts->n_lbs == 0 ? TRI_UNKNOWN : TRI_NO;
}

unsigned
facts_serving(const struct facts *facts, const char *lb, enum mark mark,
    const char *except)
{
	const struct lb *balancer = facts_lb(facts, lb);
	unsigned n = 0;

	for (size_t i = 0; balancer != NULL && i < facts->n_rows; i++) {
		const struct lb_row *row = &facts->rows[i];

		if (!str_eq(row->lb, lb) || !lb_row_serves(row) ||
		    !str_eq(row->pxname, balancer->backend) ||
		    (except != NULL && str_eq(row->server, except)))
			continue;

		const struct server *sv = facts_server(facts, row->server);
		if (sv != NULL && sv->mark == mark && facts_row_agrees(sv, row))
			n++;
	}
	return n;
}

void
facts_fingerprint(const struct facts *facts, const char *server, char hex[65])
{
	const struct server *sv = facts_server(facts, server);
	struct buf buf = { 0 };

	hex[0] = '\0';
	if (server[0] == '\0')
		return;
	if (sv == NULL)
		buf_printf(&buf, "%s\nnot known\n", server);
	else
		buf_printf(&buf, "%s\n%s\n%s\n%s\n%s\n%s\n%s\n", sv->name,
		    sv->id, sv->addr, sv->row, mark_name(sv->mark), mark_name(sv->tag),
		    sv->template);
	file_sha256(buf.data, buf.len, hex);
	buf_done(&buf);
}
