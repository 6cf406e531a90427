/* The debug log: one line a call, whole, in one write. */

#include "base/log.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/str.h"

/* File-static so that every floor can log without being handed a log. */
static int log_fd = -1;

/* A terminal, a pipe or somebody else's file is no place for a log. */
static int
check_ours(int fd, const char *path, struct err *err)
{
	struct stat st;

	if (fstat(fd, &st) == -1)
		return err_sys(err, "log file %s", path);
	if (!S_ISREG(st.st_mode))
		return err_set(err, ERR_IO, "log file %s: not a regular file",
		    path);
	if (st.st_uid != geteuid())
		return err_set(err, ERR_IO, "log file %s: belongs to another "
		    "user", path);
	if (fchmod(fd, 0600) == -1)
		return err_sys(err, "log file %s", path);
	return 0;
}

int
log_open(const char *path, struct err *err)
{
	int fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW |
	    O_NONBLOCK | O_NOCTTY | O_CLOEXEC, 0600);

	if (fd == -1)
		return err_sys(err, "log file %s", path);
	if (check_ours(fd, path, err) == -1) {
		(void)close(fd);
		return -1;
	}
	log_close();
	log_fd = fd;
	return 0;
}

void
log_close(void)
{
	if (log_fd != -1)
		(void)close(log_fd);
	log_fd = -1;
}

void
log_debug(const char *fmt, ...)
{
	char text[1024], line[2048], stamp[32];
	int64_t now = clock_wall_ms();
	va_list ap;

	if (log_fd == -1)
		return;
	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	(void)str_fmt(line, sizeof(line), "%s.%03d ",
	    clock_hms(now, stamp, sizeof(stamp)), (int)(now % 1000));
	/* Room stays for the newline; who reads the log has a terminal, too. */
	size_t used = strlen(line);

	(void)str_safe(line + used, sizeof(line) - used - 1, text);
	(void)str_add(line, sizeof(line), "\n");
	/* A full disk must not stop an upgrade. */
	if (write(log_fd, line, strlen(line)) == -1)
		return;
}
