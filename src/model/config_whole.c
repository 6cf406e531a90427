/* What one key of the configuration alone cannot tell: what contradicts another
 * key, and what would do harm although each key is well-formed. */

#include "model/config_fault.h"

#include <string.h>

#include "base/secret.h"
#include "model/config.h"

static bool
holds(const struct argv *argv, const char *what)
{
	for (size_t i = 0; i < argv->n; i++)
		if (strstr(argv->words[i], what) != NULL)
			return true;
	return false;
}

static void
check_release(struct reading *reading, const struct config *config)
{
	if (config->release_from[0] != '\0' &&
	    str_eq(config->release_from, config->release_to))
		config_fault(reading, config_line_at(reading, "release.to"),
		    "release.from and release.to are both \"%s\"",
		    config->release_to);
}

static void
check_places(struct reading *reading, const struct config *config)
{
	if (config->deployment[0] == '.')
		config_fault(reading, config_line_at(reading, "deployment"),
		    "deployment must not begin with a dot: it names a folder");
	/* Else it would depend on where the program is started, and a run that
	 * stands open would not be found again. */
	if (config->state_dir[0] != '\0' && config->state_dir[0] != '/')
		config_fault(reading, config_line_at(reading, "state_dir"),
		    "state_dir must begin with /");
}

static void
check_notify(struct reading *reading, const struct config *config)
{
	if (config->notify[0] != '\0' && !str_eq(config->notify, "osc9") &&
	    !str_eq(config->notify, "osc777"))
		config_fault(reading, config_line_at(reading, "notify"),
		    "notify is \"%s\"; it must be osc9 or osc777",
		    config->notify);
}

/* ---- what is asked of servers ---- */

static void
check_path(struct reading *reading, const char *key, const char *path)
{
	char at[64];

	if (path[0] == '\0' || (path[0] == '/' && strpbrk(path, " \t") == NULL))
		return;
	str_fmt(at, sizeof(at), "probe.%s", key);
	config_fault(reading, config_line_at(reading, at), "%s is \"%s\"; it must "
	    "begin with / and hold no blank", at, path);
}

static void
check_probe(struct reading *reading, const struct config *config)
{
	check_path(reading, "health", config->probe.health);
	check_path(reading, "version", config->probe.version);
	check_path(reading, "database", config->probe.database);
	check_path(reading, "status", config->probe.status);
	for (size_t i = 0; i < config->probe.paths.n; i++)
		check_path(reading, "paths", config->probe.paths.words[i]);
	if (config->probe.host[strcspn(config->probe.host, " \t/")] != '\0')
		config_fault(reading, config_line_at(reading, "probe.host"),
		    "probe.host is \"%s\"; it is the site's name alone, as in "
		    "www.example.com", config->probe.host);
}

/* ---- servers and database ---- */

/* A file that is the same for all servers would fail the health check of all
 * when one is drained, the new ones too. */
static void
check_host(struct reading *reading, const struct config *config)
{
	if (config->host.health_file[0] != '\0' &&
	    strstr(config->host.health_file, "%n") == NULL &&
	    !holds(&config->host.via, "%n") && !holds(&config->host.via, "%a"))
		config_fault(reading, config_line_at(reading, "host.health_file"),
		    "host.health_file is the same file for every server: put %%n "
		    "into it, or %%a into host.via");
}

static void
check_file_word(struct reading *reading, const char *key,
    const struct argv *argv, bool needed)
{
	char at[64];

	str_fmt(at, sizeof(at), "database.%s", key);
	if (argv->n == 0 && needed)
		config_fault(reading, config_line_at(reading, at), "%s is missing",
		    at);
	else if (argv->n > 0 && !holds(argv, "%f"))
		config_fault(reading, config_line_at(reading, at), "%s: none of "
		    "its words holds %%f, the file", at);
}

/* A name that programs take for a variable, and none by which we or the loader
 * would be told something else. */
static bool
is_variable(const char *name)
{
	static const char *const none[] = { "PATH", "HOME", "IFS", "ENV", "LANG",
		"TZ", "TERM", "USER", "LOGNAME", "SHELL" };

	if (name[strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789"
	    "abcdefghijklmnopqrstuvwxyz")] != '\0' || strchr("0123456789",
	    name[0]) != NULL || str_starts(name, "LD_") || str_starts(name, "LC_"))
		return false;
	for (size_t i = 0; i < countof(none); i++)
		if (str_eq(name, none[i]))
			return false;
	return true;
}

/* "balancers.[0].statistics_user" is statistics_user on its line. */
static const char *
short_of(const char *key)
{
	const char *in_list = strstr(key, "].");

	return in_list == NULL ? key : in_list + 2;
}

bool
config_check_secret(struct reading *reading, const struct secret_keys *keys)
{
	bool from_file = keys->file[0] != '\0';
	bool from_command = keys->command->n > 0;
	const char *key = from_file ? keys->file_key : keys->command_key;
	int line = config_line_at(reading, key);
	struct err err = { 0 };

	if (from_file && from_command)
		config_fault(reading, line, "%s and %s: give one of them",
		    short_of(keys->file_key), short_of(keys->command_key));
	if (from_file && keys->file[0] != '/')
		config_fault(reading, line, "%s must begin with /", short_of(key));
	else if (from_file && secret_file_check(keys->file, &err) == -1)
		config_fault(reading, line, "%s: %s", short_of(key), err.text);
	return from_file || from_command;
}

static void
check_secret(struct reading *reading, const struct config *config)
{
	const struct secret_keys keys = { "database.secret_file",
		config->db.secret_file, "database.secret_command",
		&config->db.secret_command };
	bool given = config_check_secret(reading, &keys);
	int line = config_line_at(reading, keys.file[0] != '\0' ?
	    keys.file_key : keys.command_key);

	if (given && config->db.secret_env[0] == '\0')
		config_fault(reading, line, "database.secret_env is missing: the "
		    "variable that the commands want it in, PGPASSWORD or MYSQL_PWD");
	line = config_line_at(reading, "database.secret_env");
	if (config->db.secret_env[0] == '\0')
		return;
	if (!given)
		config_fault(reading, line, "database.secret_env: there is neither "
		    "database.secret_file nor database.secret_command");
	if (!is_variable(config->db.secret_env))
		config_fault(reading, line, "database.secret_env: \"%s\" is not a "
		    "variable that can be given", config->db.secret_env);
}

static void
check_database(struct reading *reading, const struct config *config)
{
	if (config->db.name[0] == '\0')
		return;
	if (config->db.identify.n == 0)
		config_fault(reading, config_line_at(reading, "database.identify"),
		    "database.identify is missing");
	check_secret(reading, config);
	check_file_word(reading, "snapshot", &config->db.snapshot, true);
	check_file_word(reading, "verify", &config->db.verify, true);
	check_file_word(reading, "migrate", &config->db.migrate,
	    config->db.migrations.n > 0);
}

void
config_check_whole(struct reading *reading, const struct config *config)
{
	check_release(reading, config);
	check_places(reading, config);
	config_check_cloud(reading, config);
	check_probe(reading, config);
	check_notify(reading, config);
	config_check_balancers(reading, config);
	check_host(reading, config);
	check_database(reading, config);
}
