/*
 * RightScale, through its CM API 1.5.  The book that was read last says which hrefs
 * an action is about.
 */

#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "backend/inputs_save.h"
#include "backend/provider.h"
#include "backend/rs_book.h"
#include "backend/rs_client.h"
#include "backend/rs_do.h"
#include "backend/rs_list.h"
#include "backend/rs_look.h"
#include "backend/rs_xref.h"
#include "base/clock.h"
#include "base/loop.h"
#include "base/xmalloc.h"

#define LOOK_MS 30000

struct cloud_rs {
	struct provider_ctx ctx;
	struct rs_client *client;
	struct rs_book book;
	struct rs_list *listing;
	/* Beside the listings, now and then. */
	struct rs_look *look;
	struct rs_looks looks;
	int64_t looked_ms, since_s;
	provider_saw_fn *saw;
	void *saw_arg;
	/* The action in hand. */
	struct rs_do *job;
	struct rs_xref *xref;		/* before the save */
	struct inputs_save *save;
	char save_path[TEXT_LEN];
	struct rs_list *inputs;		/* of the save */
	inputs_got_fn *got;
	void *got_arg;
	provider_done_fn *done;
	void *done_arg;
};

static int
check_config(const struct config *config, struct err *err)
{
	const struct rs_config *rs = &config->cloud.rs;

	if (rs->server_template[0] == '\0' || rs->pool[0] == '\0')
		return err_set(err, ERR_CONFIG, "cloud.rightscale needs api, "
		    "server_template and pool");
	if ((rs->secret_file[0] == '\0') == (rs->secret_command.n == 0))
		return err_set(err, ERR_CONFIG, "cloud.rightscale needs one of "
		    "secret_file and secret_command: the refresh token, or the "
		    "password of email");
	if (rs->email[0] != '\0' && rs->account[0] == '\0')
		return err_set(err, ERR_CONFIG, "cloud.rightscale.email needs "
		    "account: its number");
	if (!str_eq(rs->address, "private") && !str_eq(rs->address, "public"))
		return err_set(err, ERR_CONFIG, "cloud.rightscale.address is "
		    "\"private\" or \"public\"");
	if (!str_eq(rs->lock_new, "release") && !str_eq(rs->lock_new, "keep") &&
	    !str_eq(rs->lock_new, "no"))
		return err_set(err, ERR_CONFIG, "cloud.rightscale.lock_new is "
		    "\"release\", \"keep\" or \"no\"");
	if (!str_eq(rs->attach_on, "servers") &&
	    !str_eq(rs->attach_on, "balancers"))
		return err_set(err, ERR_CONFIG, "cloud.rightscale.attach_on is "
		    "\"servers\" or \"balancers\"");
	return 0;
}

static int
cloud_open(void **self, const struct provider_ctx *ctx, struct err *err)
{
	struct rs_client *client;

	if (check_config(ctx->config, err) == -1)
		return -1;
	client = rs_client_new(ctx->loop, ctx->config, err);
	if (client == NULL)
		return -1;
	struct cloud_rs *cloud = xcalloc(1, sizeof(*cloud));
	cloud->ctx = *ctx;
	cloud->client = client;
	cloud->since_s = clock_wall_ms() / 1000;
	*self = cloud;
	return 0;
}

static void
looked(struct rs_looks *looks, void *arg)
{
	struct cloud_rs *cloud = arg;

	cloud->look = NULL;
	cloud->looked_ms = loop_now_ms(cloud->ctx.loop);
	rs_looks_done(&cloud->looks);
	cloud->looks = *looks;
	*looks = (struct rs_looks){ 0 };
}

/* The first at once: doctor and the beginning of a run want it too. */
static void
look_around(struct cloud_rs *cloud)
{
	int64_t now = loop_now_ms(cloud->ctx.loop);

	if (cloud->look == NULL &&
	    (cloud->looked_ms == 0 || now - cloud->looked_ms >= LOOK_MS))
		cloud->look = rs_look_start(cloud->client, cloud->ctx.config,
		    &cloud->book, cloud->since_s, looked, cloud);
}

static void
listed(struct rs_book *book, const struct err *err, void *arg)
{
	struct cloud_rs *cloud = arg;
	struct sightings batch = { 0 };

	cloud->listing = NULL;
	if (book == NULL) {
		cloud->saw(NULL, err->text, cloud->saw_arg);
		return;
	}
	rs_book_done(&cloud->book);
	cloud->book = *book;
	*book = (struct rs_book){ 0 };
	rs_book_sightings(&cloud->book, cloud->ctx.config, &batch);
	rs_looks_tell(&cloud->looks, &batch);
	look_around(cloud);
	cloud->saw(&batch, NULL, cloud->saw_arg);
	sightings_done(&batch);
}

static void
cloud_refresh(void *self, const struct facts *facts, provider_saw_fn *saw,
    void *arg)
{
	struct cloud_rs *cloud = self;

	(void)facts;
	cloud->saw = saw;
	cloud->saw_arg = arg;
	cloud->listing = rs_list_start(cloud->client, cloud->ctx.config, listed,
	    cloud);
}

static void
got_inputs(struct rs_book *book, const struct err *err, void *arg)
{
	struct cloud_rs *cloud = arg;
	struct sightings batch = { 0 };

	cloud->inputs = NULL;
	if (book != NULL)
		rs_book_sightings(book, cloud->ctx.config, &batch);
	cloud->got(book != NULL ? &batch : NULL, err, cloud->got_arg);
	sightings_done(&batch);
}

static void
ask_inputs(void *self, inputs_got_fn *got, void *arg)
{
	struct cloud_rs *cloud = self;

	cloud->got = got;
	cloud->got_arg = arg;
	cloud->inputs = rs_list_start(cloud->client, cloud->ctx.config,
	    got_inputs, cloud);
}

static void
cancel_inputs(void *self)
{
	struct cloud_rs *cloud = self;

	rs_list_cancel(cloud->inputs);
	cloud->inputs = NULL;
}

static void
ended(enum outcome outcome, const char *text, const struct sightings *batch,
    void *arg)
{
	struct cloud_rs *cloud = arg;

	cloud->job = NULL;
	cloud->save = NULL;
	cloud->done(outcome, text, batch, cloud->done_arg);
}

/* The report is for people: without it the save goes on. */
static void
reported(const char *path, const struct err *err, void *arg)
{
	struct cloud_rs *cloud = arg;
	const struct inputs_source source = { ask_inputs, cancel_inputs, cloud };
	char text[2 * TEXT_LEN];

	cloud->xref = NULL;
	(void)str_fmt(text, sizeof(text), "report of all inputs by server: %s%s",
	    err == NULL ? "" : "none, ", err == NULL ? path : err->text);
	cloud->ctx.output(text, cloud->ctx.output_arg);
	cloud->save = inputs_save_start(&source, cloud->save_path, ended, cloud);
}

static void
save_inputs(struct cloud_rs *cloud, const char *path)
{
	const char *slash = strrchr(path, '/');
	char dir[TEXT_LEN];

	(void)str_copy(cloud->save_path, sizeof(cloud->save_path), path);
	(void)str_copy_n(dir, sizeof(dir), path,
	    slash == NULL ? 0 : (size_t)(slash - path));
	cloud->xref = rs_xref_start(cloud->client, &cloud->book,
	    dir[0] != '\0' ? dir : ".", reported, cloud);
}

static void
cloud_perform(void *self, const struct action *action, const struct facts *facts,
    provider_done_fn *done, void *arg)
{
	struct cloud_rs *cloud = self;

	cloud->done = done;
	cloud->done_arg = arg;
	if (action->kind == ACTION_SAVE_INPUTS)
		save_inputs(cloud, action->arg);
	else
		cloud->job = rs_do_start(&cloud->ctx, cloud->client,
		    &cloud->book, facts, action, ended, cloud);
}

static void
cloud_close(void *self)
{
	struct cloud_rs *cloud = self;

	if (cloud == NULL)
		return;
	rs_list_cancel(cloud->listing);
	rs_look_cancel(cloud->look);
	rs_looks_done(&cloud->looks);
	rs_do_cancel(cloud->job);
	rs_xref_cancel(cloud->xref);
	inputs_save_cancel(cloud->save);
	rs_book_done(&cloud->book);
	rs_client_free(cloud->client);
	free(cloud);
}

const struct provider_ops cloud_rightscale = {
	.name = "rightscale",
	.open = cloud_open,
	.refresh = cloud_refresh,
	.perform = cloud_perform,
	.close = cloud_close,
};
