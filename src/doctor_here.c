/* The findings on this machine: terminal, locale, state folder, programs. */

#include <errno.h>
#include <langinfo.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "base/child.h"
#include "base/str.h"
#include "doctor.h"
#include "ui/ui.h"

#define SPACE_LEAST_MB 64		/* a run takes a few; its ballast too */

void
doctor_terminal(struct findings *findings)
{
	struct winsize size = { 0 };
	char why[TEXT_LEN];
	const char *codeset = nl_langinfo(CODESET);

	if (ui_has_screen(why, sizeof(why)))
		finding_add(findings, VERDICT_GOOD, "terminal", "", "%s is known",
		    getenv("TERM"));
	else
		finding_add(findings, VERDICT_LOOK, "terminal",
		    "run it on a terminal for the screens; or with --plain",
		    "%.*s", (int)strcspn(why, "."), why);
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
		bool fits = size.ws_col >= 80 && size.ws_row >= 24;

		finding_add(findings, fits ? VERDICT_GOOD : VERDICT_LOOK, "terminal",
		    fits ? "" : "make it 80x24 at least, to act", "it has %d columns "
		    "and %d lines", size.ws_col, size.ws_row);
	}
	if (strcmp(codeset, "UTF-8") == 0)
		finding_add(findings, VERDICT_GOOD, "locale", "", "UTF-8");
	else
		finding_add(findings, VERDICT_LOOK, "locale",
		    "set LC_ALL=C.UTF-8 for the better signs",
		    "%s: signs are drawn in ASCII", codeset);
}

/* ---- where runs are kept ---- */

/* The folder itself, or the one that it would be made in. */
static bool
there_is(const char *path, char *found, size_t size, struct stat *st)
{
	(void)str_copy(found, size, path);
	while (stat(found, st) == -1) {
		char *slash = strrchr(found, '/');

		if (errno != ENOENT || slash == NULL)
			return false;
		if (slash == found)
			slash++;
		*slash = '\0';
	}
	return true;
}

/* Locks and the journal's own promises do not hold there. */
static bool
is_over_the_net(const char *path)
{
	static const unsigned long kinds[] = { 0x6969 /* NFS */,
		0xff534d42 /* CIFS */, 0xfe534d42 /* SMB2 */, 0x01021997 /* 9p */ };
	struct statfs fs;

	if (statfs(path, &fs) == -1)
		return false;
	for (size_t i = 0; i < countof(kinds); i++)
		if ((unsigned long)(unsigned int)fs.f_type == kinds[i])
			return true;
	return false;
}

static void
look_space(struct findings *findings, const char *dir)
{
	struct statvfs fs;

	if (statvfs(dir, &fs) == -1)
		return;
	long long mb = (long long)fs.f_bavail * (long long)fs.f_frsize >> 20;
	finding_add(findings, mb >= SPACE_LEAST_MB ? VERDICT_GOOD : VERDICT_BAD,
	    "state folder", mb >= SPACE_LEAST_MB ? "" : "make room: without it no "
	    "action can be written down, and none is done", "%lld MB are free", mb);
}

static void
look_rights(struct findings *findings, const char *path, const struct stat *st)
{
	if (st->st_uid != geteuid())
		finding_add(findings, VERDICT_BAD, "state folder",
		    "chown it, or write another state_dir",
		    "%s belongs to somebody else", path);
	else if ((st->st_mode & 077) != 0)
		finding_add(findings, VERDICT_LOOK, "state folder",
		    "chmod 700 it", "%s can be entered by others (mode %03o)", path,
		    (unsigned)st->st_mode & 0777);
	else
		finding_add(findings, VERDICT_GOOD, "state folder", "",
		    "%s is yours alone", path);
}

void
doctor_state(struct findings *findings, const struct config *config)
{
	char found[TEXT_LEN];
	struct stat st;

	if (!there_is(config->state_dir, found, sizeof(found), &st) ||
	    !S_ISDIR(st.st_mode)) {
		finding_add(findings, VERDICT_BAD, "state folder",
		    "write another state_dir", "%s cannot be a folder",
		    config->state_dir);
		return;
	}
	if (access(found, W_OK | X_OK) == -1)
		finding_add(findings, VERDICT_BAD, "state folder",
		    "write another state_dir", "%s cannot be written to", found);
	else if (str_eq(found, config->state_dir))
		look_rights(findings, found, &st);
	else
		finding_add(findings, VERDICT_GOOD, "state folder", "",
		    "%s will be made by the first run", config->state_dir);
	if (is_over_the_net(found))
		finding_add(findings, VERDICT_BAD, "state folder",
		    "write a state_dir on a disk of this machine",
		    "%s is on another machine: locks cannot be relied upon", found);
	look_space(findings, found);
}

/* ---- programs ---- */

static void
look_program(struct findings *findings, const char *key, const char *name,
    const char *remedy)
{
	char path[TEXT_LEN];
	struct err err = { 0 };

	if (child_find(name, path, sizeof(path), &err) == 0 &&
	    access(path, X_OK) == -1)
		(void)err_sys(&err, "%s", path);
	if (err.code != ERR_NONE)
		finding_add(findings, VERDICT_BAD, "programs",
		    remedy, "%s: %s", key, err.text);
	else
		finding_add(findings, VERDICT_GOOD, "programs", "", "%s: %s", key,
		    path);
}

static void
look_command(struct findings *findings, const char *key, const struct argv *argv)
{
	if (argv->n > 0)
		look_program(findings, key, argv->words[0],
		    "install it, or write its whole path");
}

void
doctor_demo(struct findings *findings)
{
	static const char *const names[] = { "haproxy", "/usr/sbin/apache2",
		"sqlite3" };

	for (size_t i = 0; i < countof(names); i++)
		look_program(findings, "for the demo", names[i], "install it");
}

/* They are started beside the configuration. */
static void
look_beside(struct findings *findings, const char *key, const struct argv *argv,
    const char *config)
{
	const char *slash = strrchr(config, '/');
	char path[2 * TEXT_LEN];

	if (argv->n == 0)
		return;
	(void)str_fmt(path, sizeof(path), "%.*s%s",
	    argv->words[0][0] == '/' || strchr(argv->words[0], '/') == NULL ||
	    slash == NULL ? 0 : (int)(slash + 1 - config), config, argv->words[0]);
	look_program(findings, key, path, "write its whole path, or where it is from "
	    "the configuration; it must be executable");
}

static void
look_verbs(struct findings *findings, const struct config *config)
{
	const struct exec_config *exec = &config->cloud.exec;
	char key[40];

	look_beside(findings, "cloud.exec.command", &exec->command, config->path);
	for (int verb = VERB_NONE + 1; verb < VERB_COUNT; verb++) {
		(void)str_fmt(key, sizeof(key), "cloud.exec.%s",
		    verb_name((enum verb)verb));
		look_beside(findings, key, &exec->verbs[verb], config->path);
	}
}

void
doctor_programs(struct findings *findings, const struct config *config)
{
	const struct { const char *key; const struct argv *argv; } commands[] = {
		{ "host.via", &config->host.via },
		{ "database.identify", &config->db.identify },
		{ "database.secret_command", &config->db.secret_command },
		{ "database.schema", &config->db.schema },
		{ "database.writes", &config->db.writes },
		{ "database.snapshot", &config->db.snapshot },
		{ "database.verify", &config->db.verify },
		{ "database.migrate", &config->db.migrate },
		{ "database.applied", &config->db.applied },
	};
	char key[NAME_LEN + 24];

	if (str_eq(config->cloud.provider, "exec"))
		look_verbs(findings, config);
	for (size_t i = 0; i < countof(commands); i++)
		look_command(findings, commands[i].key, commands[i].argv);
	for (size_t i = 0; i < config->n_lbs; i++) {
		look_command(findings, "statistics_secret_command",
		    &config->lbs[i].statistics_secret_command);
		(void)str_fmt(key, sizeof(key), "check of %s", config->lbs[i].name);
		look_command(findings, key, &config->lbs[i].check);
	}
}
