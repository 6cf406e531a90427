/*
 * Attach a server.  It gets no visitor before HAProxy's own checks have passed,
 * and none that would not stay (no cookie).
 *
 * The file is changed last, so that it never holds a server which this balancer
 * has not proven: a reload, by whomever, would put that into service unchecked.
 * It is tried before (written beside and checked), so that it hardly fails then.
 * A crash between the two leaves a server that runs and does not stand in the
 * file: seen as file_has_all = no; attaching it again writes the line; and the
 * worst that a reload can do is to take a new server out again.
 */

#include "config.h"

#include <string.h>

#include "backend/lb_haproxy.h"
#include "base/str.h"

static bool
checked(const struct lb_row *row)
{
	static const char *const good[] = { "L7OK", "L7OKC", "L6OK", "L4OK",
		"PROCOK" };

	for (size_t i = 0; i < countof(good); i++)
		if (str_eq(row->check, good[i]))
			return true;
	return false;
}

/* The reply of a command that says nothing when it is obeyed. */
static bool
obeyed(struct hap_work *work)
{
	if (work->reply[0] == '\0')
		return true;
	hap_fail(work, "%s says: %s", work->self->ctx.lb->name, work->reply);
	return false;
}

static void
tell_state(struct hap_work *work, const char *state, hap_next_fn *next)
{
	hap_tell(work, next, "set server %s/%s state %s",
	    work->self->ctx.lb->backend, work->action.server, state);
}

static void
fail_waiting(struct hap_work *work, const char *what)
{
	const struct lb_row *row = &work->server.row;

	hap_fail(work, "%s on %s: %s; it is %s, weight %u, and its check says "
	    "%s %s", work->action.server, work->self->ctx.lb->name, what,
	    row->status, row->weight,
	    row->check[0] == '\0' ? "nothing" : row->check, row->last_chk);
}

/* Still ours, at the right address? */
static bool
still_there(struct hap_work *work)
{
	if (work->listed && hap_addr_equal(work->server.row.addr,
	    work->addr_text))
		return true;
	hap_fail(work, "%s is not listed at %s any more", work->action.server,
	    work->addr_text);
	return false;
}

static void
attached(struct hap_work *work)
{
	const struct lb_config *lb = work->self->ctx.lb;

	hap_finish(work, OUTCOME_OK, "%s is UP on %s, check %s%s%s",
	    work->action.server, lb->name, work->server.row.check,
	    lb->file[0] == '\0' ? "" : "; it stands in ", lb->file);
}

static void
write_file(struct hap_work *work)
{
	hap_change_file(work, false, true, attached);
}

static void
agent_on(struct hap_work *work)
{
	if (obeyed(work))
		write_file(work);
}

/* Detach has switched its agent off; a server added just now begins so. */
static void
is_up(struct hap_work *work)
{
	unsigned agent = work->server.agent_state;

	if (work->put_back != NULL && (agent & HAP_AGENT_CONFIGURED) != 0 &&
	    (agent & HAP_AGENT_ENABLED) == 0)
		hap_tell(work, agent_on, "enable agent %s/%s",
		    work->self->ctx.lb->backend, work->action.server);
	else
		write_file(work);
}

static void
await_up(struct hap_work *work)
{
	const struct lb_row *row = &work->server.row;

	if (!still_there(work))
		return;
	if (str_eq(row->status, "UP") && row->in_service && checked(row) &&
	    lb_row_serves(row))
		is_up(work);
	else if (!hap_see_again(work, await_up))
		fail_waiting(work, "it does not serve");
}

static void
made_ready(struct hap_work *work)
{
	if (!obeyed(work))
		return;
	hap_wait_begins(work);
	hap_see(work, await_up);
}

/* Visitors who get no cookie would be sent to another server at each click. */
static bool
visitors_stay(struct hap_work *work)
{
	if (work->cookie[0] == '\0' || work->server.row.cookie[0] != '\0')
		return true;
	hap_fail(work, "%s has no value for the cookie %s on %s, so that its "
	    "visitors would not stay; write its line into the file, with a "
	    "cookie, and reload", work->action.server, work->cookie,
	    work->self->ctx.lb->name);
	return false;
}

static void
await_check(struct hap_work *work)
{
	const struct lb_row *row = &work->server.row;

	if (!still_there(work))
		return;
	/* "DRAIN 1/3" was not checked since it left MAINT, whatever the check's
	 * result says: that may be an old one. */
	if (str_eq(row->status, "DRAIN") && checked(row)) {
		if (visitors_stay(work))
			tell_state(work, "ready", made_ready);
	} else if (!hap_see_again(work, await_check)) {
		fail_waiting(work, "no check has passed");
	}
}

static void
await_begins(struct hap_work *work)
{
	if (!obeyed(work))
		return;
	hap_wait_begins(work);
	hap_see(work, await_check);
}

/* With `fall 1` it is a plain "DRAIN" from the start, and only a server that is
 * down has to earn it. */
static void
look_at_fall(struct hap_work *work)
{
	if (!still_there(work))
		return;
	work->reply[0] = '\0';
	if (work->server.check_fall == 1)
		hap_tell(work, await_begins, "set server %s/%s health down",
		    work->self->ctx.lb->backend, work->action.server);
	else
		await_begins(work);
}

static void
drained(struct hap_work *work)
{
	/* In MAINT check_fall is not shown. */
	if (obeyed(work))
		hap_see(work, look_at_fall);
}

static void
health_enabled(struct hap_work *work)
{
	if (obeyed(work))
		tell_state(work, "drain", drained);
}

static void
enable_health(struct hap_work *work)
{
	hap_tell(work, health_enabled, "enable health %s/%s",
	    work->self->ctx.lb->backend, work->action.server);
}

static void
has_cookie(struct hap_work *work)
{
	if (still_there(work) && visitors_stay(work))
		enable_health(work);
}

static void
see_cookie(struct hap_work *work)
{
	hap_see(work, has_cookie);
}

/* Before 2.6.13 a server that was added has no dynamic cookie until its address
 * changes.  There and back in one line: it cannot stop half way.  Newer ones change
 * the address after they have answered, and of two changes in one line keep the
 * first; but they need none. */
static void
make_cookie(struct hap_work *work)
{
	const char *backend = work->self->ctx.lb->backend;
	const char *server = work->action.server;
	const struct hap_addr *addr = &work->addr;

	hap_tell(work, see_cookie, "set server %s/%s addr %s port %u;"
	    "set server %s/%s addr %s port %u",
	    backend, server, addr->host, addr->port == 1 ? 2 : 1,
	    backend, server, addr->host, addr->port);
}

static bool
cookie_comes_late(const struct hap_work *work)
{
	return work->cookie[0] != '\0' && work->server.row.cookie[0] == '\0' &&
	    work->major == 2 && work->minor < 9;
}

/* In MAINT: nobody is sent there yet. */
static void
prepare(struct hap_work *work)
{
	work->put_back = "maint";
	if (cookie_comes_late(work))
		make_cookie(work);
	else
		has_cookie(work);
}

static void
registered(struct hap_work *work)
{
	if (still_there(work))
		prepare(work);
}

static void
added(struct hap_work *work)
{
	if (!str_starts(work->reply, "New server registered")) {
		hap_fail(work, "%s does not add %s: %s",
		    work->self->ctx.lb->name, work->action.server, work->reply);
		return;
	}
	work->put_back = "maint";
	hap_see(work, registered);
}

static void
add(struct hap_work *work)
{
	const struct lb_config *lb = work->self->ctx.lb;

	/* Without the last two, 2.6 never reuses a connection to it. */
	hap_tell(work, added, "add server %s/%s %s %s pool-purge-delay 5s "
	    "pool-max-conn -1", lb->backend, work->action.server,
	    work->addr_text, lb->server_options);
}

static void
found(struct hap_work *work)
{
	const struct lb_row *row = &work->server.row;

	if (!work->listed) {
		add(work);
	} else if (!hap_addr_equal(row->addr, work->addr_text)) {
		hap_fail(work, "%s lists a server %s at %s, not %s",
		    work->self->ctx.lb->name, work->action.server, row->addr,
		    work->addr_text);
	} else if ((row->admin & (HAP_ADMIN_IMAINT | HAP_ADMIN_IDRAIN |
	    HAP_ADMIN_RMAINT)) != 0) {
		hap_fail(work, "%s is %s on %s: it follows another server, or "
		    "its name is not resolved", work->action.server,
		    row->status, work->self->ctx.lb->name);
	} else if ((row->admin & HAP_ADMIN_FMAINT) != 0) {
		prepare(work);
	} else if ((row->admin & HAP_ADMIN_FDRAIN) != 0) {
		/* Left there by an attach that was cut off, or drained. */
		work->put_back = "drain";
		enable_health(work);
	} else {
		/* In service already: only wait, and touch nothing. */
		hap_wait_begins(work);
		await_up(work);
	}
}

static void
file_tried(struct hap_work *work)
{
	hap_see(work, found);
}

void
hap_attach(struct hap_work *work)
{
	hap_change_file(work, false, false, file_tried);
}
