/* HAProxy, one balancer: what it offers to the back end. */

#include "config.h"

#include "backend/lb_haproxy.h"

#include <stdlib.h>
#include <string.h>

#include "backend/secret_source.h"
#include "base/sock.h"
#include "base/str.h"
#include "base/xmalloc.h"

/* Options go into a command line as they are: nothing in them may end the
 * command or the word. */
static bool
options_ok(const char *options)
{
	static const char good[] = "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_:.-/@=,%+ ";

	return options[strspn(options, good)] == '\0';
}

/* A word of its own?  `enabled` upsets the balancing of 2.4 to 2.9: such a
 * server gets no visitors, and takes those of the others along when it leaves. */
static bool
has_word(const char *options, const char *word)
{
	size_t len = strlen(word);

	for (const char *at = options; (at = strstr(at, word)) != NULL; at++)
		if ((at == options || at[-1] == ' ') &&
		    (at[len] == '\0' || at[len] == ' '))
			return true;
	return false;
}

static int
check_config(const struct lb_config *lb, struct err *err)
{
	if (!str_is_name(lb->backend))
		return err_set(err, ERR_CONFIG, "\"%s\" is not a backend's name",
		    lb->backend);
	if (!options_ok(lb->server_options))
		return err_set(err, ERR_CONFIG, "server_options may hold words, "
		    "digits and _:.-/@=,%%+ only");
	if (has_word(lb->server_options, "enabled"))
		return err_set(err, ERR_CONFIG, "server_options must not hold "
		    "\"enabled\": a new server waits for its first check");
	if (lb->socket[0] != '\0' && !sock_address_ok(lb->socket, err))
		return err_prefix(err, "socket");
	if (lb->master[0] != '\0' && !sock_address_ok(lb->master, err))
		return err_prefix(err, "master");
	return 0;
}

static int
lb_open(void **self, const struct provider_ctx *ctx, struct err *err)
{
	struct haproxy *haproxy;

	if (check_config(ctx->lb, err) == -1)
		return err_prefix(err, "%s", ctx->lb->name);
	if (ctx->lb->socket[0] == '\0' && 
	    config_orders_balancers(ctx->config))
		return err_set(err, ERR_CONFIG, "%s: we attach and detach there "
		    "ourselves, which needs its socket; statistics is for where "
		    "the cloud's scripts do", ctx->lb->name);
	haproxy = xcalloc(1, sizeof(*haproxy));
	haproxy->ctx = *ctx;
	haproxy->ctx.secret = secret_source_new(ctx->loop,
	    ctx->lb->statistics_secret_file, &ctx->lb->statistics_secret_command);
	*self = haproxy;
	return 0;
}

static void
lb_refresh(void *self, const struct facts *facts, provider_saw_fn *saw,
    void *arg)
{
	(void)facts;
	hap_poll_start(self, saw, arg);
}

static void
lb_perform(void *self, const struct action *action, const struct facts *facts,
    provider_done_fn *done, void *arg)
{
	(void)facts;
	hap_work_start(self, action, done, arg);
}

static void
lb_sessions(void *self, const char *server, backend_lines_fn *done, void *arg)
{
	hap_who_start(self, server, done, arg);
}

static void
lb_traffic(void *self, backend_traffic_fn *done, void *arg)
{
	hap_traffic_start(self, done, arg);
}

static void
lb_close(void *self)
{
	struct haproxy *haproxy = self;

	if (haproxy == NULL)
		return;
	hap_poll_cancel(haproxy);
	hap_work_cancel(haproxy);
	hap_who_cancel(haproxy);
	hap_traffic_cancel(haproxy);
	secret_source_free(haproxy->ctx.secret);
	free(haproxy);
}

const struct provider_ops lb_haproxy = {
	.name = "haproxy",
	.open = lb_open,
	.refresh = lb_refresh,
	.perform = lb_perform,
	.close = lb_close,
	.sessions = lb_sessions,
	.traffic = lb_traffic,
};
