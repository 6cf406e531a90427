/* What the balancers show of an action. */

#include "model/settle_ask.h"

#include "base/str.h"
#include "model/config.h"

static const struct lb *
lb_seen(const struct inquiry *q, const char *name)
{
	const struct lb *lb = facts_lb(q->facts, name);

	return lb != NULL && lb->seen_ms > 0 && lb->seen_ms >= q->since_ms ?
	    lb : NULL;
}

enum settled
settle_save_lb(const struct inquiry *q)
{
	const struct lb *lb = facts_lb(q->facts, q->action->lb);

	if (lb != NULL && lb->saved_ms > 0 && lb->saved_ms >= q->since_ms)
		return SETTLED_YES;
	if (lb_seen(q, q->action->lb) != NULL)
		return settled_say(q, SETTLED_NOT_YET,
		    "its state is not saved");
	return settled_say(q, SETTLED_UNKNOWN,
	    "%s did not answer since", q->action->lb);
}

enum settled
settle_attach(const struct inquiry *q)
{
	const struct lb_row *row =
	    facts_row(q->facts, q->action->server, q->action->lb);

	if (lb_seen(q, q->action->lb) == NULL)
		return settled_say(q, SETTLED_UNKNOWN,
		    "%s did not answer since",
		    q->action->lb);
	if (row == NULL)
		return settled_say(q, SETTLED_NOT_YET, "%s does not list it",
		    q->action->lb);
	if (q->sv == NULL || !facts_row_agrees(q->sv, row))
		return settled_say(q, SETTLED_WRONG,
		    "%s lists it with the address %s",
		    q->action->lb, row->addr);
	if (!lb_row_serves(row))
		return settled_say(q, SETTLED_NOT_YET,
		    "%s says %s %s, weight %u",
		    q->action->lb, row->status, row->check, row->weight);
	if (q->sv->pooled == TRI_NO)
		return settled_say(q, SETTLED_NOT_YET, "the cloud does not count it "
		    "to the pool: %s would drop it again", q->action->lb);
	if (row->in_file == TRI_NO)
		return settled_say(q, SETTLED_NOT_YET,
		    "it does not stand in the file of %s: a reload would lose it",
		    q->action->lb);
	return SETTLED_YES;
}

enum settled
settle_detach(const struct inquiry *q)
{
	const struct lb_row *row =
	    facts_row(q->facts, q->action->server, q->action->lb);

	if (lb_seen(q, q->action->lb) == NULL)
		return settled_say(q, SETTLED_UNKNOWN,
		    "%s did not answer since",
		    q->action->lb);
	if (row != NULL && row->state != LB_MAINT)
		return settled_say(q, SETTLED_NOT_YET, "%s still lists it (%s)",
		    q->action->lb, row->status);
	if (row != NULL && row->in_file == TRI_YES)
		return settled_say(q, SETTLED_NOT_YET,
		    "it still stands in the file of %s: a reload would bring it back",
		    q->action->lb);
	if (q->sv != NULL && q->sv->pooled == TRI_YES)
		return settled_say(q, SETTLED_NOT_YET, "the cloud still counts it "
		    "to the pool: %s would attach it again", q->action->lb);
	return SETTLED_YES;
}

/* What this balancer says of a server whose health file is gone. */
static enum settled
lb_lets_go(const struct inquiry *q, const char *lb)
{
	const struct lb_row *row = facts_row(q->facts, q->action->server, lb);

	if (lb_seen(q, lb) == NULL)
		return settled_say(q, SETTLED_UNKNOWN,
		    "%s did not answer since", lb);
	if (row == NULL || row->state == LB_NOLB || row->state == LB_MAINT)
		return SETTLED_YES;
	/* DOWN moves or cuts visitors, where NOLB lets them finish. */
	if (row->state == LB_DOWN)
		return settled_say(q, SETTLED_WRONG,
		    "%s says %s instead of NOLB", lb,
		    row->status);
	return settled_say(q, SETTLED_NOT_YET, "%s says %s", lb, row->status);
}

static enum settled
lb_takes_back(const struct inquiry *q, const char *lb)
{
	const struct lb_row *row = facts_row(q->facts, q->action->server, lb);

	if (lb_seen(q, lb) == NULL)
		return settled_say(q, SETTLED_UNKNOWN,
		    "%s did not answer since", lb);
	if (row == NULL || row->state == LB_MAINT || row->state == LB_UP)
		return SETTLED_YES;
	return settled_say(q, SETTLED_NOT_YET, "%s says %s", lb, row->status);
}

/* Wrong anywhere goes before all; then unknown; then not yet. */
static enum settled
on_every_lb(const struct inquiry *q,
    enum settled (*ask)(const struct inquiry *q, const char *lb))
{
	static const enum settled order[] = { SETTLED_WRONG, SETTLED_UNKNOWN,
		SETTLED_NOT_YET };

	for (size_t o = 0; o < countof(order); o++)
		for (size_t i = 0; i < q->config->n_lbs; i++)
			if (ask(q, q->config->lbs[i].name) == order[o])
				return order[o];
	q->why[0] = '\0';
	return SETTLED_YES;
}

/* The health file as the server itself says, then every balancer. */
static enum settled
settle_file(const struct inquiry *q, enum tri wanted,
    enum settled (*ask)(const struct inquiry *q, const char *lb))
{
	enum settled lbs = on_every_lb(q, ask);

	if (lbs == SETTLED_WRONG)
		return lbs;
	if (q->sv == NULL || q->sv->self.seen_ms == 0 ||
	    q->sv->self.seen_ms < q->since_ms ||
	    q->sv->self.health_file == TRI_UNKNOWN)
		return settled_say(q, SETTLED_UNKNOWN,
		    "it did not say whether the health file is there");
	if (q->sv->self.health_file != wanted)
		return settled_say(q, SETTLED_NOT_YET, "the health file is %s",
		    wanted == TRI_NO ? "still there" : "not there");
	return lbs;
}

enum settled
settle_drain(const struct inquiry *q)
{
	return settle_file(q, TRI_NO, lb_lets_go);
}

enum settled
settle_undrain(const struct inquiry *q)
{
	return settle_file(q, TRI_YES, lb_takes_back);
}

enum settled
settle_await_empty(const struct inquiry *q)
{
	const struct proof *proof =
	    facts_proof(q->facts, q->action->server);

	for (size_t i = 0; i < q->config->n_lbs; i++)
		if (lb_seen(q, q->config->lbs[i].name) == NULL)
			return settled_say(q, SETTLED_UNKNOWN,
			    "%s did not answer since",
			    q->config->lbs[i].name);
	if (proof == NULL || proof->newest_ms < q->since_ms)
		return settled_say(q, SETTLED_UNKNOWN,
		    "nothing was counted since");
	switch (proof->verdict) {
	case PROOF_EMPTY:
		return SETTLED_YES;
	case PROOF_BUSY:
	case PROOF_COUNTING:
		return settled_say(q, SETTLED_NOT_YET, "%s", proof->reason);
	case PROOF_UNKNOWN:
		break;
	}
	return settled_say(q, SETTLED_UNKNOWN, "%s", proof->reason);
}
