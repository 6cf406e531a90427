/* The lines of a script as they come. */

#include "headless_lines.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "base/loop.h"
#include "headless_priv.h"

static void
take_chunk(struct script_lines *lines, const char *chunk, size_t n)
{
	if (lines->input.len + n > SCRIPT_MAX)
		lines->trouble = "the script is larger than 1 MiB";
	else if (memchr(chunk, '\0', n) != NULL)
		lines->trouble = "the script holds a NUL byte";
	else
		buf_add(&lines->input, chunk, n);
	if (lines->trouble != NULL)
		script_lines_stop(lines);
}

static void
on_readable(int fd, short revents, void *arg)
{
	struct script_lines *lines = arg;
	char chunk[4096];
	ssize_t n = read(fd, chunk, sizeof(chunk));

	(void)revents;
	if (n == -1 && (errno == EINTR || errno == EAGAIN))
		return;
	if (n > 0) {
		take_chunk(lines, chunk, (size_t)n);
		return;
	}
	lines->eof = true;
	script_lines_stop(lines);
}

int
script_lines_open(struct script_lines *lines, struct loop *loop, const char *path,
    struct err *err)
{
	bool is_stdin = str_eq(path, "-");

	*lines = (struct script_lines){ .loop = loop };
	str_copy(lines->name, sizeof(lines->name), is_stdin ? "stdin" : path);
	lines->fd = is_stdin ? STDIN_FILENO : open(path,
	    O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (lines->fd == -1)
		return err_sys(err, "script %s", path);
	lines->lfd = loop_add_fd(loop, lines->fd, POLLIN, on_readable, lines);
	return 0;
}

char *
script_lines_next(struct script_lines *lines)
{
	char *start, *end;

	if (lines->input.data == NULL || lines->taken >= lines->input.len)
		return NULL;
	start = lines->input.data + lines->taken;
	end = memchr(start, '\n', lines->input.len - lines->taken);
	if (end == NULL && !lines->eof)
		return NULL;
	if (end != NULL)
		*end = '\0';
	lines->taken += (end != NULL ? (size_t)(end - start) + 1 : strlen(start));
	if (lines->taken > lines->input.len)
		lines->taken = lines->input.len;
	lines->number++;
	return start;
}

void
script_lines_stop(struct script_lines *lines)
{
	loop_del_fd(lines->lfd);
	lines->lfd = NULL;
}

void
script_lines_close(struct script_lines *lines)
{
	script_lines_stop(lines);
	if (lines->fd > STDERR_FILENO)
		(void)close(lines->fd);
	buf_done(&lines->input);
}
