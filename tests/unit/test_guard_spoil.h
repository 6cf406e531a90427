/*
 * What can be spoilt in the world of test_guard_scene.h, and the words for cases:
 * one action, and what is changed before it is shown or after.
 */
#ifndef TEST_GUARD_SPOIL_H
#define TEST_GUARD_SPOIL_H

#include "test_guard_scene.h"

typedef void tweak_fn(struct world *w);

struct scene_case {
	const char *rule;		/* name in the table */
	enum action_kind kind;
	const char *server, *lb, *arg;
	tweak_fn *before, *after;	/* the plan is sealed and shown */
};

static inline void
put(char *dst, const char *text)
{
	str_copy(dst, NAME_LEN, text);
}

/* What is spoilt: by one statement, or by more. */
#define SPOIL(name, statement)						\
	static inline void						\
	name(struct world *w)						\
	{								\
		statement;						\
	}

SPOIL(nothing, (void)w)
SPOIL(new1_says_old, put(w->servers[NEW1].self.version, "r41"))

static inline void
new1_cloud_says_old(struct world *w)
{
	/* Every witness lies, and the copy for the screen too. */
	new1_says_old(w);
	w->servers[NEW1].mark = w->servers[NEW1].tag = MARK_OLD;
}

static inline void
spare_unknown(struct world *w)
{
	scene_server(w, SPARE, "who", MARK_OLD);
	w->servers[SPARE].mark = w->servers[SPARE].tag = MARK_UNKNOWN;
	scene_list(w, LB1, SPARE, LB_UP);
	scene_list(w, LB2, SPARE, LB_UP);
}

SPOIL(no_address, w->servers[NEW3].addr[0] = '\0')
SPOIL(was_attached, guard_note_attached(w->guard, "new3"))
SPOIL(new3_listed, scene_list(w, LB2, NEW3, LB_MAINT))

static inline void
new3_address_listed(struct world *w)
{
	put(scene_row(w, LB2, "old3")->addr, w->servers[NEW3].addr);
	put(scene_row(w, LB2, "old3")->server, "other");
	scene_row(w, LB2, "other")->state = LB_DOWN;
}

SPOIL(no_old_serves, scene_row(w, LB2, "old1")->weight = 0)
SPOIL(lb2_silent, w->lbs[LB2].seen_ms = NOW - 5001)

static inline void
lb2_dead(struct world *w)
{
	lb2_silent(w);
	put(w->lbs[LB2].trouble, "connection refused");
}

SPOIL(floor_is_2, w->config.policy.floor = 2)
SPOIL(floor_is_3, w->config.policy.floor = 3)

static inline void
twice(struct world *w)
{
	plan_add(&w->plan, ACTION_SAVE_LB, NULL, "lb1", "x");
}

SPOIL(bad_name, put(w->servers[OLD1].name, "old1;quit"))
SPOIL(changed_template, put(w->servers[OLD1].template, "tpl-9"))

static inline void
changed_address(struct world *w)
{
	for (int lb = LB1; lb < LBS; lb++)
		put(scene_row(w, lb, "old1")->addr, "");
	put(w->servers[OLD1].addr, "");
}

static inline void
not_in_plan(struct world *w)
{
	w->plan.n = 0;
	plan_add(&w->plan, ACTION_DRAIN, "old2", NULL, NULL);
}

SPOIL(cloud_stale, w->sources[0].seen_ms = NOW - 5001)
SPOIL(cloud_never, w->facts.n_sources = 0)
SPOIL(server_stale, w->servers[OLD1].seen_ms = NOW - 5001)

static inline void
undo_after_return(struct world *w)
{
	w->plan.purpose = PLAN_UNDO;
	guard_note_terminated(w->guard);
}

static inline void
back_after_return(struct world *w)
{
	w->plan.purpose = PLAN_BACK;
	guard_note_terminated(w->guard);
}

SPOIL(no_return, w->no_return_point = true)

static inline void
stray_of_array(struct world *w)
{
	put(w->facts.array.template, "tpl-1");
	scene_server(w, SPARE, "arr7", MARK_UNKNOWN);
	w->servers[SPARE].in_array = true;
}

SPOIL(tag_new, w->servers[OLD1].tag = MARK_NEW)
SPOIL(tag_silent, w->servers[OLD1].tag = MARK_UNKNOWN)
SPOIL(tag_silent_3, w->servers[OLD3].tag = MARK_UNKNOWN)
SPOIL(other_address, put(scene_row(w, LB2, "old1")->addr, "10.9.9.9:80"))

static inline void
old_worker_other_address(struct world *w)
{
	scene_list(w, LB2, OLD1, LB_UP);
	w->rows[w->facts.n_rows - 1].leaving = true;
	put(w->rows[w->facts.n_rows - 1].addr, "10.9.9.9:80");
}

static inline void
unlisted_old1(struct world *w)
{
	put(scene_row(w, LB1, "old1")->server, "other1");
	put(scene_row(w, LB2, "old1")->server, "other2");
}

SPOIL(off_lb1, put(scene_row(w, LB1, "old2")->server, "x"))
SPOIL(version_new, put(w->servers[OLD1].self.version, "r42"))
SPOIL(version_silent, w->servers[OLD1].self.version[0] = '\0')
SPOIL(version_stale, w->servers[OLD1].self.seen_ms = NOW - 5001)
SPOIL(dead_old3, w->servers[OLD3].self.version[0] = '\0')

static inline void
withdrawn_says_old(struct world *w)
{
	scene_withdraw(w, NEW1);
	new1_says_old(w);
}

static inline void
withdrawn_tagged_old(struct world *w)
{
	scene_withdraw(w, NEW1);
	w->servers[NEW1].tag = MARK_OLD;
}

SPOIL(db_trouble, str_copy(w->facts.db.trouble, TEXT_LEN, "refused"))
SPOIL(db_nameless, w->facts.db.identity[0] = '\0')
SPOIL(db_stale, w->facts.db.seen_ms = NOW - 5001)
SPOIL(no_snapshot, w->facts.db.snapshot.state = SNAPSHOT_NONE)
SPOIL(pending_snapshot, w->facts.db.snapshot.state = SNAPSHOT_PENDING)
SPOIL(unverified, w->facts.db.snapshot.verified = TRI_UNKNOWN)
SPOIL(of_other, put(w->facts.db.snapshot.of, "main at db2"))
SPOIL(old_snapshot, w->facts.db.snapshot.at_ms = NOW - 3600001)
SPOIL(undated_snapshot, w->facts.db.snapshot.at_ms = 0)
SPOIL(sql_drops, w->migrations[0].class = SQL_DESTRUCTIVE)
SPOIL(sql_strange, w->migrations[0].class = SQL_UNKNOWN)
SPOIL(unsaved, w->no_saved_inputs = true)
SPOIL(not_equal, w->facts.saved.equal = TRI_UNKNOWN)
SPOIL(other_digest, put(w->facts.saved.digest, "d2"))

/* This run has set it, and before it was so. */
static inline void
changed_input(struct world *w, const char *arg, const char *former)
{
	struct action action = { .kind = ACTION_SET_INPUT };

	put(action.arg, arg);
	put(action.former, former);
	guard_note_input(w->guard, &action);
}

/* It was not there when the plan was shown, and somebody sets it. */
static inline void
input_appears(struct world *w)
{
	w->facts.n_inputs = 1;
	put(w->inputs[0].key, "RELEASE");
	put(w->inputs[0].value, "r40");
	w->inputs[0].scope = INPUT_DEPLOYMENT;
}

static inline void
input_is_set(struct world *w)
{
	input_appears(w);
	put(w->inputs[0].value, "r42");
}

static inline void
array_differs(struct world *w)
{
	w->facts.n_inputs = 2;
	put(w->inputs[0].key, "RELEASE");
	put(w->inputs[0].value, "r42");
	put(w->inputs[1].key, "RELEASE");
	put(w->inputs[1].value, "r41");
	w->inputs[1].scope = INPUT_ARRAY;
}

static inline void
shadow(struct world *w)
{
	array_differs(w);
	changed_input(w, "RELEASE=r42", "RELEASE=r40");
}

/* Step 6 took it out of the deployment; the array would go on with its own. */
static inline void
shadow_of_unset(struct world *w)
{
	array_differs(w);
	put(w->inputs[0].key, "OTHER");
	changed_input(w, "RELEASE", "RELEASE=r41");
}

/* The first change counts: r40 was before the run, not r42. */
static inline void
shadow_changed_twice(struct world *w)
{
	shadow(w);
	changed_input(w, "RELEASE=r43", "RELEASE=r42");
}

static inline void
undo_to_blank(struct world *w)
{
	w->plan.purpose = PLAN_UNDO;
	changed_input(w, "RELEASE=r42", "RELEASE=r41");
}

SPOIL(told_other_template, guard_note_array_template(w->guard, "tpl-9"))
SPOIL(attached_says_old, put(w->servers[NEW1].self.version, "r41"))
SPOIL(attached_is_mute, w->servers[NEW1].self.version[0] = '\0')

static inline void
stranded_says_nothing(struct world *w)
{
	scene_server(w, SPARE, "new4", MARK_NEW);
	w->servers[SPARE].state = CLOUD_STRANDED;
	w->servers[SPARE].self.version[0] = '\0';
}

SPOIL(said_long_ago, w->servers[NEW3].self.seen_ms = NOW - 5001)

static inline void
trial_down(struct world *w)
{
	scene_row(w, LB2, "new2")->state = LB_DOWN;
}

SPOIL(trial_old_version, put(w->servers[NEW2].self.version, "r41"))
SPOIL(trial_not_of_array, w->servers[NEW2].in_array = false)
SPOIL(trial_booting, w->servers[NEW2].state = CLOUD_BOOTING)
SPOIL(trial_other_template, put(w->servers[NEW2].template, "tpl-1"))
SPOIL(array_old, put(w->facts.array.template, "tpl-1"))

static inline void
undo_to_elsewhere(struct world *w)
{
	w->plan.purpose = PLAN_UNDO;
	put(w->facts.array.template, "tpl-0");
}

static inline void
no_new_on_lb2(struct world *w)
{
	scene_row(w, LB2, "new1")->weight = 0;
	scene_row(w, LB2, "new2")->backup = true;
	scene_row(w, LB2, "old2")->state = LB_UP;
}

static inline void
old_serves_not(struct world *w)
{
	scene_withdraw(w, NEW1);
	scene_row(w, LB1, "old1")->weight = 0;
}

SPOIL(split, scene_row(w, LB2, "new1")->state = LB_DOWN)
SPOIL(half_attached, scene_list(w, LB1, NEW3, LB_UP))
SPOIL(one_unhealthy, w->servers[NEW1].probe.passed = TRI_NO)

static inline void
array_member_runs(struct world *w)
{
	scene_server(w, SPARE, "arr1", MARK_OLD);
	w->servers[SPARE].in_array = true;
	guard_mark(w->guard, "arr1", "i-arr1", "", MARK_OLD, NULL);
}

SPOIL(two_passes, w->servers[NEW3].probe.passes = 2)
SPOIL(wrong_release, put(w->servers[NEW3].self.version, "r41"))
SPOIL(mute_release, w->servers[NEW3].self.version[0] = '\0')
SPOIL(balancer_unsaved, w->lbs[LB1].saved_ms = 0)
SPOIL(no_404_rule, w->lbs[LB2].soft_stop = TRI_NO)
SPOIL(cuts, w->lbs[LB2].cuts_on_down = TRI_YES)

static inline void
second_probe(struct world *w)
{
	w->lbs[LB2].soft_stop = TRI_UNKNOWN;
	scene_row(w, LB2, "old2")->state = LB_UP;
	w->servers[OLD2].self.health_file = TRI_NO;
}

static inline void
probe_went_down(struct world *w)
{
	w->lbs[LB2].soft_stop = TRI_UNKNOWN;
	scene_row(w, LB2, "old2")->state = LB_DOWN;
	scene_row(w, LB2, "old2")->check_code = 404;
}

SPOIL(back_in_service, scene_row(w, LB2, "old2")->state = LB_UP)
SPOIL(unproven, scene_row(w, LB2, "old2")->state = LB_UNPROVEN)

static inline void
reloaded(struct world *w)
{
	w->lbs[LB2].reloads = 1;
	w->lbs[LB2].master = TRI_UNKNOWN;
}

SPOIL(master_unknown, w->lbs[LB2].master = TRI_UNKNOWN)

static inline void
worker_leaves(struct world *w)
{
	master_unknown(w);
	w->lbs[LB2].leaving = 1;
}

SPOIL(counting, w->proofs[0].verdict = PROOF_COUNTING)
SPOIL(busy, w->proofs[0].verdict = PROOF_BUSY)
SPOIL(unsure, w->proofs[0].verdict = PROOF_UNKNOWN)
SPOIL(unwatched, w->facts.n_proofs = 0)
SPOIL(three_sessions, scene_row(w, LB2, "old2")->scur = 3)
SPOIL(one_queued, scene_row(w, LB1, "old2")->qcur = 1)
SPOIL(just_removed, guard_note_removal(w->guard, "old1", NOW - 59999))

/* Its second balancer prolongs it. */
static inline void
removed_bit_by_bit(struct world *w)
{
	guard_note_removal(w->guard, "old1", NOW - 70000);
	guard_note_removal(w->guard, "old1", NOW - 50000);
}

SPOIL(visitors_wait, w->lbs[LB2].backend_queue = 2)

/* The plan has begun, with 3 in its last minute; then there are more. */
static inline void
errors_since(struct world *w, int64_t n)
{
	char rule[16];

	(void)guard_permit(w->guard, &w->facts, &w->plan, &w->plan.actions[0],
	    rule, NULL);
	scene_errors(w, LB2, NOW, w->lbs[LB2].errors + n);
}

SPOIL(errors_rise, errors_since(w, 6))
SPOIL(errors_uncounted, scene_errors(w, LB2, NOW, -1))

static inline void
errors_counted_once(struct world *w)
{
	w->lbs[LB2].errors_pace = (struct pace){ 0 };
	scene_errors(w, LB2, AGO, 9);
}

SPOIL(errors_long_ago, w->lbs[LB2].errors_pace.n = 1)
SPOIL(old3_nolb, scene_row(w, LB2, "old3")->state = LB_NOLB)
SPOIL(old3_pooled, w->servers[OLD3].pooled = TRI_YES)
SPOIL(old3_tunnel, scene_row(w, LB2, "old3")->used = 1)

static inline void
old3_alias(struct world *w)
{
	scene_list(w, LB1, OLD3, LB_UP);
	put(w->rows[w->facts.n_rows - 1].server, "alias");
}

static inline void
not_baked(struct world *w)
{
	guard_note_detached(w->guard, "old3", NOW - w->config.policy.bake_ms + 1);
}

SPOIL(never_off, guard_note_attached(w->guard, "old3"))
SPOIL(busy_3, w->servers[OLD3].self.busy = 3)
SPOIL(busy_unknown, w->servers[OLD3].self.busy = -1)

#define A1 "10.0.0.1:80"
#define A2 "10.0.0.2:80"
#define A4 "10.0.0.4:80"
#define A6 "10.0.0.6:80"
#define DRAIN(server) ACTION_DRAIN, server, NULL, NULL
#define DETACH(arg) ACTION_DETACH, "old2", "lb1", arg
#define TERMINATE ACTION_TERMINATE, "old3", NULL, "i-old3"
#define DISCARD ACTION_DISCARD, "new3", NULL, "i-new3"
#define WITHDRAW ACTION_WITHDRAW, "new1", NULL, "slow"
#define ATTACH ACTION_ATTACH, "new3", "lb1", A6
#define AWAIT(server) ACTION_AWAIT_EMPTY, server, NULL, NULL
#define SAVE ACTION_SAVE_LB, NULL, "lb1", "x"
#define LAUNCH ACTION_LAUNCH, "new3", NULL, NULL
#define MIGRATE ACTION_MIGRATE, NULL, NULL, "a.sql"
#define SNAPSHOT ACTION_SNAPSHOT, NULL, NULL, "before"
#define INPUT(arg) ACTION_SET_INPUT, NULL, NULL, arg
#define PLAIN(kind) ACTION_##kind, NULL, NULL, NULL

/* Made, shown, confirmed; then the guard is asked. */
static inline struct action
play(struct world *w, const struct scene_case *c)
{
	struct action asked, *action;

	action = plan_add(&w->plan, c->kind, c->server, c->lb, c->arg);
	if (c->kind == ACTION_SET_INPUT)	/* it was not there yet */
		put(action->former, str_starts(action->arg, "RELEASE") ?
		    "RELEASE" : "OTHER");
	if (c->before != NULL)
		c->before(w);
	scene_ready(w);
	plan_seal(&w->plan, &w->facts);
	asked = w->plan.actions[0];
	if (c->after != NULL)
		c->after(w);
	return asked;
}

#endif
