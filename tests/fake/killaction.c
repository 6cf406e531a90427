/*
 * Preloaded into `cutover run --json`: kills it at the boundaries of every action,
 * as told by its own lines on standard output.  CUTOVER_KILLED names a file of the
 * moments that earlier lives were killed at; each moment kills once.  With
 * CUTOVER_KILL_KINDS an action is its kind only: the second server's are spared.
 *
 *   intent ACTION	the intent is on disk, nothing was sent
 *   disk-N ACTION	before the N-th thing after that which reaches the disk: a
 *			file that is made safe, or a record of the journal.  The
 *			last one is the outcome: the effect is there, and it is
 *			not written down
 */

#include <dlfcn.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

/* The action that is under way; nobody could hand it from call to call. */
static struct {
	char name[1024];
	int things;			/* that reached the disk since */
	bool writing;			/* a record, up to its sync */
} now;

/* Whole lines of a file that only we write.  Its own file calls are not ours. */
static bool
is_new(const char *moment)
{
	FILE *file = fopen(getenv("CUTOVER_KILLED"), "a+");
	char line[1200];
	bool found = false;

	if (file == NULL)
		abort();
	rewind(file);
	while (!found && fgets(line, sizeof(line), file) != NULL) {
		line[strcspn(line, "\n")] = '\0';
		found = strcmp(line, moment) == 0;
	}
	if (!found)
		(void)fprintf(file, "%s\n", moment);
	(void)fclose(file);
	return !found;
}

static void
kill_once(const char *when)
{
	char moment[1100];

	(void)snprintf(moment, sizeof(moment), "%s %s", when, now.name);
	if (is_new(moment))
		(void)kill(getpid(), SIGKILL);
}

/* "event":"started","action":"drain","server":"app-11","text":…: the action is
 * what stands between. */
static void
heard(const char *line)
{
	static const char started[] = "\"event\":\"started\",";
	const char *from = strstr(line, started);
	const char *to = from == NULL ? NULL : strstr(from, ",\"text\":");

	if (to != NULL) {
		from += sizeof(started) - 1;
		if (getenv("CUTOVER_KILL_KINDS") != NULL)
			to = from + strcspn(from, ",");
		(void)snprintf(now.name, sizeof(now.name), "%.*s",
		    (int)(to - from), from);
		now.things = 0;
		now.writing = false;
		kill_once("intent");
	} else if (strstr(line, "\"event\":\"done\"") != NULL ||
	    strstr(line, "\"event\":\"failed\"") != NULL ||
	    strstr(line, "\"event\":\"uncertain\"") != NULL) {
		now.name[0] = '\0';
	}
}

static void
reaches_disk(void)
{
	char when[32];

	if (now.name[0] == '\0')
		return;
	(void)snprintf(when, sizeof(when), "disk-%d", ++now.things);
	kill_once(when);
}

static int
synced(long call, int fd)
{
	if (!now.writing)
		reaches_disk();
	now.writing = false;
	return (int)syscall(call, fd);
}

int
fsync(int fd)
{
	return synced(SYS_fsync, fd);
}

int
fdatasync(int fd)
{
	return synced(SYS_fdatasync, fd);
}

/* Only SQLite writes like this.  What it has written survives a kill without any
 * sync: the first write of a record is the boundary. */
static ssize_t
written(int fd, const void *data, size_t n, off_t offset)
{
	if (!now.writing)
		reaches_disk();
	now.writing = true;
	return syscall(SYS_pwrite64, fd, data, n, offset);
}

ssize_t
pwrite(int fd, const void *data, size_t n, off_t offset)
{
	return written(fd, data, n, offset);
}

ssize_t
pwrite64(int fd, const void *data, size_t n, off64_t offset)
{
	return written(fd, data, n, offset);
}

/* A line is told by printf() and fflush(); until then it stands in the buffer. */
int
fflush(FILE *file)
{
	int (*real)(FILE *) = (int (*)(FILE *))dlsym(RTLD_NEXT, "fflush");
	char line[8192];

	if (file == stdout && getenv("CUTOVER_KILLED") != NULL) {
		(void)snprintf(line, sizeof(line), "%.*s",
		    (int)(file->_IO_write_ptr - file->_IO_write_base),
		    file->_IO_write_base);
		int status = real(file);
		heard(line);
		return status;
	}
	return real(file);
}
