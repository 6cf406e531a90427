/* What goes to the terminal, as it takes it. */

#include "config.h"

#include "ui/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/str.h"
#include "base/xmalloc.h"

#define GIVE_UP_MS 2000			/* without a byte, at the end */

struct spool {
	FILE *file;			/* the terminal, or the memory behind it */
	int memory;
	int tty;			/* an opening of our own, or the one we got */
	bool own;
	struct buf owed;
	size_t given;			/* of owed */
};

/* O_NONBLOCK belongs to an opening and not to a descriptor: set on the one we got,
 * it would be the shell's too.  Only the controlling terminal can be opened again by
 * whoever we are, also behind su(1). */
static int
open_again(void)
{
	if (tcgetpgrp(STDOUT_FILENO) == -1)
		return -1;
	return open("/dev/tty", O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
}

static FILE *
another_file(void)
{
	int fd = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	FILE *file = fd == -1 ? NULL : fdopen(fd, "w");

	if (file == NULL && fd != -1)
		(void)close(fd);
	return file;
}

struct spool *
spool_new(struct err *err)
{
	struct spool *spool = xcalloc(1, sizeof(*spool));

	spool->memory = memfd_create("screen", MFD_CLOEXEC);
	spool->file = another_file();
	if (spool->memory == -1 || spool->file == NULL) {
		err_sys(err, "the terminal");
		spool_free(spool);
		return NULL;
	}
	spool->tty = open_again();
	spool->own = spool->tty != -1;
	if (!spool->own)
		spool->tty = STDOUT_FILENO;
	return spool;
}

void
spool_free(struct spool *spool)
{
	if (spool == NULL)
		return;
	if (spool->own)
		(void)close(spool->tty);
	if (spool->file != NULL)
		(void)fclose(spool->file);
	if (spool->memory != -1)
		(void)close(spool->memory);
	buf_done(&spool->owed);
	free(spool);
}

FILE *
spool_file(const struct spool *spool)
{
	return spool->file;
}

void
spool_catch(struct spool *spool)
{
	/* Fails for descriptors that are not open only. */
	(void)dup3(spool->memory, fileno(spool->file), O_CLOEXEC);
}

void
spool_let_go(struct spool *spool)
{
	(void)dup3(STDOUT_FILENO, fileno(spool->file), O_CLOEXEC);
}

/* ---- in ---- */

/* What curses has written; its next byte is the first of the file again. */
static void
collect(struct spool *spool)
{
	char bytes[4096];
	off_t at = 0;
	ssize_t n;

	while ((n = pread(spool->memory, bytes, sizeof(bytes), at)) > 0) {
		buf_add(&spool->owed, bytes, (size_t)n);
		at += n;
	}
	if (at > 0 && ftruncate(spool->memory, 0) == 0)
		(void)lseek(spool->memory, 0, SEEK_SET);
}

void
spool_puts(struct spool *spool, const char *bytes)
{
	collect(spool);
	buf_puts(&spool->owed, bytes);
}

/* ---- out ---- */

static bool
has_room(const struct spool *spool, int wait_ms)
{
	struct pollfd out = { .fd = spool->tty, .events = POLLOUT };

	return poll(&out, 1, wait_ms) != 0;
}

/* Behind a descriptor that waits there is room for one byte when it says so. */
static ssize_t
give(const struct spool *spool)
{
	const char *from = spool->owed.data + spool->given;

	if (spool->own)
		return write(spool->tty, from, spool->owed.len - spool->given);
	if (has_room(spool, 0))
		return write(spool->tty, from, 1);
	errno = EAGAIN;
	return -1;
}

static void
forget(struct spool *spool)
{
	buf_reset(&spool->owed);
	spool->given = 0;
}

bool
spool_hand_over(struct spool *spool)
{
	collect(spool);
	while (spool->given < spool->owed.len) {
		ssize_t n = give(spool);

		if (n > 0)
			spool->given += (size_t)n;
		else if (n == -1 && errno == EAGAIN)
			return false;
		else if (n == 0 || errno != EINTR)
			break;		/* nobody is at the other end any more */
	}
	forget(spool);
	return true;
}

void
spool_finish(struct spool *spool)
{
	while (!spool_hand_over(spool))
		if (!has_room(spool, GIVE_UP_MS))
			break;
	forget(spool);
}

int
spool_fd(const struct spool *spool)
{
	return spool->tty;
}
