/*
 * One child process in the loop.  Its end is the end of the process itself, not
 * of its pipes: a grandchild may hold those open for ever.
 */

#include "config.h"

#include "base/child.h"

#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/child_exit.h"
#include "base/child_pipe.h"
#include "base/child_spawn.h"
#include "base/loop.h"
#include "base/str.h"
#include "base/xmalloc.h"

#define OUTPUT_MAX	(8 << 20)
#define KILL_AFTER_MS	1000

struct stream {				/* what the child writes */
	struct child_pipe end;
	struct buf line;		/* begun, no newline yet */
	bool is_err;
	struct child *child;
};

struct child {
	struct loop *loop;
	pid_t pid;
	struct child_exit exit;
	struct loop_timer *deadline;
	struct child_pipe in;
	char *input;
	size_t input_sent;
	struct stream out[2];
	size_t output, output_max;
	struct child_end result;
	bool reaped;
	int busy;			/* in callbacks: do not free */
	bool cancelled;
	child_line_fn *on_line;
	child_end_fn *on_end;
	void *arg;
};

static void
stop_watching(struct child *child)
{
	child_exit_stop(&child->exit);
	child_pipe_close(&child->in);
	child_pipe_close(&child->out[0].end);
	child_pipe_close(&child->out[1].end);
	loop_del_timer(child->deadline);
	child->deadline = NULL;
}

static void
child_free(struct child *child)
{
	stop_watching(child);
	buf_done(&child->out[0].line);
	buf_done(&child->out[1].line);
	free(child->input);
	free(child);
}

/* The whole group, since a child may have helpers of its own. */
static void
signal_group(const struct child *child, int signo)
{
	if (!child->reaped)
		(void)kill(-child->pid, signo);
}

static void
on_deadline(void *arg)
{
	struct child *child = arg;

	child->deadline = NULL;
	if (child->result.timed_out) {
		signal_group(child, SIGKILL);
		return;
	}
	child->result.timed_out = true;
	signal_group(child, SIGTERM);
	child->deadline = loop_add_timer(child->loop, KILL_AFTER_MS,
	    on_deadline, child);
}

/* Input. */

static void
on_writable(int fd, short revents, void *arg)
{
	struct child *child = arg;
	const char *rest = child->input + child->input_sent;
	ssize_t n = write(fd, rest, strlen(rest));

	(void)revents;
	if (n == -1 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n > 0)
		child->input_sent += (size_t)n;
	/* That a child does not want its input is no error. */
	if (n == -1 || child->input[child->input_sent] == '\0')
		child_pipe_close(&child->in);
}

/* Output. */

static void
deliver_line(struct stream *stream)
{
	struct child *child = stream->child;
	char *line = buf_take(&stream->line);

	if (child->on_line != NULL)
		child->on_line(line, stream->is_err, child->arg);
	free(line);
}

/* A NUL would hide the rest of its line from those who show or search it. */
static void
add_text(struct buf *line, const char *data, size_t len)
{
	size_t start = line->len;

	buf_add(line, data, len);
	for (char *p = line->data + start;
	    (p = memchr(p, '\0', (size_t)(line->data + line->len - p))) != NULL;)
		*p = '?';
}

static void
split_lines(struct stream *stream, const char *data, size_t len)
{
	const struct child *child = stream->child;

	while (len > 0 && !child->cancelled) {
		const char *newline = memchr(data, '\n', len);
		size_t part = newline == NULL ? len : (size_t)(newline - data);

		add_text(&stream->line, data, part);
		if (newline == NULL)
			return;
		deliver_line(stream);
		data += part + 1;
		len -= part + 1;
	}
}

static void
too_much(struct child *child)
{
	child->result.too_much = true;
	signal_group(child, SIGKILL);
	child_pipe_close(&child->out[0].end);
	child_pipe_close(&child->out[1].end);
}

/* Reads once.  False when there is nothing now, or never again. */
static bool
read_some(struct stream *stream)
{
	struct child *child = stream->child;
	char data[16384];

	if (stream->end.fd == -1 || child->cancelled)
		return false;
	ssize_t n = read(stream->end.fd, data, sizeof(data));

	if (n == -1 && (errno == EAGAIN || errno == EINTR))
		return errno == EINTR;
	if (n <= 0) {
		child_pipe_close(&stream->end);
		return false;
	}
	size_t room = child->output_max - child->output;
	size_t fits = (size_t)n < room ? (size_t)n : room;

	child->output += fits;
	split_lines(stream, data, fits);
	if ((size_t)n > fits)
		too_much(child);
	return true;
}

/* Callbacks run between these two; only the outer one may free. */
static void
enter(struct child *child)
{
	child->busy++;
}

static void
leave(struct child *child)
{
	if (--child->busy == 0 && child->cancelled)
		child_free(child);
}

static void
on_readable(int fd, short revents, void *arg)
{
	struct stream *stream = arg;
	struct child *child = stream->child;

	(void)fd;
	(void)revents;
	enter(child);
	(void)read_some(stream);
	leave(child);
}

/* The end. */

static void
drain(struct stream *stream)
{
	while (read_some(stream))
		continue;
	if (stream->line.len > 0 && !stream->child->cancelled)
		deliver_line(stream);
}

static void
finish(struct child *child)
{
	child->reaped = true;
	enter(child);
	drain(&child->out[0]);
	drain(&child->out[1]);
	stop_watching(child);
	if (!child->cancelled)
		child->on_end(&child->result, child->arg);
	child->cancelled = true;
	leave(child);
}

static void
on_exit_event(const struct child_end *end, void *arg)
{
	struct child *child = arg;

	child->result.exited = end->exited;
	child->result.status = end->status;
	child->result.signal = end->signal;
	finish(child);
}

/* The beginning. */

static int
open_files(struct child *child, int theirs[3], struct err *err)
{
	int rc = child->input == NULL ? child_pipe_null(&theirs[0], err) :
	    child_pipe_open(&child->in, 1, &theirs[0], err);

	if (rc == 0)
		rc = child_pipe_open(&child->out[0].end, 0, &theirs[1],
		    err);
	if (rc == 0)
		rc = child_pipe_open(&child->out[1].end, 0, &theirs[2],
		    err);
	return rc;
}

static void
watch(struct child *child, int timeout_ms)
{
	child->exit = (struct child_exit){ .loop = child->loop,
		.pid = child->pid, .ended = on_exit_event, .arg = child };
	child_exit_watch(&child->exit);
	for (int i = 0; i < 2; i++)
		child->out[i].end.lfd = loop_add_fd(child->loop,
		    child->out[i].end.fd, POLLIN, on_readable, &child->out[i]);
	if (child->input != NULL)
		child->in.lfd = loop_add_fd(child->loop, child->in.fd, POLLOUT,
		    on_writable, child);
	if (timeout_ms > 0)
		child->deadline = loop_add_timer(child->loop, timeout_ms,
		    on_deadline, child);
}

static struct child *
child_new(struct loop *loop, const struct child_spec *spec)
{
	struct child *child = xcalloc(1, sizeof(*child));

	child->loop = loop;
	child->input = spec->input == NULL ? NULL : xstrdup(spec->input);
	child->output_max = spec->max_output == 0 ? OUTPUT_MAX :
	    spec->max_output;
	child->exit.pidfd.fd = child->in.fd = -1;
	for (int i = 0; i < 2; i++)
		child->out[i] = (struct stream){ .end.fd = -1, .is_err = i == 1,
		    .child = child };
	return child;
}

struct child *
child_start(struct loop *loop, const struct child_spec *spec,
    child_line_fn *on_line, child_end_fn *on_end, void *arg, struct err *err)
{
	struct child *child = child_new(loop, spec);
	int theirs[3] = { -1, -1, -1 };

	assert(on_end != NULL && spec->argv[0] != NULL);
	child->on_line = on_line;
	child->on_end = on_end;
	child->arg = arg;
	child->pid = open_files(child, theirs, err) == -1 ? -1 :
	    child_spawn(spec, theirs, err);
	for (int i = 0; i < 3; i++)
		if (theirs[i] != -1)
			(void)close(theirs[i]);
	if (child->pid == -1) {
		child_free(child);
		return NULL;
	}
	watch(child, spec->timeout_ms);
	return child;
}

pid_t
child_pid(const struct child *child)
{
	return child->pid;
}

void
child_signal(struct child *child, int signo)
{
	/* Once reaped, the number may belong to somebody else. */
	if (!child->reaped)
		(void)kill(child->pid, signo);
}

void
child_cancel(struct child *child)
{
	if (child == NULL || child->cancelled)
		return;
	child->cancelled = true;
	if (!child->reaped) {
		signal_group(child, SIGKILL);
		child_forget(child->pid);
	}
	child->reaped = true;
	stop_watching(child);
	enter(child);
	leave(child);
}
