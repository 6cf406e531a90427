/*
 * One request and its answer over a stream socket.  Until the first byte has
 * left, a failure is certain (ERR_IO); after it, the outcome is unknown.
 */

#include "config.h"

#include "base/sock.h"

#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/loop.h"
#include "base/sock_address.h"
#include "base/str.h"
#include "base/xmalloc.h"

#define TIMEOUT_MS	2000
#define REPLY_MAX	(16 << 20)
#define AGAIN_MS	20

struct sock {
	struct loop *loop;
	struct sock_address address;
	char *name;			/* the address, for people */
	char *request;
	size_t request_len, sent;
	bool half_close;
	size_t reply_max;
	struct buf reply;
	int timeout_ms;
	int fd;
	bool connected;
	struct loop_fd *lfd;
	struct loop_timer *again;	/* the other side's queue was full */
	struct loop_timer *deadline;
	struct loop_timer *failed;	/* at once, with err: told later */
	struct err err;
	bool ended;
	sock_done_fn *done;
	void *arg;
};

static void
close_all(struct sock *sock)
{
	loop_del_fd(sock->lfd);
	loop_del_timer(sock->again);
	loop_del_timer(sock->deadline);
	loop_del_timer(sock->failed);
	sock->lfd = NULL;
	sock->again = sock->deadline = sock->failed = NULL;
	if (sock->fd != -1)
		(void)close(sock->fd);
	sock->fd = -1;
}

static void
sock_free(struct sock *sock)
{
	close_all(sock);
	buf_done(&sock->reply);
	free(sock->request);
	free(sock->name);
	free(sock);
}

/* sock_cancel() within the callback finds `ended` and does nothing. */
static void
end(struct sock *sock, const struct err *err)
{
	close_all(sock);
	sock->ended = true;
	if (err != NULL)
		sock->done(NULL, 0, err, sock->arg);
	else
		sock->done(sock->reply.data, sock->reply.len, NULL, sock->arg);
	sock_free(sock);
}

/* The code tells whether anything was sent. */
static void
fail(struct sock *sock, enum err_code if_sent, const char *words)
{
	struct err err;

	(void)err_set(&err, sock->sent == 0 ? ERR_IO : if_sent, "%s: %s",
	    sock->name, words);
	end(sock, &err);
}

static void
on_deadline(void *arg)
{
	struct sock *sock = arg;
	char words[80];

	sock->deadline = NULL;
	(void)str_fmt(words, sizeof(words), "no %s within %d ms",
	    !sock->connected ? "connection" : "complete answer",
	    sock->timeout_ms);
	fail(sock, ERR_TIMEOUT, words);
}

/* False when it failed, and the sock is no more. */
static bool
send_some(struct sock *sock)
{
	size_t left = sock->request_len - sock->sent;
	ssize_t n = send(sock->fd, sock->request + sock->sent, left,
	    MSG_NOSIGNAL);

	if (n == -1 && (errno == EAGAIN || errno == EINTR))
		return true;
	if (n == -1) {
		fail(sock, ERR_PARSE, strerror(errno));
		return false;
	}
	sock->sent += (size_t)n;
	if (sock->sent == sock->request_len)
		loop_set_events(sock->lfd, POLLIN);
	return true;
}

/* Not with the request: HAProxy's master of 3.0 and 3.2 may then keep the connection
 * for ever, when it has no such worker, and of those it has ten. */
static void
take(struct sock *sock, const char *data, size_t n)
{
	if (sock->half_close && sock->reply.len == 0)
		(void)shutdown(sock->fd, SHUT_WR);
	buf_add(&sock->reply, data, n);
}

static void
receive_some(struct sock *sock)
{
	char data[16384];
	ssize_t n = recv(sock->fd, data, sizeof(data), 0);

	if (n == -1 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n == -1) {
		fail(sock, ERR_PARSE, strerror(errno));
	} else if (n == 0 && sock->sent < sock->request_len) {
		fail(sock, ERR_PARSE, "closed before it had taken the request");
	} else if (n == 0) {
		buf_add(&sock->reply, NULL, 0);
		end(sock, NULL);
	} else if ((size_t)n > sock->reply_max - sock->reply.len) {
		fail(sock, ERR_PARSE, "the answer is too long");
	} else {
		take(sock, data, (size_t)n);
	}
}

static void
on_event(int fd, short revents, void *arg)
{
	struct sock *sock = arg;

	if (!sock->connected) {
		int error = 0;
		socklen_t len = sizeof(error);

		if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &len) == -1)
			error = errno;
		if (error != 0) {
			fail(sock, ERR_IO, strerror(error));
			return;
		}
		sock->connected = true;
	}
	if (sock->sent < sock->request_len && !send_some(sock))
		return;
	/* An answer may come before the whole request is taken. */
	if ((revents & (POLLIN | POLLHUP | POLLERR)) != 0)
		receive_some(sock);
}

static void on_again(void *arg);

/* 0: connected or under way; -1: errno says why not. */
static int
try_connect(struct sock *sock)
{
	const void *address = &sock->address.storage;
	int rc = connect(sock->fd, address, sock->address.len);

	/* A local socket whose queue is full says EAGAIN at once, where TCP
	 * would wait by itself. */
	if (rc == -1 && errno == EAGAIN) {
		sock->again = loop_add_timer(sock->loop, AGAIN_MS, on_again,
		    sock);
		return 0;
	}
	if (rc == -1 && errno != EINPROGRESS && errno != EINTR)
		return -1;
	sock->lfd = loop_add_fd(sock->loop, sock->fd, POLLIN | POLLOUT,
	    on_event, sock);
	return 0;
}

static void
on_again(void *arg)
{
	struct sock *sock = arg;

	sock->again = NULL;
	if (try_connect(sock) == -1)
		fail(sock, ERR_IO, strerror(errno));
}

static struct sock *
sock_new(struct loop *loop, const struct sock_ask *ask)
{
	struct sock *sock = xcalloc(1, sizeof(*sock));

	sock->loop = loop;
	sock->name = xstrdup(ask->address);
	sock->request = xstrdup(ask->request);
	sock->request_len = strlen(ask->request);
	sock->half_close = ask->half_close;
	sock->reply_max = ask->max_reply == 0 ? REPLY_MAX : ask->max_reply;
	sock->timeout_ms = ask->timeout_ms == 0 ? TIMEOUT_MS : ask->timeout_ms;
	sock->fd = -1;
	return sock;
}

static void
on_failed(void *arg)
{
	struct sock *sock = arg;
	struct err err = sock->err;

	sock->failed = NULL;
	end(sock, &err);
}

static int
begin(struct sock *sock)
{
	if (sock_address_parse(&sock->address, sock->name, &sock->err) == -1)
		return -1;
	sock->fd = socket(sock->address.storage.ss_family, SOCK_STREAM |
	    SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (sock->fd == -1 || try_connect(sock) == -1)
		return err_sys(&sock->err, "%s", sock->name);
	return 0;
}

struct sock *
sock_start(struct loop *loop, const struct sock_ask *ask, sock_done_fn *done,
    void *arg)
{
	struct sock *sock = sock_new(loop, ask);

	assert(done != NULL && ask->request[0] != '\0');
	sock->done = done;
	sock->arg = arg;
	if (begin(sock) == 0)
		sock->deadline = loop_add_timer(loop, sock->timeout_ms,
		    on_deadline, sock);
	else
		sock->failed = loop_add_timer(loop, 0, on_failed, sock);
	return sock;
}

void
sock_cancel(struct sock *sock)
{
	if (sock != NULL && !sock->ended)
		sock_free(sock);
}
