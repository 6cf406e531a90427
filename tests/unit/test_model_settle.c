/* model/settle: every kind of action, in effect and not; old facts never count. */

#include "test_runbook_world.h"

#include "model/settle.h"

static struct world w;

/* A world in which every action below has taken effect. */
static void
begin(void)
{
	world_with_both(&w, LB_UP);
	for (int i = SOURCE_CLOUD; i <= SOURCE_DB; i++)
		world_answered(&w, i, "all");
	world_rows(&w, "app-11", LB_NOLB);
	world_get(&w, "app-11")->self.health_file = TRI_NO;
	world_get(&w, "app-12")->state = CLOUD_TERMINATED;
	world_get(&w, "app-23")->mark = MARK_WITHDRAWN;
	world_get(&w, "app-22")->tag = MARK_WITHDRAWN;
	world_get(&w, "app-21")->locked = TRI_YES;
	world_get(&w, "app-22")->locked = TRI_NO;
	world_row(&w, "lb1", "app-13", LB_MAINT);
	world_array(&w, TRI_NO);
	world_input(&w, "RELEASE", "r42", INPUT_DEPLOYMENT);
	world_input(&w, "FLAG", "1", INPUT_ARRAY);

	w.facts.lbs[0].saved_ms = NOW;
	w.facts.db.snapshot = (struct snapshot){ .id = "s1", .at_ms = NOW,
		.state = SNAPSHOT_COMPLETE, .verified = TRI_YES };
	w.facts.saved = (struct saved_inputs){ .path = "/run/inputs.csv",
		.equal = TRI_YES, .at_ms = NOW };

	struct sighting saw = { .kind = SAW_MIGRATION, .u.migration = {
		.file = "1.sql", .applied = TRI_YES } };
	world_saw(&w, SOURCE_DB, "all", &saw);
	saw = (struct sighting){ .kind = SAW_SITE, .u.site = { .lb = "lb1",
		.good = TRI_YES } };
	world_saw(&w, SOURCE_HOST, "all", &saw);
	str_copy(saw.u.site.lb, NAME_LEN, "lb2");
	world_saw(&w, SOURCE_HOST, "all", &saw);

	struct server *trial = world_server(&w, "array-1", MARK_UNKNOWN,
	    CLOUD_OPERATIONAL);
	trial->in_array = true;
	str_copy(trial->self.version, NAME_LEN, "r42");
	world_rows(&w, "array-1", LB_UP);

	static struct proof proof = { .server = "app-11", .newest_ms = NOW,
		.reason = "as the polls say", .verdict = PROOF_EMPTY };
	w.facts.proofs = malloc(sizeof(proof));
	*w.facts.proofs = proof;
	w.facts.n_proofs = w.facts.cap_proofs = 1;
}

static void
end(void)
{
	world_end(&w);
}

TestSuite(model_settle, .init = begin, .fini = end);

struct wanted {
	enum action_kind kind;
	const char *server, *lb, *arg;
	bool ageless;			/* not about something that was seen */
};

static const struct wanted in_effect[] = {
	{ ACTION_SNAPSHOT, "", "", "label", false },
	{ ACTION_MIGRATE, "", "", "1.sql", false },
	{ ACTION_MARK, "app-21", "", "new", false },
	{ ACTION_MARK, "app-22", "", "withdrawn", false },
	{ ACTION_CLONE, "app-21", "", "app-11", false },
	{ ACTION_CONFIGURE, "app-21", "", "web-r42", false },
	{ ACTION_SAVE_INPUTS, "", "", "/run/inputs.csv", false },
	{ ACTION_SET_INPUT, "", "", "RELEASE=r42", false },
	{ ACTION_SET_INPUT, "", "", "FLAG", false },
	{ ACTION_LAUNCH, "app-21", "", "", false },
	{ ACTION_PROBE, "app-21", "", "", false },
	{ ACTION_ARRAY_OFF, "", "", "", false },
	{ ACTION_SAVE_LB, "", "lb1", "/run/lb1.state", false },
	{ ACTION_ATTACH, "app-21", "lb1", "app-21.test:80", false },
	{ ACTION_DRAIN, "app-11", "", "", false },
	{ ACTION_UNDRAIN, "app-21", "", "", false },
	{ ACTION_AWAIT_EMPTY, "app-11", "", "", false },
	{ ACTION_DETACH, "app-13", "lb1", "app-13.test:80", false },
	{ ACTION_ARRAY_UPDATE, "", "", "web-r41", false },
	{ ACTION_LOOK_SITE, "", "", "", false },
	{ ACTION_LOOK_SITE, "", "lb2", "", false },
	{ ACTION_LOCK, "app-21", "", "", false },
	{ ACTION_UNLOCK, "app-22", "", "", false },
	{ ACTION_LAST_LOOK, "app-11", "", "", false },
	{ ACTION_TERMINATE, "app-12", "", "i-app-12", false },
	{ ACTION_DISCARD, "app-12", "", "i-app-12", false },
	{ ACTION_WITHDRAW, "app-23", "", "why", true },
};

static enum settled
ask(enum action_kind kind, const char *server, const char *lb, const char *arg,
    int64_t since_ms, char why[TEXT_LEN])
{
	struct action action = { .kind = kind };

	str_copy(action.server, NAME_LEN, server);
	str_copy(action.lb, NAME_LEN, lb);
	str_copy(action.arg, TEXT_LEN, arg);
	return settle(&w.facts, &w.config, &action, since_ms, why, TEXT_LEN);
}

Test(model_settle, seen_in_effect_since_then)
{
	char why[TEXT_LEN];

	for (size_t i = 0; i < countof(in_effect); i++) {
		const struct wanted *a = &in_effect[i];

		cr_expect_eq(ask(a->kind, a->server, a->lb, a->arg, NOW, why),
		    SETTLED_YES, "%s: %s", action_name(a->kind), why);
		cr_expect_str_empty(why, "%s: %s", action_name(a->kind), why);
	}
}

Test(model_settle, older_facts_do_not_count)
{
	char why[TEXT_LEN];

	for (size_t i = 0; i < countof(in_effect); i++) {
		const struct wanted *a = &in_effect[i];

		if (a->ageless)
			continue;
		cr_expect_eq(ask(a->kind, a->server, a->lb, a->arg, NOW + 1, why),
		    SETTLED_UNKNOWN, "%s: %s", action_name(a->kind), why);
		cr_expect_neq(why[0], '\0', "%s", action_name(a->kind));
	}
}

Test(model_settle, every_kind_has_its_question)
{
	char why[TEXT_LEN];

	for (int kind = ACTION_NONE + 1; kind < ACTION_COUNT; kind++) {
		ask(kind, "app-21", "lb1", "x", NOW, why);
		cr_expect_null(strstr(why, "nothing is known"), "%s",
		    action_name(kind));
		cr_expect_gt(settle_limit_ms(&w.config, kind), 0);
	}
	cr_expect_eq(ask(ACTION_NONE, "", "", "", NOW, why), SETTLED_UNKNOWN);
}

/* The command of a verb may take its time first, where there is one for it. */
Test(settle, a_command_has_its_own_time)
{
	int64_t launch, drain;

	launch = settle_limit_ms(&w.config, ACTION_LAUNCH);
	drain = settle_limit_ms(&w.config, ACTION_DRAIN);
	w.config.cloud.exec.limit_ms[VERB_LAUNCH] = 5000;
	w.config.cloud.exec.limit_ms[VERB_DRAIN] = 7000;
	cr_expect_eq(settle_limit_ms(&w.config, ACTION_LAUNCH), launch);
	(void)str_copy(w.config.cloud.provider, NAME_LEN, "exec");
	cr_expect_eq(settle_limit_ms(&w.config, ACTION_LAUNCH), launch + 5000);
	cr_expect_eq(settle_limit_ms(&w.config, ACTION_DRAIN), drain);
	w.config.cloud.exec.verbs[VERB_DRAIN].n = 1;
	cr_expect_eq(settle_limit_ms(&w.config, ACTION_DRAIN), drain + 7000);
	w.config.cloud.exec.verbs[VERB_DRAIN].n = 0;
}

/* ---- one thing spoiled at a time ---- */

static struct server *sv(const char *name) { return world_get(&w, name); }

static struct lb_row *
row(const char *name, const char *lb)
{
	return &w.facts.rows[facts_row(&w.facts, name, lb) - w.facts.rows];
}

static void failed(void) { w.facts.db.snapshot.state = SNAPSHOT_FAILED; }
static void pending(void) { w.facts.db.snapshot.state = SNAPSHOT_PENDING; }
static void unreadable(void) { w.facts.db.snapshot.verified = TRI_NO; }
static void unverified(void) { w.facts.db.snapshot.verified = TRI_UNKNOWN; }
static void no_snapshot(void) { w.facts.db.snapshot.state = SNAPSHOT_NONE; }
static void unapplied(void) { w.facts.db.migrations[0].applied = TRI_NO; }
static void untold(void) { w.facts.db.migrations[0].applied = TRI_UNKNOWN; }
static void retagged(void) { sv("app-21")->tag = MARK_OLD; }
static void tag_only(void) { sv("app-21")->id[0] = '\0'; }
static void gone(void) { sv("app-21")->state = CLOUD_TERMINATED; }
static void other_template(void) { sv("app-21")->template[0] = 'X'; }
static void other_path(void) { w.facts.saved.path[0] = 'X'; }
static void differs(void) { w.facts.saved.equal = TRI_NO; }
static void other_value(void) { w.facts.inputs[0].value[0] = 'X'; }
static void is_set(void) { w.facts.inputs[1].scope = INPUT_DEPLOYMENT; }
static void booting(void) { sv("app-21")->state = CLOUD_BOOTING; }
static void stranded(void) { sv("app-21")->state = CLOUD_STRANDED; }
static void no_state(void) { sv("app-21")->state = CLOUD_UNKNOWN; }
static void no_pass(void) { sv("app-21")->probe.passed = TRI_NO; }
static void untested(void) { sv("app-21")->probe = (struct probe){ 0 }; }
static void array_is_on(void) { w.facts.array.enabled = TRI_YES; }
static void array_unknown(void) { w.facts.array.enabled = TRI_UNKNOWN; }
static void array_other(void) { w.facts.array.template[0] = 'X'; }
static void unsaved(void) { w.facts.lbs[0].saved_ms = 0; }
static void down(void) { row("app-21", "lb1")->state = LB_DOWN; }
static void unchecked(void) { row("app-21", "lb1")->state = LB_UNPROVEN; }
static void no_weight(void) { row("app-21", "lb1")->weight = 0; }
static void elsewhere(void) { row("app-21", "lb1")->addr[0] = 'X'; }
static void unlisted(void) { row("app-21", "lb1")->server[0] = 'X'; }
static void lb2_silent(void) { w.facts.lbs[1].seen_ms = NOW - 1; }
static void old_down(void) { row("app-11", "lb2")->state = LB_DOWN; }
static void old_up(void) { row("app-11", "lb2")->state = LB_UP; }
static void has_file(void) { sv("app-11")->self.health_file = TRI_YES; }
static void file_untold(void) { sv("app-11")->self.health_file = TRI_UNKNOWN; }
static void nolb(void) { row("app-21", "lb2")->state = LB_NOLB; }
static void no_file(void) { sv("app-21")->self.health_file = TRI_NO; }
static void busy(void) { w.facts.proofs[0].verdict = PROOF_BUSY; }
static void unproven(void) { w.facts.proofs[0].verdict = PROOF_UNKNOWN; }
static void no_proof(void) { w.facts.n_proofs = 0; }
static void still_up(void) { row("app-13", "lb1")->state = LB_NOLB; }
static void in_file(void) { row("app-13", "lb1")->in_file = TRI_YES; }
static void not_in_file(void) { row("app-21", "lb1")->in_file = TRI_NO; }
static void pooled(void) { sv("app-13")->pooled = TRI_YES; }
static void not_pooled(void) { sv("app-21")->pooled = TRI_NO; }
static void unlocked(void) { sv("app-21")->locked = TRI_NO; }
static void lock_unknown(void) { sv("app-21")->locked = TRI_UNKNOWN; }
static void still_locked(void) { sv("app-22")->locked = TRI_YES; }
static void site_bad(void) { w.facts.site[1].good = TRI_NO; }
static void site_untold(void) { w.facts.n_site = 1; }
static void unasked(void) { sv("app-11")->self.seen_ms = 0; }
static void ending(void) { sv("app-12")->state = CLOUD_DECOMMISSIONING; }
static void other_id(void) { sv("app-12")->id[0] = 'X'; }
static void still_new(void) { sv("app-23")->mark = MARK_NEW; }

static void
silent_and_down(void)
{
	w.facts.lbs[0].seen_ms = NOW - 1;
	old_down();
}

static const struct {
	void (*spoil)(void);
	enum action_kind kind;
	const char *server, *lb, *arg;
	enum settled wanted;
} spoiled[] = {
	{ failed, ACTION_SNAPSHOT, "", "", "", SETTLED_WRONG },
	{ pending, ACTION_SNAPSHOT, "", "", "", SETTLED_NOT_YET },
	{ unreadable, ACTION_SNAPSHOT, "", "", "", SETTLED_WRONG },
	{ unverified, ACTION_SNAPSHOT, "", "", "", SETTLED_NOT_YET },
	{ no_snapshot, ACTION_SNAPSHOT, "", "", "", SETTLED_NOT_YET },
	{ unapplied, ACTION_MIGRATE, "", "", "1.sql", SETTLED_NOT_YET },
	{ untold, ACTION_MIGRATE, "", "", "1.sql", SETTLED_UNKNOWN },
	{ retagged, ACTION_MARK, "app-21", "", "new", SETTLED_NOT_YET },
	{ tag_only, ACTION_CLONE, "app-21", "", "app-11", SETTLED_NOT_YET },
	{ gone, ACTION_CLONE, "app-21", "", "app-11", SETTLED_NOT_YET },
	{ no_state, ACTION_CLONE, "app-21", "", "app-11", SETTLED_UNKNOWN },
	{ other_template, ACTION_CONFIGURE, "app-21", "", "web-r42",
	    SETTLED_NOT_YET },
	{ other_path, ACTION_SAVE_INPUTS, "", "", "/run/inputs.csv",
	    SETTLED_NOT_YET },
	{ differs, ACTION_SAVE_INPUTS, "", "", "/run/inputs.csv", SETTLED_WRONG },
	{ other_value, ACTION_SET_INPUT, "", "", "RELEASE=r42",
	    SETTLED_NOT_YET },
	{ is_set, ACTION_SET_INPUT, "", "", "FLAG", SETTLED_NOT_YET },
	{ booting, ACTION_LAUNCH, "app-21", "", "", SETTLED_NOT_YET },
	{ stranded, ACTION_LAUNCH, "app-21", "", "", SETTLED_WRONG },
	{ gone, ACTION_LAUNCH, "app-21", "", "", SETTLED_WRONG },
	{ no_state, ACTION_LAUNCH, "app-21", "", "", SETTLED_UNKNOWN },
	{ no_pass, ACTION_PROBE, "app-21", "", "", SETTLED_WRONG },
	{ untested, ACTION_PROBE, "app-21", "", "", SETTLED_NOT_YET },
	{ array_is_on, ACTION_ARRAY_OFF, "", "", "", SETTLED_NOT_YET },
	{ array_unknown, ACTION_ARRAY_OFF, "", "", "", SETTLED_UNKNOWN },
	{ array_unknown, ACTION_ARRAY_ON, "", "", "", SETTLED_UNKNOWN },
	{ array_is_on, ACTION_ARRAY_ON, "", "", "", SETTLED_YES },
	{ array_other, ACTION_ARRAY_UPDATE, "", "", "web-r41",
	    SETTLED_NOT_YET },
	{ unsaved, ACTION_SAVE_LB, "", "lb1", "", SETTLED_NOT_YET },
	{ down, ACTION_ATTACH, "app-21", "lb1", "", SETTLED_NOT_YET },
	{ unchecked, ACTION_ATTACH, "app-21", "lb1", "", SETTLED_NOT_YET },
	{ not_pooled, ACTION_ATTACH, "app-21", "lb1", "", SETTLED_NOT_YET },
	{ not_in_file, ACTION_ATTACH, "app-21", "lb1", "", SETTLED_NOT_YET },
	{ no_weight, ACTION_ATTACH, "app-21", "lb1", "", SETTLED_NOT_YET },
	{ unlisted, ACTION_ATTACH, "app-21", "lb1", "", SETTLED_NOT_YET },
	{ elsewhere, ACTION_ATTACH, "app-21", "lb1", "", SETTLED_WRONG },
	{ lb2_silent, ACTION_DRAIN, "app-11", "", "", SETTLED_UNKNOWN },
	{ old_down, ACTION_DRAIN, "app-11", "", "", SETTLED_WRONG },
	{ silent_and_down, ACTION_DRAIN, "app-11", "", "", SETTLED_WRONG },
	{ old_up, ACTION_DRAIN, "app-11", "", "", SETTLED_NOT_YET },
	{ has_file, ACTION_DRAIN, "app-11", "", "", SETTLED_NOT_YET },
	{ file_untold, ACTION_DRAIN, "app-11", "", "", SETTLED_UNKNOWN },
	{ nolb, ACTION_UNDRAIN, "app-21", "", "", SETTLED_NOT_YET },
	{ no_file, ACTION_UNDRAIN, "app-21", "", "", SETTLED_NOT_YET },
	{ lb2_silent, ACTION_UNDRAIN, "app-21", "", "", SETTLED_UNKNOWN },
	{ busy, ACTION_AWAIT_EMPTY, "app-11", "", "", SETTLED_NOT_YET },
	{ unproven, ACTION_AWAIT_EMPTY, "app-11", "", "", SETTLED_UNKNOWN },
	{ no_proof, ACTION_AWAIT_EMPTY, "app-11", "", "", SETTLED_UNKNOWN },
	{ lb2_silent, ACTION_AWAIT_EMPTY, "app-11", "", "", SETTLED_UNKNOWN },
	{ still_up, ACTION_DETACH, "app-13", "lb1", "", SETTLED_NOT_YET },
	{ in_file, ACTION_DETACH, "app-13", "lb1", "", SETTLED_NOT_YET },
	{ pooled, ACTION_DETACH, "app-13", "lb1", "", SETTLED_NOT_YET },
	{ site_bad, ACTION_LOOK_SITE, "", "", "", SETTLED_WRONG },
	{ site_bad, ACTION_LOOK_SITE, "", "lb1", "", SETTLED_YES },
	{ site_untold, ACTION_LOOK_SITE, "", "", "", SETTLED_NOT_YET },
	{ unlocked, ACTION_LOCK, "app-21", "", "", SETTLED_NOT_YET },
	{ lock_unknown, ACTION_LOCK, "app-21", "", "", SETTLED_NOT_YET },
	{ still_locked, ACTION_UNLOCK, "app-22", "", "", SETTLED_NOT_YET },
	{ unasked, ACTION_LAST_LOOK, "app-11", "", "", SETTLED_UNKNOWN },
	{ ending, ACTION_TERMINATE, "app-12", "", "i-app-12", SETTLED_NOT_YET },
	{ other_id, ACTION_TERMINATE, "app-12", "", "i-app-12", SETTLED_UNKNOWN },
	{ still_new, ACTION_WITHDRAW, "app-23", "", "", SETTLED_NOT_YET },
};

Test(model_settle, one_thing_spoiled_at_a_time)
{
	char why[TEXT_LEN];

	for (size_t i = 0; i < countof(spoiled); i++) {
		end();
		begin();
		spoiled[i].spoil();
		cr_expect_eq(ask(spoiled[i].kind, spoiled[i].server,
		    spoiled[i].lb, spoiled[i].arg, NOW, why), spoiled[i].wanted,
		    "case %zu, %s: %s", i, action_name(spoiled[i].kind), why);
		cr_expect_eq(why[0] == '\0', spoiled[i].wanted == SETTLED_YES,
		    "case %zu: %s", i, why);
	}
}

/* The trial's server serves, is of the new template, and was not there before. */
Test(model_settle, array_trial)
{
	char why[TEXT_LEN];
	struct server *trial;

	str_copy(w.facts.array.template, NAME_LEN, "web-r42");
	cr_expect_eq(ask(ACTION_ARRAY_TRIAL, "", "", "", NOW, why),
	    SETTLED_NOT_YET, "its template is the old one");
	trial = sv("array-1");
	str_copy(trial->template, NAME_LEN, "web-r42");
	cr_expect_eq(ask(ACTION_ARRAY_TRIAL, "", "", "", NOW, why), SETTLED_YES);
	cr_expect_eq(ask(ACTION_ARRAY_TRIAL, "", "", "", NOW + 1, why),
	    SETTLED_UNKNOWN);
	trial->mark = MARK_OLD;
	cr_expect_eq(ask(ACTION_ARRAY_TRIAL, "", "", "", NOW, why),
	    SETTLED_NOT_YET);
	trial->mark = MARK_UNKNOWN;
	trial->state = CLOUD_STRANDED;
	cr_expect_eq(ask(ACTION_ARRAY_TRIAL, "", "", "", NOW, why),
	    SETTLED_WRONG);
	trial->state = CLOUD_OPERATIONAL;
	row("array-1", "lb2")->state = LB_DOWN;
	cr_expect_eq(ask(ACTION_ARRAY_TRIAL, "", "", "", NOW, why),
	    SETTLED_NOT_YET);
}

/* The array took the name again: the terminated one is found by its id. */
Test(model_settle, a_name_used_again_hides_nobody)
{
	char why[TEXT_LEN];
	struct sighting saw = { .kind = SAW_SERVER, .u.server = {
		.name = "app-12", .id = "i-other",
		.state = CLOUD_OPERATIONAL } };

	world_saw(&w, SOURCE_CLOUD, "cloud", &saw);
	cr_expect_eq(ask(ACTION_TERMINATE, "app-12", "", "i-app-12", NOW, why),
	    SETTLED_YES);
}
