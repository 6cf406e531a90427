/* base/env: what is not on the list goes. */

#include "config.h"

#include "base/env.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/str.h"
#include "base/xmalloc.h"

/* Nothing but these, as a parent could give them. */
static void
give(const char *const *entries)
{
	size_t n = 0;

	while (entries[n] != NULL)
		n++;
	environ = xcalloc(n + 1, sizeof(*environ));
	for (size_t i = 0; i < n; i++)
		environ[i] = xstrdup(entries[i]);
}

static bool
has(const char *entry)
{
	for (char **e = environ; e != NULL && *e != NULL; e++)
		if (strcmp(*e, entry) == 0)
			return true;
	return false;
}

Test(env, only_what_is_listed)
{
	static const char *const given[] = { "DATABASE_URL=x", "PGHOST=x", "TERM=xterm",
		"LD_PRELOAD=x", "LD_LIBRARY_PATH=x", "HOMES=x", "LC_ALL=C",
		"https_proxy=x", "SSLKEYLOGFILE=x", "GIT_DIR=x", "TERMINFO=x",
		"MYSQL_PWD=x", "HOME=/root", "LOCPATH=x", "CUTOVER_FRAMES=1",
		"TZ=UTC", "TZ2=x", "HOM=x", "XDG_DATA_HOME=x", "CURL_CA_BUNDLE=x",
		"SUDO_USER=maria", "NO_COLOR=1", NULL };
	static const char *const stay[] = { "TERM=xterm", "LC_ALL=C", "HOME=/root",
		"CUTOVER_FRAMES=1", "TZ=UTC", "SUDO_USER=maria", "NO_COLOR=1" };
	size_t n = 0;

	give(given);
	env_clean();
	for (size_t i = 0; i < countof(stay); i++)
		cr_expect(has(stay[i]), "%s", stay[i]);
	while (environ[n] != NULL)
		n++;
	cr_expect_eq(n, countof(stay));
}

Test(env, what_has_no_name)
{
	static const char *const given[] = { "=x", "HOME=/root", "nothing", NULL };

	give(given);
	env_clean();
	cr_expect_not(has("=x"));
	cr_expect_not(has("nothing"));
	environ = NULL;
	env_clean();
}

Test(env, directories_are_absolute)
{
	static const struct { const char *given, *wanted; } paths[] = {
		{ "/bin:/usr/bin", "/bin:/usr/bin" },
		{ ":/bin::/usr/bin:", "/bin:/usr/bin" },
		{ ".:bin:/bin", "/bin" },
		{ ".:", NULL },
		{ "", NULL },
	};

	for (size_t i = 0; i < countof(paths); i++) {
		(void)setenv("PATH", paths[i].given, 1);
		(void)setenv("XDG_STATE_HOME", "here", 1);
		(void)setenv("HOME", "/home/maria", 1);
		env_clean();
		if (paths[i].wanted == NULL)
			cr_expect_null(getenv("PATH"), "%s", paths[i].given);
		else
			cr_expect_str_eq(getenv("PATH"), paths[i].wanted);
		cr_expect_null(getenv("XDG_STATE_HOME"));
		cr_expect_str_eq(getenv("HOME"), "/home/maria");
	}
}
