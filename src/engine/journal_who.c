/* Who we are, for the journal: a short name, and all that an audit asks. */

#include "config.h"

#include "engine/journal_who.h"

#include <fcntl.h>
#include <limits.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/str.h"

#define BOOT_WORD " boot "

/* The first line of a file of /proc; empty when there is none. */
static void
first_line(const char *path, char *line, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd == -1 ? 0 : read(fd, line, size - 1);

	if (fd != -1)
		(void)close(fd);	/* read only */
	line[n > 0 ? n : 0] = '\0';
	line[strcspn(line, "\n")] = '\0';
}

unsigned long long
who_started(pid_t pid)
{
	char path[64], line[1024];

	str_fmt(path, sizeof(path), "/proc/%d/stat", (int)pid);
	first_line(path, line, sizeof(line));
	/* The second field is a name in brackets and may hold anything. */
	const char *field = strrchr(line, ')');
	for (int i = 2; field != NULL && i < 22; i++)
		field = strchr(field + 1, ' ');
	return field == NULL ? 0 : strtoull(field, NULL, 10);
}

static void
fill_name(struct who *who)
{
	const struct passwd *pw = getpwuid(getuid());
	char host[HOST_NAME_MAX + 1] = "", uid[16], user[40], safe_host[40];

	str_fmt(uid, sizeof(uid), "%u", (unsigned)getuid());
	(void)gethostname(host, sizeof(host) - 1);	/* empty will do */
	str_safe(user, sizeof(user), pw != NULL ? pw->pw_name : uid);
	str_safe(safe_host, sizeof(safe_host), host);
	str_fmt(who->name, sizeof(who->name), "%s@%s pid %d", user, safe_host,
	    (int)getpid());
}

void
who_am_i(struct who *who)
{
	char login[16], boot[48], sudo[40], tty[64] = "-";
	const char *sudo_user = getenv("SUDO_USER");

	fill_name(who);
	first_line("/proc/self/loginuid", login, sizeof(login));
	first_line("/proc/sys/kernel/random/boot_id", boot, sizeof(boot));
	str_safe(sudo, sizeof(sudo), sudo_user != NULL ? sudo_user : "-");
	for (int fd = 0; fd <= 2; fd++)
		if (isatty(fd) && ttyname_r(fd, tty, sizeof(tty)) == 0)
			break;
	str_fmt(who->origin, sizeof(who->origin), "uid %u login %s sudo %s"
	    " terminal %s start %llu" BOOT_WORD "%s version %s", (unsigned)getuid(),
	    login[0] != '\0' ? login : "-", sudo, tty, who_started(getpid()),
	    boot, PACKAGE_VERSION);
}

/* The last one: what a person may have a hand in stands before it. */
static const char *
boot_of(const char *origin, size_t *len)
{
	const char *boot = NULL;

	for (const char *at = origin; (at = strstr(at, BOOT_WORD)) != NULL; at++)
		boot = at + strlen(BOOT_WORD);
	*len = boot == NULL ? 0 : strcspn(boot, " ");
	return boot;
}

bool
who_same_boot(const char *one, const char *other)
{
	size_t len_one, len_other;
	const char *boot_one = boot_of(one, &len_one);
	const char *boot_other = boot_of(other, &len_other);

	return len_one > 0 && len_one == len_other &&
	    memcmp(boot_one, boot_other, len_one) == 0;
}
