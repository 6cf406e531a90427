/* A server on a unix socket: one line in, one line back. */

#include "config.h"

#include "local/line.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/loop.h"
#include "base/xmalloc.h"

#define PEERS_MAX 64
#define LINE_MAX_BYTES 65536
#define PEER_MS 10000

struct peer {
	struct line_server *server;
	struct peer *next;
	struct loop_fd *lfd;
	struct loop_timer *timer;
	int fd;
	struct buf in, out;
	size_t sent;
};

struct line_server {
	struct loop *loop;
	struct loop_fd *lfd;
	int fd;
	char path[sizeof(((struct sockaddr_un *)0)->sun_path)];
	struct peer *peers;
	unsigned n_peers;
	line_fn *fn;
	void *arg;
};

static void
peer_close(struct peer *peer)
{
	struct peer **link = &peer->server->peers;
	while (*link != peer)
		link = &(*link)->next;
	*link = peer->next;
	peer->server->n_peers--;
	loop_del_fd(peer->lfd);
	loop_del_timer(peer->timer);
	(void)close(peer->fd);
	buf_done(&peer->in);
	buf_done(&peer->out);
	free(peer);
}

static void
peer_late(void *arg)
{
	struct peer *peer = arg;
	peer->timer = NULL;
	peer_close(peer);
}

static void
peer_write(struct peer *peer)
{
	ssize_t n = send(peer->fd, peer->out.data + peer->sent,
	    peer->out.len - peer->sent, MSG_NOSIGNAL | MSG_DONTWAIT);
	if (n == -1 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n > 0)
		peer->sent += (size_t)n;
	if (n <= 0 || peer->sent == peer->out.len)
		peer_close(peer);
}

static void
peer_answer(struct peer *peer, size_t len)
{
	peer->server->fn(peer->in.data, len, &peer->out, peer->server->arg);
	buf_puts(&peer->out, "\n");
	loop_set_events(peer->lfd, POLLOUT);
	peer_write(peer);
}

static void
peer_read(struct peer *peer)
{
	char chunk[4096];
	ssize_t n = recv(peer->fd, chunk, sizeof(chunk), MSG_DONTWAIT);
	if (n == -1 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n <= 0) {			/* a line without its end is no line */
		peer_close(peer);
		return;
	}
	buf_add(&peer->in, chunk, (size_t)n);
	const char *end = memchr(peer->in.data, '\n', peer->in.len);
	if (end != NULL)
		peer_answer(peer, (size_t)(end - peer->in.data));
	else if (peer->in.len >= LINE_MAX_BYTES)
		peer_close(peer);
}

static void
peer_ready(int fd, short revents, void *arg)
{
	struct peer *peer = arg;
	(void)fd, (void)revents;	/* errors show in the call below */
	if (peer->out.len > 0)
		peer_write(peer);
	else
		peer_read(peer);
}

static void
server_ready(int fd, short revents, void *arg)
{
	struct line_server *server = arg;
	(void)revents;
	int peer_fd = accept4(fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
	if (peer_fd == -1)
		return;
	if (server->n_peers == PEERS_MAX) {
		(void)close(peer_fd);
		return;
	}
	struct peer *peer = xcalloc(1, sizeof(*peer));
	peer->server = server;
	peer->fd = peer_fd;
	peer->next = server->peers;
	server->peers = peer;
	server->n_peers++;
	peer->lfd = loop_add_fd(server->loop, peer_fd, POLLIN, peer_ready, peer);
	peer->timer = loop_add_timer(server->loop, PEER_MS, peer_late, peer);
}

static int
listen_on(const char *path, struct err *err)
{
	struct sockaddr_un addr = { .sun_family = AF_UNIX };
	struct stat st;

	if (!str_copy(addr.sun_path, sizeof(addr.sun_path), path))
		return err_set(err, ERR_CONFIG, "%s: longer than %zu bytes, which is "
		    "all that a socket's path may have", path,
		    sizeof(addr.sun_path) - 1);
	if (lstat(path, &st) == 0 && S_ISSOCK(st.st_mode))
		(void)unlink(path);	/* bind tells if it is still there */
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd == -1)
		return err_sys(err, "socket");
	mode_t mask = umask(0177);
	int bound = bind(fd, (const struct sockaddr *)&addr, sizeof(addr));
	(void)umask(mask);
	if (bound == -1 || listen(fd, PEERS_MAX) == -1) {
		err_sys(err, "%s", path);
		(void)close(fd);
		return -1;
	}
	return fd;
}

struct line_server *
line_open(struct loop *loop, const char *path, line_fn *fn, void *arg,
    struct err *err)
{
	int fd = listen_on(path, err);
	if (fd == -1)
		return NULL;
	struct line_server *server = xcalloc(1, sizeof(*server));
	server->loop = loop;
	server->fd = fd;
	server->fn = fn;
	server->arg = arg;
	(void)str_copy(server->path, sizeof(server->path), path);
	server->lfd = loop_add_fd(loop, fd, POLLIN, server_ready, server);
	return server;
}

bool
line_busy(const struct line_server *server)
{
	return server->peers != NULL;
}

void
line_close(struct line_server *server)
{
	if (server == NULL)
		return;
	while (server->peers != NULL)
		peer_close(server->peers);
	loop_del_fd(server->lfd);
	(void)close(server->fd);
	(void)unlink(server->path);
	free(server);
}
