/*
 * A server is empty when nothing was seen on it, everywhere, several times in a
 * row.  A reading that is missing or old is "not known", never zero.
 */

#include "model/proof.h"

#include "base/clock.h"
#include "base/str.h"
#include "model/facts.h"

const char *
proof_verdict_name(enum proof_verdict verdict)
{
	switch (verdict) {
	case PROOF_BUSY:
		return "busy";
	case PROOF_COUNTING:
		return "counting";
	case PROOF_EMPTY:
		return "empty";
	case PROOF_UNKNOWN:
		break;
	}
	return "unknown";
}

/* FNV-1a, over everything that makes a worker another one. */
static uint64_t
mix(uint64_t hash, const void *data, size_t len)
{
	const unsigned char *p = data;

	for (size_t i = 0; i < len; i++)
		hash = (hash ^ p[i]) * UINT64_C(1099511628211);
	return hash;
}

static uint64_t
mix_workers(const struct facts *facts)
{
	uint64_t hash = UINT64_C(14695981039346656037);

	for (size_t i = 0; i < facts->n_lbs; i++) {
		const struct lb *lb = &facts->lbs[i];

		hash = mix(hash, &lb->pid, sizeof(lb->pid));
		hash = mix(hash, &lb->start_s, sizeof(lb->start_s));
	}
	return hash;
}

/* Can all balancers, and their old workers, be asked at all? */
static bool
all_answer(const struct facts *facts, const struct proof_policy *policy,
    char *why, size_t size)
{
	if (facts->n_lbs == 0) {
		str_copy(why, size, "no balancer is known");
		return false;
	}
	for (size_t i = 0; i < facts->n_lbs; i++) {
		const struct lb *lb = &facts->lbs[i];

		if (!facts_lb_fresh(facts, lb, policy->max_age_ms)) {
			str_fmt(why, size, "%s does not answer", lb->name);
			return false;
		}
		/* After a reload the sessions live on in the old worker. */
		if (lb->master != TRI_YES) {
			str_fmt(why, size, "%s: old workers cannot be asked "
			    "(no master socket)", lb->name);
			return false;
		}
	}
	return true;
}

/* By name or by address: whoever has our address has our visitors. */
static const struct lb_row *
next_of_ours(const struct facts *facts, const struct server *sv,
    const struct lb_row *after)
{
	if (after == NULL || str_eq(after->server, sv->name)) {
		after = facts_next_row(facts, sv->name, after);
		if (after != NULL || sv->addr[0] == '\0')
			return after;
	}
	do
		after = facts_next_row_at(facts, sv->addr, after);
	while (after != NULL && str_eq(after->server, sv->name));
	return after;
}

static bool
is_quiet(const struct facts *facts, const struct lb_row *row, int64_t quiet_ms)
{
	const struct lb *lb = facts_lb(facts, row->lb);

	if (row->seen_ms - row->still_ms < quiet_ms)
		return false;
	if (row->lastsess_s >= 0)
		return row->lastsess_s * 1000 >= quiet_ms;
	/* None since the worker started, which must be long enough ago. */
	return row->leaving ||
	    (lb != NULL && lb->uptime_s * 1000 >= quiet_ms);
}

static bool
still_wanted(const struct lb_row *row)
{
	return !row->leaving &&
	    (row->state == LB_UP || row->state == LB_UNPROVEN ||
	    row->state == LB_UNKNOWN);
}

static void
where_else(const struct lb_row *row, char *text, size_t size)
{
	text[0] = '\0';
	if (row->elsewhere)
		(void)str_add(text, size, ", backend %s", row->pxname);
	if (row->leaving)
		(void)str_add(text, size, " (old worker)");
}

/* One row's objection; EMPTY when it has none. */
static enum proof_verdict
judge_row(const struct facts *facts, const struct server *sv,
    const struct lb_row *row, int64_t quiet_ms, char *why, size_t size)
{
	char worker[NAME_LEN + 32];

	where_else(row, worker, sizeof(worker));
	if (!facts_row_agrees(sv, row)) {
		str_fmt(why, size, "%s has %s at %s, which is another address",
		    row->lb, row->svname, row->addr);
		return PROOF_UNKNOWN;
	}
	if (row->scur > 0 || row->qcur > 0) {
		str_fmt(why, size, "%u session%s, %u queued on %s%s", row->scur,
		    str_s(row->scur), row->qcur, row->lb, worker);
		return PROOF_BUSY;
	}
	if (row->used > 0) {
		str_fmt(why, size, "%u connection%s in use on %s%s", row->used,
		    str_s(row->used), row->lb, worker);
		return PROOF_BUSY;
	}
	if (still_wanted(row)) {
		str_fmt(why, size, "%s%s still sends new visitors (%s)", row->lb,
		    worker, row->status);
		return PROOF_BUSY;
	}
	if (!is_quiet(facts, row, quiet_ms)) {
		char span[32];

		str_fmt(why, size, "a session on %s%s less than %s ago",
		    row->lb, worker, clock_span(quiet_ms, span, sizeof(span)));
		return PROOF_BUSY;
	}
	return PROOF_EMPTY;
}

/* The gravest objection of all rows; its reason stays in the proof. */
static enum proof_verdict
judge(struct proof *proof, const struct facts *facts, const struct server *sv,
    int64_t quiet_ms)
{
	enum proof_verdict worst = PROOF_EMPTY;
	const struct lb_row *row = NULL;
	char why[TEXT_LEN];

	proof->left = 0;
	while ((row = next_of_ours(facts, sv, row)) != NULL) {
		proof->left += row->scur + row->qcur;

		enum proof_verdict it = judge_row(facts, sv, row, quiet_ms,
		    why, sizeof(why));
		if (it < worst) {	/* UNKNOWN before BUSY before EMPTY */
			worst = it;
			str_copy(proof->reason, sizeof(proof->reason), why);
		}
	}
	return worst;
}

/* Every balancer has been read again since the last poll that was counted. */
static bool
is_new_round(const struct proof *proof, const struct facts *facts,
    int64_t *newest_ms)
{
	bool all_new = true;

	*newest_ms = proof->newest_ms;
	for (size_t i = 0; i < facts->n_lbs; i++) {
		const struct lb *lb = &facts->lbs[i];

		if (lb->seen_ms <= proof->newest_ms)
			all_new = false;
		if (lb->seen_ms > *newest_ms)
			*newest_ms = lb->seen_ms;
	}
	return all_new;
}

static void
start_again(struct proof *proof, const struct facts *facts,
    enum proof_verdict verdict)
{
	(void)is_new_round(proof, facts, &proof->newest_ms);
	proof->passed = 0;
	proof->verdict = verdict;
}

static void
count_round(struct proof *proof, const struct facts *facts)
{
	int64_t newest_ms;

	if (is_new_round(proof, facts, &newest_ms)) {
		proof->newest_ms = newest_ms;
		if (proof->passed < proof->needed)
			proof->passed++;
	}
	proof->verdict = proof->passed == proof->needed ? PROOF_EMPTY :
	    PROOF_COUNTING;
	str_fmt(proof->reason, sizeof(proof->reason), "proof %u of %u",
	    proof->passed, proof->needed);
}

void
proof_update(struct proof *proof, const struct facts *facts,
    const struct proof_policy *policy)
{
	const struct server *sv = facts_server(facts, proof->server);
	uint64_t workers = mix_workers(facts), before = proof->workers;
	enum proof_verdict verdict;

	proof->needed = policy->samples > 0 ? policy->samples : 1;
	proof->workers = workers;
	if (sv == NULL) {
		str_copy(proof->reason, sizeof(proof->reason),
		    "this server is not known");
		start_again(proof, facts, PROOF_UNKNOWN);
		return;
	}
	if (!all_answer(facts, policy, proof->reason, sizeof(proof->reason))) {
		start_again(proof, facts, PROOF_UNKNOWN);
		return;
	}
	verdict = judge(proof, facts, sv, policy->quiet_ms);
	if (verdict != PROOF_EMPTY) {
		start_again(proof, facts, verdict);
		return;
	}
	if (before != 0 && before != workers) {
		str_copy(proof->reason, sizeof(proof->reason),
		    "a balancer was reloaded: counting again");
		start_again(proof, facts, PROOF_COUNTING);
		return;
	}
	count_round(proof, facts);
}
