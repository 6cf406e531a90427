/*
 * The configuration: one libconfig file, read whole or refused, every fault
 * with file:line.  cutover.conf(5) explains each key.
 */
#ifndef MODEL_CONFIG_H
#define MODEL_CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "model/names.h"
#include "model/proof.h"
#include "model/verb.h"

/* A command line: NULL-terminated, never given to a shell.  %n %a %f %d in its
 * words are replaced as the key's manual entry says. */
struct argv {
	char **words;			/* NULL: not configured */
	size_t n;
};

struct lb_config {
	char name[NAME_LEN];
	char socket[TEXT_LEN];		/* worker's socket, sock.h address; or */
	char statistics[TEXT_LEN];	/* its page: "http://HOST/PATH" */
	char statistics_user[NAME_LEN];	/* empty: the page asks for none */
	char statistics_secret_file[TEXT_LEN];
	struct argv statistics_secret_command;
	char master[TEXT_LEN];		/* master socket; empty: none */
	char file[TEXT_LEN];		/* its configuration file; empty: not ours */
	char backend[NAME_LEN];
	char server_options[TEXT_LEN];	/* for a new server's line: "check inter 500" */
	char site[TEXT_LEN];		/* URL of the site through this balancer */
	struct argv check;		/* "haproxy -c -f %f": exit 0 = fine */
};

struct rate { unsigned count; unsigned per_s; };

struct policy {
	unsigned floor;			/* servers that must go on serving (GR-09) */
	int64_t fresh_ms;		/* older facts do not count (fresh, D3) */
	unsigned removals_per_minute;	/* servers, GR-11 */
	unsigned queue_most, errors_most;	/* GR-11 */
	int64_t snapshot_max_age_ms;	/* GR-04 */
	int64_t bake_ms;		/* between detach and terminate (GR-27) */
	unsigned probe_passes;		/* k (GR-13) */
	int64_t probe_interval_ms;
	bool with_downtime;		/* allows destructive migrations (GR-06) */
	struct proof_policy proof;
};

/* RightScale's API; "recipe:NAME" or "script:NAME" are run on a server. */
struct rs_config {
	char api[TEXT_LEN];		/* https://us-3.rightscale.com */
	char account[NAME_LEN];		/* its number; for a login by e-mail */
	char email[NAME_LEN];		/* empty: by refresh token */
	char secret_file[TEXT_LEN];	/* refresh token or password: one of these */
	struct argv secret_command;
	char server_template[TEXT_LEN];	/* of the application servers: its name */
	char pool[NAME_LEN];		/* of the balancers: loadbalancer:POOL=app */
	char address[NAME_LEN];		/* "private", "public" */
	char port[NAME_LEN];		/* of servers without appserver:listen_port */
	char pool_input[NAME_LEN];	/* the input that names the pool */
	char attach[TEXT_LEN], detach[TEXT_LEN];
	char attach_on[NAME_LEN];	/* "servers"; "balancers": each attaches all
					 * that have the tag */
	char drain[TEXT_LEN], undrain[TEXT_LEN];	/* empty: host.health_file */
	/* Of the master database, or "volumes"; empty: as database.* says. */
	char snapshot[TEXT_LEN], migrate[TEXT_LEN];
	char lineage_input[NAME_LEN], migration_input[NAME_LEN];
	char lock_new[NAME_LEN];	/* during step 18: "release" afterwards, "keep",
					 * or "no" */
};

/* Commands that answer for any other cloud: cutover-provider(7). */
struct exec_config {
	struct argv command;		/* gets the verb as its last word */
	struct argv verbs[VERB_COUNT];	/* instead of it, as they stand */
	int64_t limit_ms[VERB_COUNT];
};

struct config {
	char path[TEXT_LEN];
	char deployment[NAME_LEN];
	char environment[NAME_LEN];	/* PROD, STAGE, DEMO: shown as the badge */
	char ticket[NAME_LEN];
	char release_from[NAME_LEN], release_to[NAME_LEN];	/* versions */
	char template_to[NAME_LEN];	/* template of the new servers */
	struct { char *key, *value; } *inputs;	/* new inputs for step 6 */
	size_t n_inputs;

	struct {
		char provider[NAME_LEN];	/* "local", … */
		char socket[TEXT_LEN];		/* local */
		struct rs_config rs;		/* rightscale */
		struct exec_config exec;	/* exec */
	} cloud;
	char array[NAME_LEN];			/* empty: there is none */

	struct lb_config *lbs;
	size_t n_lbs;

	struct {
		char health_file[TEXT_LEN];	/* %n server name */
		struct argv via;		/* empty: here; else e.g. ssh … %a */
	} host;
	struct {
		char host[NAME_LEN];		/* the site's Host header */
		char health[NAME_LEN], version[NAME_LEN], database[NAME_LEN];
		char status[NAME_LEN];		/* Apache's /server-status?auto */
		struct argv paths;		/* site paths of step 17 */
	} probe;
	struct {
		char name[NAME_LEN];		/* to be typed; empty: no database */
		struct argv identify, schema, writes;	/* print one line each */
		struct argv snapshot, verify;	/* %f: the snapshot's file */
		struct argv migrate;		/* %f: the migration's file */
		struct argv applied;		/* prints the applied files; or none */
		char snapshot_dir[TEXT_LEN];
		/* From one of the two, into this variable of theirs. */
		char secret_file[TEXT_LEN];
		struct argv secret_command;
		char secret_env[NAME_LEN];
		struct argv migrations;		/* files, in order */
	} db;
	char logs_dir[TEXT_LEN];		/* %n server; tails of step 17 */

	struct policy policy;
	int64_t boot_limit_ms, change_limit_ms, drain_limit_ms, command_limit_ms;
	char state_dir[TEXT_LEN];		/* runs live below it */

	bool bell, title;			/* of the terminal, to call back */
	char notify[NAME_LEN];			/* osc9, osc777; empty: no notices */
	struct argv notify_command;		/* an event as JSON on its input */
};

/* All faults, one line each "file:line: sentence", in faults.  -1 when there was
 * one; config is then empty.  err has the first. */
int config_load(const char *path, struct config *config, struct buf *faults,
    struct err *err);
void config_done(struct config *config);
const struct lb_config *config_lb(const struct config *config, const char *name);
/* Is the cloud asked this?  What balancers, servers or the database do otherwise
 * only where it has a command of its own. */
bool config_asks_cloud(const struct config *config, enum verb verb);
/* Is this, which balancers, servers or the database do otherwise, done by the
 * cloud here? */
bool config_cloud_performs(const struct config *config, enum action_kind kind);
/* Do we attach or detach on the balancers ourselves?  Else they are only read. */
bool config_orders_balancers(const struct config *config);
/* words with %x replaced; the caller frees with argv_done(). */
struct argv argv_fill(const struct argv *argv, char key, const char *value);
void argv_done(struct argv *argv);

#endif
