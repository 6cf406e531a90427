/* Every key of the configuration: where it stands, what it is, its limits, what it
 * is when it is left out. */

#include "model/config_table.h"

#include "base/str.h"
#include "model/config.h"

#define AT(field) offsetof(struct config, field)
#define SIZE(field) sizeof(((struct config *)0)->field)
#define LB(field) offsetof(struct lb_config, field)
#define LB_SIZE(field) sizeof(((struct lb_config *)0)->field)

#define TEXT(key, field, flags) \
	{ key, KEY_TEXT, flags, AT(field), SIZE(field), 0, 0, 0, NULL }
#define WORDS(key, field) \
	{ key, KEY_WORDS, 0, AT(field), 0, 0, 0, 0, NULL }
#define COUNT(key, field, min, max) \
	{ key, KEY_UNSIGNED, 0, AT(field), 0, min, max, 1, NULL }
#define MS(key, field, min, max) \
	{ key, KEY_INT64, 0, AT(field), 0, min, max, 1, NULL }
#define SECONDS(key, field, min, max) \
	{ key, KEY_INT64, 0, AT(field), 0, min, max, 1000, NULL }
#define GROUP(key, table, flags) \
	{ key, KEY_GROUP, flags, 0, 0, 0, 0, 0, table }
#define END { NULL, KEY_TEXT, 0, 0, 0, 0, 0, 0, NULL }

#define DAY_S (24 * 3600)

static const struct config_key release_keys[] = {
	TEXT("from", release_from, KEY_NEEDED | KEY_NAME),
	TEXT("to", release_to, KEY_NEEDED | KEY_NAME),
	END
};

static const struct config_key rightscale_keys[] = {
	TEXT("api", cloud.rs.api, KEY_NEEDED),
	TEXT("account", cloud.rs.account, KEY_NAME),
	TEXT("email", cloud.rs.email, 0),
	TEXT("secret_file", cloud.rs.secret_file, 0),
	WORDS("secret_command", cloud.rs.secret_command),
	TEXT("server_template", cloud.rs.server_template, KEY_NEEDED),
	TEXT("pool", cloud.rs.pool, KEY_NEEDED | KEY_NAME),
	TEXT("address", cloud.rs.address, 0),
	TEXT("port", cloud.rs.port, KEY_NAME),
	TEXT("pool_input", cloud.rs.pool_input, 0),
	TEXT("attach", cloud.rs.attach, 0),
	TEXT("attach_on", cloud.rs.attach_on, 0),
	TEXT("detach", cloud.rs.detach, 0),
	TEXT("drain", cloud.rs.drain, 0),
	TEXT("undrain", cloud.rs.undrain, 0),
	TEXT("snapshot", cloud.rs.snapshot, 0),
	TEXT("lineage_input", cloud.rs.lineage_input, 0),
	TEXT("migrate", cloud.rs.migrate, 0),
	TEXT("migration_input", cloud.rs.migration_input, 0),
	TEXT("lock_new", cloud.rs.lock_new, 0),
	END
};

/* Each verb has its own command, and its own time. */
static const struct config_key exec_limit_keys[] = {
#define X(verb, word, limit_s, need) \
	SECONDS(word, cloud.exec.limit_ms[VERB_##verb], 1, 3600),
	VERB_LIST(X)
#undef X
	END
};

static const struct config_key exec_keys[] = {
	WORDS("command", cloud.exec.command),
	GROUP("limits_s", exec_limit_keys, 0),
#define X(verb, word, limit_s, need) WORDS(word, cloud.exec.verbs[VERB_##verb]),
	VERB_LIST(X)
#undef X
	END
};

static const struct config_key cloud_keys[] = {
	TEXT("provider", cloud.provider, KEY_NEEDED | KEY_NAME),
	TEXT("socket", cloud.socket, 0),
	GROUP("rightscale", rightscale_keys, 0),
	GROUP("exec", exec_keys, 0),
	END
};

static const struct config_key host_keys[] = {
	TEXT("health_file", host.health_file, KEY_NEEDED),
	WORDS("via", host.via),
	END
};

static const struct config_key probe_keys[] = {
	TEXT("host", probe.host, KEY_NEEDED),
	TEXT("health", probe.health, KEY_NEEDED),
	TEXT("version", probe.version, KEY_NEEDED),
	TEXT("database", probe.database, 0),
	TEXT("status", probe.status, 0),
	WORDS("paths", probe.paths),
	END
};

static const struct config_key database_keys[] = {
	TEXT("name", db.name, KEY_NEEDED | KEY_NAME),
	WORDS("identify", db.identify),
	WORDS("schema", db.schema),
	WORDS("writes", db.writes),
	WORDS("snapshot", db.snapshot),
	WORDS("verify", db.verify),
	WORDS("migrate", db.migrate),
	WORDS("applied", db.applied),
	TEXT("snapshot_dir", db.snapshot_dir, KEY_NEEDED),
	WORDS("migrations", db.migrations),
	TEXT("secret_file", db.secret_file, 0),
	WORDS("secret_command", db.secret_command),
	TEXT("secret_env", db.secret_env, 0),
	END
};

static const struct config_key policy_keys[] = {
	COUNT("floor", policy.floor, 1, 1000),
	MS("fresh_ms", policy.fresh_ms, 500, 60000),
	COUNT("removals_per_minute", policy.removals_per_minute, 1, 1000),
	COUNT("queue_most", policy.queue_most, 0, 1000000),
	COUNT("errors_most", policy.errors_most, 0, 1000000),
	SECONDS("snapshot_max_age_s", policy.snapshot_max_age_ms, 1, DAY_S),
	SECONDS("bake_s", policy.bake_ms, 0, 30 * DAY_S),
	COUNT("probe_passes", policy.probe_passes, 1, 100),
	MS("probe_interval_ms", policy.probe_interval_ms, 10, 600000),
	{ "with_downtime", KEY_BOOL, 0, AT(policy.with_downtime), 0, 0, 0, 0, NULL },
	COUNT("proof_samples", policy.proof.samples, 2, 100),
	SECONDS("quiet_s", policy.proof.quiet_ms, 1, DAY_S),
	MS("proof_max_age_ms", policy.proof.max_age_ms, 500, 60000),
	END
};

static const struct config_key limit_keys[] = {
	SECONDS("boot_s", boot_limit_ms, 1, DAY_S),
	SECONDS("change_s", change_limit_ms, 1, DAY_S),
	SECONDS("drain_s", drain_limit_ms, 1, 30 * DAY_S),
	SECONDS("command_s", command_limit_ms, 1, DAY_S),
	END
};

const struct config_key config_balancer_keys[] = {
	{ "name", KEY_TEXT, KEY_NEEDED | KEY_NAME, LB(name), LB_SIZE(name), 0, 0, 0,
	    NULL },
	{ "socket", KEY_TEXT, 0, LB(socket), LB_SIZE(socket), 0, 0, 0, NULL },
	{ "statistics", KEY_TEXT, 0, LB(statistics), LB_SIZE(statistics), 0, 0, 0,
	    NULL },
	{ "statistics_user", KEY_TEXT, 0, LB(statistics_user),
	    LB_SIZE(statistics_user), 0, 0, 0, NULL },
	{ "statistics_secret_file", KEY_TEXT, 0, LB(statistics_secret_file),
	    LB_SIZE(statistics_secret_file), 0, 0, 0, NULL },
	{ "statistics_secret_command", KEY_WORDS, 0,
	    LB(statistics_secret_command), 0, 0, 0, 0, NULL },
	{ "master", KEY_TEXT, 0, LB(master), LB_SIZE(master), 0, 0, 0, NULL },
	{ "file", KEY_TEXT, 0, LB(file), LB_SIZE(file), 0, 0, 0, NULL },
	{ "backend", KEY_TEXT, KEY_NEEDED | KEY_NAME, LB(backend),
	    LB_SIZE(backend), 0, 0, 0, NULL },
	{ "server_options", KEY_TEXT, 0, LB(server_options),
	    LB_SIZE(server_options), 0, 0, 0, NULL },
	{ "site", KEY_TEXT, 0, LB(site), LB_SIZE(site), 0, 0, 0, NULL },
	{ "check", KEY_WORDS, 0, LB(check), 0, 0, 0, 0, NULL },
	END
};

const struct config_key config_keys[] = {
	TEXT("deployment", deployment, KEY_NEEDED | KEY_NAME),
	TEXT("environment", environment, KEY_NAME),
	TEXT("ticket", ticket, KEY_NAME),
	GROUP("release", release_keys, KEY_NEEDED),
	TEXT("template", template_to, KEY_NEEDED | KEY_NAME),
	{ "inputs", KEY_INPUTS, 0, 0, 0, 0, 0, 0, NULL },
	GROUP("cloud", cloud_keys, KEY_NEEDED),
	TEXT("array", array, KEY_NAME),
	{ "balancers", KEY_BALANCERS, KEY_NEEDED, 0, 0, 0, 0, 0, NULL },
	GROUP("host", host_keys, KEY_NEEDED),
	GROUP("probe", probe_keys, KEY_NEEDED),
	GROUP("database", database_keys, 0),
	TEXT("logs", logs_dir, 0),
	GROUP("policy", policy_keys, 0),
	GROUP("limits", limit_keys, 0),
	TEXT("state_dir", state_dir, 0),
	{ "bell", KEY_BOOL, 0, AT(bell), 0, 0, 0, 0, NULL },
	{ "title", KEY_BOOL, 0, AT(title), 0, 0, 0, 0, NULL },
	TEXT("notify", notify, KEY_NAME),
	WORDS("notify_command", notify_command),
	END
};

void
config_set_defaults(struct config *config)
{
	config->policy = (struct policy){
		.floor = 1, .fresh_ms = 5000, .removals_per_minute = 1,
		.queue_most = 0, .errors_most = 5,
		.snapshot_max_age_ms = 3600 * 1000, .bake_ms = 600 * 1000,
		.probe_passes = 3, .probe_interval_ms = 2000,
		.proof = { .samples = 6, .quiet_ms = 30000, .max_age_ms = 5000 },
	};
	config->bell = config->title = true;
	config->boot_limit_ms = 900 * 1000;
	config->change_limit_ms = 60 * 1000;
	config->drain_limit_ms = 3600 * 1000;
	config->command_limit_ms = 600 * 1000;
	for (int verb = VERB_NONE + 1; verb < VERB_COUNT; verb++)
		config->cloud.exec.limit_ms[verb] =
		    verb_limit_ms((enum verb)verb);
	str_copy(config->probe.health, NAME_LEN, "/up");
	str_copy(config->cloud.rs.address, NAME_LEN, "private");
	str_copy(config->cloud.rs.lineage_input, NAME_LEN, "db/backup/lineage");
	str_copy(config->cloud.rs.migration_input, NAME_LEN, "MIGRATION");
	str_copy(config->cloud.rs.lock_new, NAME_LEN, "release");
	str_copy(config->cloud.rs.pool_input, NAME_LEN, "lb/pools");
	str_copy(config->cloud.rs.attach_on, NAME_LEN, "servers");
	str_copy(config->cloud.rs.attach, TEXT_LEN,
	    "recipe:lb::do_attach_request");
	str_copy(config->cloud.rs.detach, TEXT_LEN,
	    "recipe:lb::do_detach_request");
	str_copy(config->environment, NAME_LEN, "PROD");
}
