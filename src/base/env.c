/* The environment that we are started in. */

#include "config.h"

#include "base/env.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/str.h"
#include "base/xmalloc.h"

/* What we or our libraries may be told this way.  All else could send us somewhere
 * else (DATABASE_URL, PG*, MYSQL*, proxies), make somebody else's code ours (LD_*,
 * GIT_*, TERMINFO, LOCPATH) or write down what passes (SSLKEYLOGFILE).  Names that
 * end in * are beginnings. */
static const char *const kept[] = {
	"ACCESSIBLE", "COLORTERM", "COLUMNS", "CUTOVER_*", "HOME", "LANG",
	"LANGUAGE", "LC_*", "LINES", "LOGNAME", "NO_COLOR", "PAGER", "PATH", "SHELL",
	"STY", "SUDO_USER", "TERM", "TMPDIR", "TMUX", "TZ", "USER",
	"XDG_CONFIG_HOME", "XDG_RUNTIME_DIR", "XDG_STATE_HOME",
};

/* Of these a relative one would depend on where we are started. */
static const char *const absolute[] = {
	"HOME", "TMPDIR", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR", "XDG_STATE_HOME",
};

static bool
is_kept(const char *entry)
{
	size_t len = strcspn(entry, "=");

	for (size_t i = 0; i < countof(kept); i++) {
		size_t end = strcspn(kept[i], "*");
		if (strncmp(entry, kept[i], end) == 0 &&
		    (kept[i][end] == '*' || len == end))
			return true;
	}
	return false;
}

/* The next name that must go, or NULL.  Removing moves the others. */
static char *
next_stranger(void)
{
	for (char **entry = environ; *entry != NULL; entry++)
		if (!is_kept(*entry)) {
			char *name = xstrdup(*entry);
			name[strcspn(name, "=")] = '\0';
			return name;
		}
	return NULL;
}

/* Only absolute directories: no "", no "." */
static void
clean_path(void)
{
	const char *path = getenv("PATH");
	struct buf clean = { 0 };

	buf_puts(&clean, "");
	for (; path != NULL && *path != '\0'; path += *path == ':') {
		size_t len = strcspn(path, ":");
		if (*path == '/')
			buf_printf(&clean, "%s%.*s", clean.len > 0 ? ":" : "",
			    (int)len, path);
		path += len;
	}
	if (clean.len > 0)
		(void)setenv("PATH", clean.data, 1);
	else
		(void)unsetenv("PATH");
	buf_done(&clean);
}

void
env_clean(void)
{
	char *name;

	if (environ == NULL)
		return;
	while ((name = next_stranger()) != NULL) {
		/* What has no name cannot be taken out one by one. */
		if (unsetenv(name) == -1)
			(void)clearenv();
		free(name);
		if (environ == NULL)
			return;
	}
	for (size_t i = 0; i < countof(absolute); i++) {
		const char *value = getenv(absolute[i]);
		if (value != NULL && *value != '/')
			(void)unsetenv(absolute[i]);
	}
	clean_path();
}
