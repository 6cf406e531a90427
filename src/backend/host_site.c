/*
 * The site as a stranger sees it: each page once through each balancer, then
 * the version page often enough that every server had its turn.  Without
 * cookies, so that the balancer chooses.
 */

#include "backend/host_probe.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "backend/host_ask.h"
#include "backend/host_file.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/loop.h"
#include "base/xmalloc.h"

#define TURNS_A_SERVER	4
#define LOG_TAIL	3		/* lines a server */
#define LOG_MAX		(4 * 1024 * 1024)

/* One balancer, one question after the other. */
struct look {
	struct host_site *site;
	const struct lb_config *lb;
	size_t page;			/* of probe.paths; then the turns */
	unsigned turns;
	bool bad;
	struct http *http;
	struct site_look saw;
};

struct host_site {
	const struct provider_ctx *ctx;
	char (*names)[NAME_LEN];	/* servers whose logs are shown */
	size_t n_names, cap_names;
	unsigned turns;
	struct look *looks;
	size_t n_looks, pending;
	struct loop_timer *later;
	provider_done_fn *done;
	void *arg;
};

static void
say_tail(struct host_site *site, const char *name, char *text)
{
	char safe[300];
	char *lines[LOG_TAIL];
	size_t n = 0;

	for (char *p = text, *end; *p != '\0'; p = end) {
		end = p + strcspn(p, "\n");
		if (*end != '\0')
			*end++ = '\0';
		lines[n++ % LOG_TAIL] = p;
	}
	for (size_t i = n > LOG_TAIL ? n - LOG_TAIL : 0; i < n; i++) {
		(void)str_safe(safe, sizeof(safe), lines[i % LOG_TAIL]);
		host_say(site->ctx, "%s: %s", name, safe);
	}
}

/* logs is a directory with an error.log, or a file. */
static void
say_log(struct host_site *site, const char *name)
{
	char path[TEXT_LEN];
	struct buf buf = { 0 };
	struct err err = { 0 };
	struct stat st;

	if (host_fill_name(site->ctx->config->logs_dir, name, path,
	    sizeof(path), &err) == -1 || stat(path, &st) == -1)
		return;
	if (S_ISDIR(st.st_mode))
		(void)str_add(path, sizeof(path), "/error.log");
	if (file_read(path, LOG_MAX, &buf, &err) == -1)
		host_say(site->ctx, "%s: %s", name, err.text);
	else if (buf.len > 0)
		say_tail(site, name, buf.data);
	buf_done(&buf);
}

static void
finish(struct host_site *site)
{
	struct sightings batch = { 0 };
	char text[TEXT_LEN] = "";
	bool good = site->n_looks > 0;

	for (size_t i = 0; i < site->n_looks; i++) {
		struct sighting saw = { .kind = SAW_SITE,
			.u.site = site->looks[i].saw };
		sightings_add(&batch, &saw);
		good = good && saw.u.site.good == TRI_YES;
		(void)str_add(text, sizeof(text), "%s%s: %s",
		    i == 0 ? "" : "; ", saw.u.site.lb, saw.u.site.text);
	}
	if (site->ctx->config->logs_dir[0] != '\0')
		for (size_t i = 0; i < site->n_names; i++)
			say_log(site, site->names[i]);
	site->done(good ? OUTCOME_OK : OUTCOME_FAILED, site->n_looks > 0 ?
	    text : "no such balancer", &batch, site->arg);
	sightings_done(&batch);
	free(site->looks);
	free(site->names);
	free(site);
}

static void
finish_later(void *arg)
{
	finish(arg);
}

static void
look_done(struct look *look)
{
	const char *wanted = look->site->ctx->config->release_to;
	struct site_look *saw = &look->saw;

	saw->at_ms = clock_boot_ms();
	saw->good = !look->bad && strcmp(saw->versions, wanted) == 0 ? TRI_YES :
	    TRI_NO;
	if (!look->bad)
		(void)str_fmt(saw->text, sizeof(saw->text),
		    "all pages 200, answered by %s", saw->versions);
	host_say(look->site->ctx, "%s: %s", saw->lb, saw->text);
	if (--look->site->pending == 0)
		finish(look->site);
}

static void
fail(struct look *look, const char *page, const char *text)
{
	char safe[200];

	if (!look->bad) {
		(void)str_safe(safe, sizeof(safe), text);
		(void)str_fmt(look->saw.text, sizeof(look->saw.text), "%s: %s",
		    page, safe);
	}
	look->bad = true;
}

/* "r41 r42": each version once. */
static void
note_version(struct look *look, const char *version)
{
	const char *p = look->saw.versions;
	size_t len = strlen(version);

	while ((p = strstr(p, version)) != NULL) {
		bool begins = p == look->saw.versions || p[-1] == ' ';
		if (begins && (p[len] == ' ' || p[len] == '\0'))
			return;
		p++;
	}
	(void)str_add(look->saw.versions, sizeof(look->saw.versions), "%s%s",
	    look->saw.versions[0] == '\0' ? "" : " ", version);
}

static const char *
page_of(const struct look *look)
{
	const struct config *config = look->site->ctx->config;

	return look->page < config->probe.paths.n ?
	    config->probe.paths.words[look->page] : config->probe.version;
}

static void ask_next(struct look *look);

static void
answered(const struct http_reply *reply, const struct err *err, void *arg)
{
	struct look *look = arg;
	const struct config *config = look->site->ctx->config;
	char text[NAME_LEN];

	look->http = NULL;
	if (reply == NULL) {
		fail(look, page_of(look), err->text);
	} else if (reply->status != 200) {
		(void)str_fmt(text, sizeof(text), "status %ld", reply->status);
		fail(look, page_of(look), text);
	} else if (look->page >= config->probe.paths.n) {
		host_first_line(reply->body, text, sizeof(text));
		note_version(look, text[0] == '\0' ? "?" : text);
	}
	if (look->page < config->probe.paths.n)
		look->page++;
	else
		look->turns++;
	ask_next(look);
}

static void
ask_next(struct look *look)
{
	struct host_site *site = look->site;
	struct err err = { 0 };

	if (look->page >= site->ctx->config->probe.paths.n &&
	    look->turns == site->turns) {
		look_done(look);
		return;
	}
	look->http = host_get(site->ctx, look->lb->site, page_of(look), 10000,
	    answered, look, &err);
	if (look->http != NULL)
		return;
	fail(look, page_of(look), err.text);
	look_done(look);
}

static void
begin(void *arg)
{
	struct host_site *site = arg;

	site->later = NULL;
	site->pending = site->n_looks;
	/* The last of them may be done at once, and then site is gone. */
	size_t n = site->n_looks;

	for (size_t i = 0; i < n; i++)
		ask_next(&site->looks[i]);
}

static void
add_names(struct host_site *site, const struct facts *facts)
{
	for (size_t i = 0; i < facts->n_servers; i++) {
		if (facts->servers[i].state != CLOUD_OPERATIONAL)
			continue;
		x_grow(site->names, site->n_names, site->cap_names);
		(void)str_copy(site->names[site->n_names++], NAME_LEN,
		    facts->servers[i].name);
	}
}

struct host_site *
host_site_start(const struct provider_ctx *ctx, const char *lb,
    const struct facts *facts, provider_done_fn *done, void *arg)
{
	const struct config *config = ctx->config;
	struct host_site *site = xcalloc(1, sizeof(*site));

	site->ctx = ctx;
	site->done = done;
	site->arg = arg;
	site->looks = xcalloc(config->n_lbs + 1, sizeof(*site->looks));
	for (size_t i = 0; i < config->n_lbs; i++) {
		if (lb[0] != '\0' && strcmp(lb, config->lbs[i].name) != 0)
			continue;
		struct look *look = &site->looks[site->n_looks++];
		look->site = site;
		look->lb = &config->lbs[i];
		(void)str_copy(look->saw.lb, sizeof(look->saw.lb),
		    config->lbs[i].name);
	}
	add_names(site, facts);
	site->turns = TURNS_A_SERVER * ((unsigned)site->n_names + 1);
	site->later = loop_add_timer(ctx->loop, 0, site->n_looks > 0 ? begin :
	    finish_later, site);
	return site;
}

void
host_site_cancel(struct host_site *site)
{
	if (site == NULL)
		return;
	loop_del_timer(site->later);
	for (size_t i = 0; i < site->n_looks; i++)
		http_cancel(site->looks[i].http);
	free(site->looks);
	free(site->names);
	free(site);
}
