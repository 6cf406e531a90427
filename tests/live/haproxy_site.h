/*
 * A real HAProxy for tests: master and worker, tiny servers, visitors that come
 * all the while.  Loopback only; each test has addresses and a directory of its
 * own.
 */
#ifndef TESTS_HAPROXY_SITE_H
#define TESTS_HAPROXY_SITE_H

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "backend/provider.h"
#include "base/file.h"
#include "base/loop.h"
#include "base/str.h"
#include "haproxy_program.h"

#define LIMIT_MS 20000			/* nothing here takes so long */

/* What visitors saw: by the last number of the server's address. */
struct visits {
	unsigned long by[8], lost;
	bool stop;
};

static struct world {
	char dir[64], net[32];		/* "127.9.8." */
	char file[128];
	pid_t master, origins[8], visitors;
	struct visits *visits;
	struct loop *loop;
	struct config config;
	struct lb_config lb;
	char *check[5];
	void *self;

	bool returned;
	bool answered;
	struct sightings batch;		/* of the last refresh or action */
	char trouble[1024];
	enum outcome outcome;
	struct buf lines;
} w;

static inline int
connect_to(int last, int port)
{
	struct sockaddr_in to = { .sin_family = AF_INET };
	char text[64];
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	(void)str_fmt(text, sizeof(text), "%s%d", w.net, last);
	to.sin_port = htons((uint16_t)port);
	(void)inet_pton(AF_INET, text, &to.sin_addr);
	if (connect(fd, (struct sockaddr *)&to, sizeof(to)) == 0)
		return fd;
	(void)close(fd);
	return -1;
}

/* Answers with the last number of its address; "/slow" waits for DIR/go. */
static inline void
answer(int fd, int last)
{
	char text[512] = "", path[128];
	struct stat st;

	if (read(fd, text, sizeof(text) - 1) <= 0)
		return;
	(void)str_fmt(path, sizeof(path), "%s/go", w.dir);
	while (strstr(text, "/slow") != NULL && stat(path, &st) == -1)
		(void)usleep(10000);
	(void)dprintf(fd, "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n"
	    "Connection: close\r\n\r\n%d", last);
}

static inline void
touch_go(void)
{
	char path[128];

	(void)str_fmt(path, sizeof(path), "%s/go", w.dir);
	cr_assert_eq(file_write(path, "", 0, 0600, NULL), 0);
}

/* On NET.last, a process a connection.  Returns in the parent only. */
static inline pid_t
start_server(int last, uint16_t port, void (*talk)(int fd, int last))
{
	struct sockaddr_in at = { .sin_family = AF_INET,
		.sin_port = htons(port) };
	int one = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	char text[64];
	pid_t pid;

	(void)str_fmt(text, sizeof(text), "%s%d", w.net, last);
	(void)inet_pton(AF_INET, text, &at.sin_addr);
	(void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	cr_assert_eq(bind(fd, (struct sockaddr *)&at, sizeof(at)), 0, "%s", text);
	cr_assert_eq(listen(fd, 64), 0);
	pid = fork();
	if (pid != 0) {
		(void)close(fd);
		return pid;
	}
	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	(void)signal(SIGCHLD, SIG_IGN);
	for (;;) {
		int client = accept(fd, NULL, NULL);

		if (client != -1 && fork() == 0) {
			(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
			talk(client, last);
			_exit(0);
		}
		(void)close(client);
	}
}

static inline void
start_origin(int last)
{
	w.origins[last] = start_server(last, 8081, answer);
}

/* Says "ready" to every agent check, which undoes a drain or a maint. */
static inline void
say_ready(int fd, int last)
{
	(void)last;
	(void)dprintf(fd, "ready up\n");
}

/* The digit of the server that answered, or -1. */
static inline int
visit(const char *path)
{
	char text[1024] = "";
	size_t len = 0;
	ssize_t n;
	int fd = connect_to(1, 8080);

	if (fd == -1)
		return -1;
	(void)dprintf(fd, "GET %s HTTP/1.0\r\nHost: x\r\n\r\n", path);
	while ((n = read(fd, text + len, sizeof(text) - 1 - len)) > 0)
		len += (size_t)n;
	(void)close(fd);
	if (strstr(text, " 200 ") == NULL || len == 0)
		return -1;
	return text[len - 1] - '0';
}

static inline void
start_visitors(void)
{
	w.visits = mmap(NULL, sizeof(*w.visits), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	w.visitors = fork();
	if (w.visitors != 0)
		return;
	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	while (!*(volatile bool *)&w.visits->stop) {
		int by = visit("/");

		if (by > 0 && by < 8)
			w.visits->by[by]++;
		else
			w.visits->lost++;
		(void)usleep(2000);
	}
	_exit(0);
}

static inline void
stop_visitors(void)
{
	w.visits->stop = true;
	(void)waitpid(w.visitors, NULL, 0);
	w.visitors = 0;
}

static inline void
write_config(const char *global, const char *backend)
{
	struct buf text = { .data = NULL };

	buf_printf(&text, "global\n"
	    "  stats socket %s/admin level admin\n"
	    "  stats socket %s/user level user\n"
	    "  stats socket ipv4@%s1:9999 level admin\n"
	    "  stats timeout 30s\n%s"
	    /* A check has its interval, 100 ms, unless said otherwise. */
	    "defaults\n  mode http\n  timeout connect 1s\n  timeout check 5s\n"
	    "  timeout client 30s\n  timeout server 30s\n  retries 0\n"
	    "frontend app\n  bind %s1:8080\n  default_backend app\n"
	    "backend app\n  balance roundrobin\n"
	    "  option httpchk GET /\n  http-check disable-on-404\n%s"
	    "    server a %s2:8081 check inter 100 weight 3 # first\n"
	    "    server b %s3:8081 check inter 100\n"
	    "\n# the end\n", w.dir, w.dir, w.net, global, w.net, backend,
	    w.net, w.net);
	(void)str_fmt(w.file, sizeof(w.file), "%s/haproxy.cfg", w.dir);
	cr_assert_eq(file_write(w.file, text.data, text.len, 0640, NULL), 0);
	buf_done(&text);
}

static inline void
start_haproxy(void)
{
	char master[128], log[128];
	int fd;

	(void)str_fmt(master, sizeof(master), "%s/master", w.dir);
	(void)str_fmt(log, sizeof(log), "%s/log", w.dir);
	w.master = fork();
	if (w.master != 0)
		return;
	/* It ends with the test, also when that crashes. */
	(void)prctl(PR_SET_PDEATHSIG, SIGTERM);
	fd = open(log, O_WRONLY | O_CREAT | O_APPEND, 0600);
	(void)dup2(fd, STDOUT_FILENO);
	(void)dup2(fd, STDERR_FILENO);
	(void)execlp(haproxy(), haproxy(), "-W", "-S", master, "-f", w.file,
	    (char *)NULL);
	_exit(127);
}

#endif
