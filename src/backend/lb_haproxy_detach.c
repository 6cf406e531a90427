/*
 * Detach a server: out of the file, then into maintenance, read back.
 *
 * The file goes first here, as it goes last when attaching: it never holds a
 * server that is not to serve.  A crash between the two leaves one that serves
 * and does not stand in the file (file_has_all = no); a reload, by whomever,
 * then completes what was begun.  The other way round it would undo it.
 */

#include "config.h"

#include "backend/lb_haproxy.h"
#include "base/str.h"

static void
detached(struct hap_work *work)
{
	const struct lb_config *lb = work->self->ctx.lb;

	hap_finish(work, OUTCOME_OK, "%s is %s on %s%s%s", work->action.server,
	    work->listed ? "in MAINT" : "not listed", lb->name,
	    lb->file[0] == '\0' ? "" : "; it does not stand in ", lb->file);
}

/* Its row stays: MAINT is enough, and a server that is deleted and added again on the
 * way back has neither its weight nor its cookie.  (Before 2.8 one may be deleted that
 * a stream still points to, too.) */
static void
in_maint(struct hap_work *work)
{
	if (work->listed && (work->server.row.admin & HAP_ADMIN_FMAINT) == 0)
		hap_fail(work, "%s is still %s on %s: %s", work->action.server,
		    work->server.row.status, work->self->ctx.lb->name,
		    work->reply[0] == '\0' ? "it does not obey" : work->reply);
	else
		detached(work);
}

static void
see_maint(struct hap_work *work)
{
	hap_see(work, in_maint);
}

static void
take_out(struct hap_work *work)
{
	if ((work->server.row.admin & HAP_ADMIN_FMAINT) != 0)
		in_maint(work);
	else
		hap_tell(work, see_maint, "set server %s/%s state maint",
		    work->self->ctx.lb->backend, work->action.server);
}

/* An agent that says "ready" would undo it within a second. */
static void
agent_first(struct hap_work *work)
{
	work->file_changed = work->self->ctx.lb->file[0] != '\0';
	if (work->listed && work->server.row.agent)
		hap_tell(work, take_out, "disable agent %s/%s",
		    work->self->ctx.lb->backend, work->action.server);
	else if (work->listed)
		take_out(work);
	else
		detached(work);
}

static void
found(struct hap_work *work)
{
	if (work->listed && !hap_addr_equal(work->server.row.addr,
	    work->addr_text))
		hap_fail(work, "%s lists a server %s at %s, not %s",
		    work->self->ctx.lb->name, work->action.server,
		    work->server.row.addr, work->addr_text);
	else
		hap_change_file(work, true, true, agent_first);
}

void
hap_detach(struct hap_work *work)
{
	hap_see(work, found);
}
