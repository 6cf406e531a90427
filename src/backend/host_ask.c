/*
 * One server asked about itself.  The status page comes last and alone, so that
 * our own other questions are not counted as busy workers; and again a few times
 * when somebody is busy, since Apache counts a worker until it has closed.
 */

#include "backend/host_ask.h"

#include <stdlib.h>
#include <string.h>

#include "backend/host_file.h"
#include "base/clock.h"
#include "base/loop.h"
#include "base/xmalloc.h"

#define BUSY_AGAIN_MS 80
#define BUSY_ASKS 5

enum page { PAGE_HEALTH, PAGE_VERSION, PAGE_DATABASE, PAGE_STATUS, PAGE_COUNT };

struct host_ask;

struct question {
	struct host_ask *ask;
	enum page page;
	struct http *http;
};

struct host_ask {
	const struct provider_ctx *ctx;
	char site[NAME_LEN + 16];
	int timeout_ms;
	struct question questions[PAGE_COUNT];
	struct host_file *file;
	unsigned pending;
	unsigned status_asks;		/* the status page was asked so often */
	struct loop_timer *again;
	struct host_answer answer;
	host_ask_fn *done;
	void *arg;
};

void
host_first_line(const char *body, char *dst, size_t size)
{
	char line[NAME_LEN];

	(void)str_copy_n(line, sizeof(line), body, strcspn(body, "\r\n"));
	(void)str_safe(dst, size, str_trim(line));
}

struct http *
host_get(const struct provider_ctx *ctx, const char *site, const char *page,
    int timeout_ms, http_done_fn *done, void *arg, struct err *err)
{
	char url[TEXT_LEN + NAME_LEN], host[NAME_LEN + 8];
	const char *headers[] = { host, NULL };
	struct http_ask ask = { .url = url, .timeout_ms = timeout_ms,
		.connect_ms = timeout_ms, .max_body = 65536 };

	if (str_ends(site, "/") && page[0] == '/')
		page++;
	if (!str_fmt(url, sizeof(url), "%s%s", site, page)) {
		(void)err_set(err, ERR_CONFIG, "address too long");
		return NULL;
	}
	(void)str_fmt(host, sizeof(host), "Host: %s", ctx->config->probe.host);
	if (ctx->config->probe.host[0] != '\0')
		ask.headers = headers;
	return http_start(ctx->loop, &ask, done, arg, err);
}

static void
note_trouble(struct host_ask *ask, const char *what, const char *text)
{
	struct self_report *self = &ask->answer.self;
	char safe[200];

	if (self->trouble[0] != '\0')
		return;
	(void)str_safe(safe, sizeof(safe), text);
	(void)str_fmt(self->trouble, sizeof(self->trouble), "%s: %s", what, safe);
}

static void
take_health(struct host_ask *ask, const char *line, long status)
{
	(void)line;
	ask->answer.self.answers = status == 200 ? TRI_YES : TRI_NO;
	(void)str_fmt(ask->answer.health, sizeof(ask->answer.health), "%ld",
	    status);
	if (status != 200)
		note_trouble(ask, "health page", ask->answer.health);
}

static void
take_version(struct host_ask *ask, const char *body, long status)
{
	struct self_report *self = &ask->answer.self;

	if (status == 200)
		host_first_line(body, self->version, sizeof(self->version));
	else
		note_trouble(ask, "version page", "no version");
}

/* "ok IDENTITY", or a sentence. */
static void
take_database(struct host_ask *ask, const char *body, long status)
{
	struct self_report *self = &ask->answer.self;
	char *text = ask->answer.database;

	host_first_line(body, text, sizeof(ask->answer.database));
	if (status == 200 && str_starts(text, "ok "))
		(void)str_copy(self->db, sizeof(self->db), text + 3);
	else
		note_trouble(ask, "database page", text);
}

static void
take_status(struct host_ask *ask, const char *body, long status)
{
	static const char field[] = "BusyWorkers:";
	const char *p = status == 200 ? strstr(body, field) : NULL;
	char number[16];
	int64_t busy;

	if (p == NULL)
		return;
	p += sizeof(field) - 1;
	(void)str_copy_n(number, sizeof(number), p, strcspn(p, "\r\n"));
	if (str_to_i64(str_trim(number), 0, 1000000, &busy))
		/* Without the one that answers us. */
		ask->answer.self.busy = busy > 0 ? (int)busy - 1 : 0;
}

static const struct {
	const char *what;
	void (*take)(struct host_ask *ask, const char *body, long status);
} pages[] = {
	[PAGE_HEALTH] = { "health page", take_health },
	[PAGE_VERSION] = { "version page", take_version },
	[PAGE_DATABASE] = { "database page", take_database },
	[PAGE_STATUS] = { "status page", take_status },
};

static const char *
page_path(const struct config *config, enum page page)
{
	switch (page) {
	case PAGE_HEALTH:
		return config->probe.health;
	case PAGE_VERSION:
		return config->probe.version;
	case PAGE_DATABASE:
		return config->probe.database;
	case PAGE_STATUS:
		return config->probe.status;
	case PAGE_COUNT:
		break;
	}
	return "";
}

static void one_less(struct host_ask *ask);

static void
no_answer(struct host_ask *ask, enum page page, const char *text)
{
	if (page == PAGE_HEALTH) {
		ask->answer.self.answers = TRI_NO;
		(void)str_safe(ask->answer.health, sizeof(ask->answer.health),
		    text);
	}
	if (page == PAGE_DATABASE)
		(void)str_safe(ask->answer.database,
		    sizeof(ask->answer.database), text);
	if (page != PAGE_STATUS)
		note_trouble(ask, pages[page].what, text);
}

static void
answered(const struct http_reply *reply, const struct err *err, void *arg)
{
	struct question *question = arg;
	struct host_ask *ask = question->ask;

	question->http = NULL;
	if (reply == NULL)
		no_answer(ask, question->page, err->text);
	else
		pages[question->page].take(ask, reply->body, reply->status);
	one_less(ask);
}

static void
put_question(struct host_ask *ask, enum page page, int timeout_ms)
{
	const char *path = page_path(ask->ctx->config, page);
	struct question *question = &ask->questions[page];
	struct err err = { 0 };

	if (path[0] == '\0')
		return;
	*question = (struct question){ .ask = ask, .page = page };
	question->http = host_get(ask->ctx, ask->site, path, timeout_ms,
	    answered, question, &err);
	if (question->http != NULL)
		ask->pending++;
	else
		no_answer(ask, page, err.text);
}

static void
file_looked(enum outcome outcome, enum tri there, const char *text, void *arg)
{
	struct host_ask *ask = arg;

	(void)outcome;
	ask->file = NULL;
	ask->answer.self.health_file = there;
	if (there == TRI_UNKNOWN)
		note_trouble(ask, "health file", text);
	one_less(ask);
}

static void
ask_status(void *arg)
{
	struct host_ask *ask = arg;

	ask->again = NULL;
	ask->status_asks++;
	ask->pending++;
	put_question(ask, PAGE_STATUS, ask->timeout_ms / 3);
	one_less(ask);
}

static void
one_less(struct host_ask *ask)
{
	if (--ask->pending > 0)
		return;
	if (ask->status_asks == 0 && ask->answer.self.answers != TRI_UNKNOWN) {
		ask_status(ask);
		return;
	}
	if (ask->answer.self.busy > 0 && ask->status_asks < BUSY_ASKS) {
		ask->again = loop_add_timer(ask->ctx->loop, BUSY_AGAIN_MS,
		    ask_status, ask);
		return;
	}
	ask->answer.self.seen_ms = clock_boot_ms();
	ask->done(&ask->answer, ask->arg);
	free(ask);
}

/* The address comes from the cloud: nothing but host and port. */
static bool
is_address(const char *addr)
{
	size_t len = strlen(addr);

	return len > 0 && strchr(addr, ':') != NULL && strspn(addr,
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	    ".-:[]") == len;
}

struct host_ask *
host_ask_start(const struct provider_ctx *ctx, const struct server *sv,
    enum host_depth depth, int timeout_ms, host_ask_fn *done, void *arg)
{
	struct host_ask *ask = xcalloc(1, sizeof(*ask));

	ask->ctx = ctx;
	ask->timeout_ms = timeout_ms;
	ask->done = done;
	ask->arg = arg;
	ask->answer.self.busy = -1;
	(void)str_fmt(ask->site, sizeof(ask->site), "http://%s", sv->addr);
	if (!is_address(sv->addr))
		note_trouble(ask, "address", sv->addr);
	else
		for (enum page page = 0; page < PAGE_STATUS; page++) {
			if (page == PAGE_DATABASE && depth == HOST_GLANCE)
				continue;
			put_question(ask, page, timeout_ms / 3 * 2);
		}
	ask->pending++;
	ask->file = host_file_start(ctx, sv, FILE_LOOK, timeout_ms / 3 * 2,
	    file_looked, ask);
	return ask;
}

void
host_ask_cancel(struct host_ask *ask)
{
	if (ask == NULL)
		return;
	for (size_t i = 0; i < PAGE_COUNT; i++)
		http_cancel(ask->questions[i].http);
	host_file_cancel(ask->file);
	loop_del_timer(ask->again);
	free(ask);
}
