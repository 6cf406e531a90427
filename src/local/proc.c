/* Processes that need not be our children. */

#include "config.h"

#include "local/proc.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/str.h"

static size_t
read_proc(pid_t pid, const char *file, char *dst, size_t size)
{
	char path[64];

	(void)str_fmt(path, sizeof(path), "/proc/%ld/%s", (long)pid, file);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd == -1)
		return 0;
	ssize_t n = read(fd, dst, size - 1);
	(void)close(fd);
	dst[n > 0 ? n : 0] = '\0';
	return n > 0 ? (size_t)n : 0;
}

uint64_t
proc_started(pid_t pid)
{
	char text[1024];

	if (pid <= 0 || read_proc(pid, "stat", text, sizeof(text)) == 0)
		return 0;
	/* The name in parentheses may hold anything, so count from its end. */
	char *field = strrchr(text, ')');
	if (field == NULL || strchr("ZX", field[2]) != NULL)
		return 0;
	for (int n = 2; n < 22 && field != NULL; n++)
		field = strchr(field + 1, ' ');
	return field != NULL ? strtoull(field, NULL, 10) : 0;
}

int
proc_open(pid_t pid, uint64_t started)
{
	if (pid <= 0 || started == 0)
		return -1;
	int fd = pidfd_open(pid, 0);
	if (fd == -1)
		return -1;
	/* Only now: before, the pid might have changed hands in between. */
	if (proc_started(pid) != started) {
		(void)close(fd);
		return -1;
	}
	return fd;
}

static bool
carries(pid_t pid, const char *setting, const char *dir)
{
	char text[65536];
	size_t n = read_proc(pid, "environ", text, sizeof(text));

	if (memmem(text, n, setting, strlen(setting) + 1) != NULL)
		return true;
	/* The environment of one that changed its user cannot be read. */
	n = read_proc(pid, "cmdline", text, sizeof(text));
	return n > 0 && memmem(text, n, dir, strlen(dir)) != NULL;
}

/* The head of a session, or, where a group is named, anyone of that group. */
static bool
is_wanted(pid_t pid, pid_t group)
{
	if (pid == getpid())
		return false;
	return group == 0 ? getsid(pid) == pid : getpgid(pid) == group;
}

static pid_t
find(pid_t group, const char *setting, const char *dir)
{
	DIR *proc = opendir("/proc");
	pid_t found = 0;

	if (proc == NULL)
		return 0;
	for (struct dirent *entry; found == 0 && (entry = readdir(proc)) != NULL;) {
		int64_t pid;
		if (!str_to_i64(entry->d_name, 2, INT32_MAX, &pid))
			continue;
		if (is_wanted((pid_t)pid, group) &&
		    carries((pid_t)pid, setting, dir))
			found = (pid_t)pid;
	}
	(void)closedir(proc);
	return found;
}

pid_t
proc_find(const char *setting, const char *dir)
{
	return find(0, setting, dir);
}

void
proc_bury_orphans(pid_t leader, const char *setting, const char *dir)
{
	/* Nobody else has the group's number as long as one of ours is in it. */
	if (leader > 1 && find(leader, setting, dir) != 0)
		proc_signal_group(leader, SIGKILL);
}

void
proc_signal_group(pid_t leader, int signo)
{
	if (leader > 1)
		(void)kill(-leader, signo);	/* none left is fine */
}

void
proc_bury(pid_t leader)
{
	/* As long as one process of the group is left, or ours is not reaped,
	 * nobody else can get its number. */
	proc_signal_group(leader, SIGKILL);
	(void)waitpid(leader, NULL, WNOHANG);
}
