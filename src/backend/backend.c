/* The door: redeems permits, picks the provider, hands on what was seen. */

#include "backend/backend.h"

#include <stdlib.h>
#include <string.h>

#include "backend/provider.h"
#include "backend/secrets.h"
#include "base/clock.h"
#include "base/loop.h"
#include "base/vault.h"
#include "base/xmalloc.h"
#include "guard/guard.h"

/* One provider that is open, and the question it is answering, if any. */
struct outlet {
	const struct provider_ops *ops;
	void *self;
	enum source_kind kind;
	char name[NAME_LEN];
	struct backend *backend;
	bool asking;
};

struct backend {
	struct loop *loop;
	const struct config *config;
	struct guard *guard;
	struct vault *vault;
	backend_saw_fn *saw;
	backend_output_fn *output;
	void *arg;
	struct outlet *outlets;
	size_t n, cap;
	/* The action in hand. */
	struct outlet *acting;
	backend_done_fn *done;
	void *done_arg;
};

static const struct provider_ops *const clouds[] = { &cloud_exec,
	&cloud_local, &cloud_rightscale };

static const struct provider_ops *
find_cloud(const char *name)
{
	for (size_t i = 0; i < countof(clouds); i++)
		if (str_eq(clouds[i]->name, name))
			return clouds[i];
	return NULL;
}

static int
add_outlet(struct backend *be, const struct provider_ops *ops,
    enum source_kind kind, const char *name, const struct lb_config *lb,
    struct err *err)
{
	struct outlet *out = &be->outlets[be->n];
	const struct provider_ctx ctx = {
		.loop = be->loop, .config = be->config, .lb = lb,
		.output = be->output, .output_arg = be->arg,
	};

	out->ops = ops;
	out->kind = kind;
	out->backend = be;
	str_copy(out->name, sizeof(out->name), name);
	if (ops->open(&out->self, &ctx, err) == -1)
		return err_prefix(err, "%s", name);
	be->n++;
	return 0;
}

static int
add_outlets(struct backend *be, struct err *err)
{
	const struct config *config = be->config;
	const struct provider_ops *cloud = find_cloud(config->cloud.provider);

	if (cloud == NULL)
		return err_set(err, ERR_CONFIG,
		    "cloud.provider: there is no provider \"%s\"",
		    config->cloud.provider);
	/* Room for all at once: outlets are pointed at and must not move. */
	be->outlets = xcalloc(config->n_lbs + 3, sizeof(*be->outlets));
	if (add_outlet(be, cloud, SOURCE_CLOUD, "cloud", NULL, err) == -1)
		return -1;
	for (size_t i = 0; i < config->n_lbs; i++)
		if (add_outlet(be, &lb_haproxy, SOURCE_LB, config->lbs[i].name,
		    &config->lbs[i], err) == -1)
			return -1;
	if (add_outlet(be, &host_exec, SOURCE_HOST, "servers", NULL, err) == -1)
		return -1;
	if (config->db.name[0] == '\0')
		return 0;
	return add_outlet(be, &db_exec, SOURCE_DB, "database", NULL, err);
}

struct backend *
backend_new(struct loop *loop, const struct config *config, struct guard *guard,
    backend_saw_fn *saw, backend_output_fn *output, void *arg, struct err *err)
{
	struct backend *be = xcalloc(1, sizeof(*be));

	be->loop = loop;
	be->config = config;
	be->guard = guard;
	be->vault = vault_new();
	be->saw = saw;
	be->output = output;
	be->arg = arg;
	if (add_outlets(be, err) == -1) {
		backend_free(be);
		return NULL;
	}
	return be;
}

void
backend_free(struct backend *be)
{
	if (be == NULL)
		return;
	for (size_t i = 0; i < be->n; i++)
		be->outlets[i].ops->close(be->outlets[i].self);
	free(be->outlets);
	vault_free(be->vault);
	free(be);
}

struct vault *
backend_vault(struct backend *be)
{
	return be->vault;
}

static void
hand_on(struct outlet *out, const struct sightings *batch, bool complete,
    const char *trouble)
{
	if (batch != NULL)
		secrets_seal(out->backend->vault, batch);
	out->backend->saw(out->kind, out->name, batch, complete, trouble,
	    out->backend->arg);
}

static void
outlet_saw(const struct sightings *batch, const char *trouble, void *arg)
{
	struct outlet *out = arg;

	out->asking = false;
	hand_on(out, batch, true, trouble);
}

void
backend_refresh(struct backend *be, enum source_kind kind, const char *name,
    const struct facts *facts)
{
	for (size_t i = 0; i < be->n; i++) {
		struct outlet *out = &be->outlets[i];

		if (out->asking || out->kind != kind ||
		    (name != NULL && strcmp(out->name, name) != 0))
			continue;
		out->asking = true;
		out->ops->refresh(out->self, facts, outlet_saw, out);
	}
}

size_t
backend_asking(const struct backend *be)
{
	size_t n = 0;

	for (size_t i = 0; i < be->n; i++)
		n += be->outlets[i].asking;
	return n;
}

static enum source_kind
source_of(enum performer performer)
{
	switch (performer) {
	case BY_CLOUD: return SOURCE_CLOUD;
	case BY_LB: return SOURCE_LB;
	case BY_HOST: return SOURCE_HOST;
	case BY_DB: return SOURCE_DB;
	case BY_NOBODY:
	case BY_RUN:
		break;
	}
	return SOURCE_NONE;
}

static struct outlet *
find_outlet(struct backend *be, const struct action *action)
{
	enum source_kind kind = config_cloud_performs(be->config, action->kind) ?
	    SOURCE_CLOUD : source_of(action_performer(action->kind));

	for (size_t i = 0; i < be->n; i++) {
		struct outlet *out = &be->outlets[i];

		if (out->kind == kind &&
		    (kind != SOURCE_LB || str_eq(out->name, action->lb)))
			return out;
	}
	return NULL;
}

static void
outlet_done(enum outcome outcome, const char *text,
    const struct sightings *batch, void *arg)
{
	struct outlet *out = arg;
	struct backend *be = out->backend;

	be->acting = NULL;
	if (batch != NULL)
		hand_on(out, batch, false, NULL);
	be->done(outcome, text, be->done_arg);
}

int
backend_perform(struct backend *be, struct permit *permit,
    const struct facts *facts, backend_done_fn *done, void *arg, struct err *err)
{
	struct action action;
	struct outlet *out;

	if (be->acting != NULL)
		return err_set(err, ERR_FAILED, "another action is under way");
	/* The target comes out of the permit: there is no other way to name one. */
	if (!permit_redeem(be->guard, permit, clock_boot_ms(), &action))
		return err_set(err, ERR_GUARD, "the permit is not valid any more");
	out = find_outlet(be, &action);
	if (out == NULL)
		return err_set(err, ERR_FAILED, "nobody here can %s",
		    action_name(action.kind));
	if (secrets_open(be->vault, &action, err) == -1)
		return -1;
	be->acting = out;
	be->done = done;
	be->done_arg = arg;
	out->ops->perform(out->self, &action, facts, outlet_done, out);
	explicit_bzero(action.arg, sizeof(action.arg));
	return 0;
}

static struct outlet *
find_lb(struct backend *be, const char *lb)
{
	for (size_t i = 0; i < be->n; i++)
		if (be->outlets[i].kind == SOURCE_LB &&
		    str_eq(be->outlets[i].name, lb))
			return &be->outlets[i];
	return NULL;
}

void
backend_ask_sessions(struct backend *be, const char *lb, const char *server,
    backend_lines_fn *done, void *arg)
{
	struct outlet *out = find_lb(be, lb);

	if (out != NULL && out->ops->sessions != NULL)
		out->ops->sessions(out->self, server, done, arg);
	else
		done(NULL, 0, "there is no such load balancer", arg);
}

void
backend_ask_traffic(struct backend *be, const char *lb, backend_traffic_fn *done,
    void *arg)
{
	struct outlet *out = find_lb(be, lb);

	if (out != NULL && out->ops->traffic != NULL)
		out->ops->traffic(out->self, done, arg);
}
