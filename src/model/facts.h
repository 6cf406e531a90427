/*
 * What is known now.  Everything in it carries the time when it was seen.
 *
 * Only engine/watch writes facts, by merging whole batches of sightings; all
 * others get a const pointer that is valid until the loop turns.
 */
#ifndef MODEL_FACTS_H
#define MODEL_FACTS_H

#include <stddef.h>

#include "base/index.h"
#include "model/lb.h"
#include "model/proof.h"
#include "model/server.h"

enum source_kind { SOURCE_NONE, SOURCE_CLOUD, SOURCE_LB, SOURCE_HOST, SOURCE_DB };

/* How one provider did: the age of what it told, and why it is silent. */
struct source {
	enum source_kind kind;
	char name[NAME_LEN];		/* provider's or balancer's name */
	int64_t seen_ms;		/* newest whole answer; 0 never */
	unsigned missed;
	char trouble[TEXT_LEN];
};

enum input_scope { INPUT_DEPLOYMENT, INPUT_ARRAY };

struct input {
	char key[NAME_LEN];
	char value[TEXT_LEN];		/* of a secret: its seal (base/vault.h) */
	enum input_scope scope;
	bool secret;
};

struct array {
	enum tri exists;
	char name[NAME_LEN];
	enum tri enabled;
	bool trial;			/* enabled for one launch only */
	char template[NAME_LEN];	/* what its next launch is built of */
	unsigned min, max, running;
	int64_t seen_ms;
};

enum sql_class { SQL_UNKNOWN, SQL_ADDITIVE, SQL_DESTRUCTIVE };

struct migration {
	char file[TEXT_LEN];		/* path, as in the config */
	char digest[65];		/* SHA-256 of what would run */
	enum sql_class class;
	char why[TEXT_LEN];		/* the statement that made it so */
	enum tri applied;		/* by the database's own marker table; where
					 * it has none, by ended_well */
	bool ended_well;		/* this run's command did, or somebody said so */
	int64_t seen_ms;
};

enum snapshot_state { SNAPSHOT_NONE, SNAPSHOT_PENDING, SNAPSHOT_COMPLETE,
	SNAPSHOT_FAILED };

struct snapshot {
	char id[TEXT_LEN];		/* path or the cloud's id */
	char of[TEXT_LEN];		/* identity of the database it was made of */
	enum snapshot_state state;
	enum tri verified;		/* read back and checked */
	int64_t bytes;			/* -1: the cloud keeps it, and does not say */
	int64_t at_ms;			/* boot clock */
	int64_t wall_ms;
	int64_t writes;			/* the database's counter before it was made;
					 * -1 not known */
	int64_t still_ms;		/* boot clock when the counter was last seen
					 * there; facts keeps it */
};

struct database {
	enum tri configured;
	char identity[TEXT_LEN];	/* as the database itself reports it */
	char schema[NAME_LEN];		/* its schema version, as it reports it */
	int64_t writes;			/* a counter that moves with each write; -1 */
	int64_t seen_ms;
	char trouble[TEXT_LEN];
	struct snapshot snapshot;	/* of this run */
	struct migration *migrations;
	size_t n_migrations;
};

/* The saved copy of the inputs (step 5). */
struct saved_inputs {
	char path[TEXT_LEN];
	char digest[65];		/* of the file; its seal above the door */
	enum tri equal;			/* re-read and equal to the live ones then */
	int64_t at_ms;
};

/* One look at the site through one balancer (step 17). */
struct site_look {
	char lb[NAME_LEN];
	enum tri good;
	char versions[TEXT_LEN];	/* every version that answered */
	char text[TEXT_LEN];
	int64_t at_ms;
};

/* What the cloud, asked less often, tells that is odd and not wrong by itself. */
enum remark_about { REMARK_TAGS, REMARK_INPUTS, REMARK_ALERT, REMARK_SCRIPT };
struct cloud_remark {
	enum remark_about about;
	char text[TEXT_LEN];
};

struct facts {
	int64_t now_ms;			/* boot clock */
	struct server *servers;
	size_t n_servers, cap_servers;
	struct lb *lbs;
	size_t n_lbs, cap_lbs;
	struct lb_row *rows;		/* servers only, grouped by lb */
	size_t n_rows, cap_rows;
	struct input *inputs;
	size_t n_inputs, cap_inputs;
	struct source *sources;
	size_t n_sources, cap_sources;
	struct proof *proofs;		/* one a server that is being emptied */
	size_t n_proofs, cap_proofs;
	struct site_look *site;
	size_t n_site, cap_site;
	struct cloud_remark *remarks;
	size_t n_remarks, cap_remarks;
	struct array array;
	struct database db;
	struct saved_inputs saved;
	/* Made again by each merge. */
	struct index servers_by_name, servers_by_row, rows_by_server, rows_by_addr;
	struct index proofs_by_server;	/* grows with the proofs */
};

enum sighting_kind {
	SAW_SERVER, SAW_LB, SAW_ROW, SAW_INPUT, SAW_ARRAY, SAW_SELF, SAW_DATABASE,
	SAW_MIGRATION, SAW_MIGRATED, SAW_SNAPSHOT, SAW_PROBE, SAW_SAVED, SAW_SITE,
	SAW_LB_SAVED, SAW_REMARK
};

/* What a provider tells.  SAW_SELF, SAW_PROBE use name[] for the server,
 * SAW_LB_SAVED for the balancer; SAW_MIGRATED is told by the run, of a file. */
struct sighting {
	enum sighting_kind kind;
	char name[NAME_LEN];
	union {
		struct server server;
		struct lb lb;
		struct lb_row row;
		struct input input;
		struct array array;
		struct self_report self;
		struct database database;	/* migrations and snapshot unused */
		struct migration migration;
		struct snapshot snapshot;
		struct probe probe;
		struct saved_inputs saved;
		struct site_look site;
		struct cloud_remark remark;
	} u;
};

/* A batch: the whole answer of one provider, merged at once or not at all. */
struct sightings {
	struct sighting *list;
	size_t n, cap;
};

void sightings_add(struct sightings *batch, const struct sighting *saw);
void sightings_done(struct sightings *batch);

void facts_init(struct facts *facts);
void facts_done(struct facts *facts);
/* A whole answer of (kind, name) at facts->now_ms.  complete: what that source
 * told before and does not tell now is gone (a refresh; the result of an action
 * is not complete).  A vanished server stays, as TERMINATED. */
void facts_merge(struct facts *facts, enum source_kind kind, const char *name,
    const struct sightings *batch, bool complete);
/* No whole answer: what was known stays and gets older. */
void facts_missed(struct facts *facts, enum source_kind kind, const char *name,
    const char *trouble);

const struct server *facts_server(const struct facts *facts, const char *name);
const struct server *facts_server_by_addr(const struct facts *facts,
    const char *addr);
const struct lb *facts_lb(const struct facts *facts, const char *name);
const struct source *facts_source(const struct facts *facts,
    enum source_kind kind, const char *name);
/* Why it is not known which servers there are: the cloud has told nothing yet.
 * NULL: it is known.  None listed is not none there. */
const char *facts_no_servers(const struct facts *facts);
/* The proof of this server; an empty one is made when there is none. */
struct proof *facts_need_proof(struct facts *facts, const char *server);
const struct proof *facts_proof(const struct facts *facts, const char *server);
const struct input *facts_input(const struct facts *facts, const char *key,
    enum input_scope scope);
const struct migration *facts_migration(const struct facts *facts,
    const char *file);
/* The current worker's row of this server on this balancer's own backend, found
 * by name; NULL: not listed.  facts_row_agrees() says whether its address is the
 * server's too. */
const struct lb_row *facts_row(const struct facts *facts, const char *server,
    const char *lb);
bool facts_row_agrees(const struct server *sv, const struct lb_row *row);
/* All rows of a server, every balancer and worker: start with NULL. */
const struct lb_row *facts_next_row(const struct facts *facts,
    const char *server, const struct lb_row *after);
/* The same for all rows with this address, whatever they are named. */
/* How another backend than ours sends visitors to this server, or NULL. */
const struct lb_row *facts_elsewhere(const struct facts *facts,
    const struct server *sv);
const struct lb_row *facts_next_row_at(const struct facts *facts,
    const char *addr, const struct lb_row *after);
/* Listed and not in MAINT on any balancer; unknown when one does not answer. */
enum tri facts_listed(const struct facts *facts, const char *server,
    int64_t max_age_ms);
/* Servers of this mark that serve on this balancer now, without `except`. */
unsigned facts_serving(const struct facts *facts, const char *lb,
    enum mark mark, const char *except);
/* Fresh: a whole answer of this balancer within max_age_ms. */
bool facts_lb_fresh(const struct facts *facts, const struct lb *lb,
    int64_t max_age_ms);
/* Who it is and what was decided about it: name, id, address, mark, tag,
 * template.  Two equal fingerprints: the same server as was shown (GR-26). */
void facts_fingerprint(const struct facts *facts, const char *server,
    char hex[65]);

#endif
