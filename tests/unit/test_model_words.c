/* model: names, states, sentences, findings, choices, the script's words. */

#include <criterion/criterion.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "model/action.h"
#include "model/check.h"
#include "model/choices.h"
#include "model/event.h"
#include "model/intent.h"
#include "model/lb.h"
#include "model/server.h"

Test(model_action, every_kind_is_whole)
{
	for (int kind = ACTION_NONE + 1; kind < ACTION_COUNT; kind++) {
		cr_expect_eq(action_of_name(action_name(kind)), kind);
		cr_expect_neq(action_effect(kind), EFFECT_UNKNOWN);
		cr_expect_neq(action_performer(kind), BY_NOBODY);
	}
	cr_expect_eq(action_of_name("explode"), ACTION_NONE);
}

Test(model_action, what_is_not_in_the_list_has_no_effect)
{
	static const int odd[] = { ACTION_NONE, ACTION_COUNT, INT_MAX, -1 };

	for (size_t i = 0; i < countof(odd); i++) {
		cr_expect_eq(action_effect(odd[i]), EFFECT_UNKNOWN);
		cr_expect_eq(action_performer(odd[i]), BY_NOBODY);
		cr_expect_str_eq(action_name(odd[i]), "none");
	}
}

Test(model_action, what_takes_out_is_undone_by_what_adds)
{
	cr_expect_eq(action_effect(action_opposite(ACTION_DRAIN)), EFFECT_ADDS);
	cr_expect_eq(action_effect(action_opposite(ACTION_DETACH)), EFFECT_ADDS);
	cr_expect_eq(action_opposite(ACTION_TERMINATE), ACTION_NONE);
}

Test(model_action, sentences)
{
	static const struct { struct action action; const char *says; } all[] = {
		{ { ACTION_DETACH, "app-11", "lb1", "h:80", "", "" },
		  "detach app-11 from lb1" },
		{ { ACTION_DETACH, "app-11", "lb1", "h:80 cut 3: stuck", "", "" },
		  "detach app-11 from lb1 and cut sessions (3: stuck)" },
		{ { ACTION_SET_INPUT, "", "", "RELEASE=r=42", "", "" },
		  "set input RELEASE to r=42" },
		{ { ACTION_SET_INPUT, "", "", "RELEASE", "", "" },
		  "unset input RELEASE" },
		{ { ACTION_SET_INPUT, "", "", "RELEASE=", "", "" },
		  "set input RELEASE back to blank, as it was" },
		{ { ACTION_LOOK_SITE, "", "", "", "", "" },
		  "look at the site through every balancer" },
		{ { .kind = ACTION_NONE }, "do nothing" },
	};
	char dst[TEXT_LEN];

	for (size_t i = 0; i < countof(all); i++)
		cr_expect_str_eq(action_sentence(&all[i].action, dst,
		    sizeof(dst)), all[i].says);
}

Test(model_lb, states_by_their_first_word)
{
	static const struct { const char *status, *check; enum lb_state state; }
	all[] = {
		{ "UP", "L7OK", LB_UP }, { "UP 1/3", "L4CON", LB_UP },
		{ "UP 1/3", "INI", LB_UNPROVEN }, { "UP", "INI", LB_UNPROVEN },
		{ "no check", "", LB_UNPROVEN }, { "DOWN", "L7STS", LB_DOWN },
		{ "DOWN 1/2", "L7OK", LB_DOWN }, { "DOWN (agent)", "", LB_DOWN },
		{ "NOLB", "L7OKC", LB_NOLB }, { "NOLB 1/2", "L7OKC", LB_NOLB },
		{ "DRAIN", "L7OK", LB_DRAIN }, { "DRAIN (agent)", "", LB_DRAIN },
		{ "MAINT", "", LB_MAINT }, { "MAINT (via app2/m)", "", LB_MAINT },
		{ "MAINT (resolution)", "", LB_MAINT }, { "", "", LB_UNKNOWN },
		{ "UPSIDE", "", LB_UNKNOWN }, { "OPEN", "", LB_UNKNOWN },
		{ "?", "", LB_UNKNOWN }, { "UNPROVEN", "", LB_UNKNOWN },
	};

	for (size_t i = 0; i < countof(all); i++)
		cr_expect_eq(lb_state_of(all[i].status, all[i].check),
		    all[i].state, "%s %s", all[i].status, all[i].check);
}

Test(model_lb, serving_needs_everything)
{
	const struct lb_row good = { .state = LB_UP, .weight = 1 };
	struct lb_row row = good;

	cr_expect(lb_row_serves(&row));
	row.weight = 0;
	cr_expect_not(lb_row_serves(&row));
	row = good;
	row.backup = true;
	cr_expect_not(lb_row_serves(&row));
	row = good;
	row.leaving = true;
	cr_expect_not(lb_row_serves(&row));
	for (int state = 0; state < LB_STATE_COUNT; state++) {
		row = good;
		row.state = state;
		cr_expect_eq(lb_row_serves(&row), state == LB_UP);
	}
}

Test(model_server, names_and_back)
{
	for (int i = MARK_OLD; i < MARK_COUNT; i++)
		cr_expect_eq(mark_of_name(mark_name(i)), (enum mark)i);
	cr_expect_eq(mark_of_name("old"), MARK_OLD);
	cr_expect_eq(mark_of_name("?"), MARK_UNKNOWN);
	cr_expect_eq(mark_of_name(""), MARK_UNKNOWN);
	cr_expect_eq(mark_of_name("older"), MARK_UNKNOWN);
	for (int i = 0; i < CLOUD_STATE_COUNT; i++)
		cr_expect_eq(cloud_state_of_name(cloud_state_name(i)),
		    (enum cloud_state)i);
	cr_expect_eq(cloud_state_of_name("exploded"), CLOUD_UNKNOWN);
}

Test(model_check, the_worst_counts)
{
	static const enum verdict order[] = { VERDICT_GOOD, VERDICT_LOOK,
		VERDICT_WAIT, VERDICT_UNKNOWN, VERDICT_BAD };
	struct checks checks = { 0 };

	cr_expect_eq(checks_worst(&checks), VERDICT_GOOD);
	for (size_t i = 0; i < countof(order); i++) {
		checks_add(&checks, order[i], "%zu", i);
		checks_add(&checks, VERDICT_GOOD, "fine");
		cr_expect_eq(checks_worst(&checks), order[i]);
	}
	cr_expect_str_eq(checks_first(&checks, VERDICT_BAD)->text, "4");
	checks_clear(&checks);
	cr_expect_null(checks_first(&checks, VERDICT_BAD));
	checks_done(&checks);
}

Test(model_choices, empty_is_not_all)
{
	struct choices choices = { 0 }, copy = { 0 };

	cr_expect_not(choices_picked(&choices, "a"));
	choices_pick(&choices, "a");
	choices_pick(&choices, "a");
	cr_expect_eq(choices.n_picks, 1);
	choices_set(&choices, "template", "x");
	choices_set(&choices, "template", "y");
	choices_copy(&copy, &choices);
	choices_unpick_all(&choices);
	cr_expect(choices.picked);
	cr_expect_not(choices_picked(&choices, "a"));
	cr_expect(choices_picked(&copy, "a"));
	cr_expect_str_eq(choices_get(&copy, "template"), "y");
	cr_expect_null(choices_get(&copy, "other"));
	choices_done(&choices);
	choices_done(&copy);
}

Test(model_event, sentences)
{
	struct event event = { .kind = EVENT_DONE, .action = {
		.kind = ACTION_DETACH, .server = "app-11", .lb = "lb1" } };
	char dst[TEXT_LEN];

	cr_expect_str_eq(event_sentence(&event, dst, sizeof(dst)),
	    "done: detach app-11 from lb1");
	event = (struct event){ .kind = EVENT_REFUSED, .rule = "GR-01",
		.server = "app-21", .text = "it is NEW" };
	cr_expect_str_eq(event_sentence(&event, dst, sizeof(dst)),
	    "refused: GR-01: app-21: it is NEW");
	event = (struct event){ .kind = EVENT_CHECK, .verdict = VERDICT_BAD,
		.text = "no" };
	cr_expect_str_eq(event_sentence(&event, dst, sizeof(dst)),
	    "check: bad: no");
	cr_expect_str_eq(event_word(EVENT_COUNT), "none");
}

/* What scripts know by its kind, people are told without. */
Test(model_event, told)
{
	static const struct { struct event event; const char *told; } cases[] = {
		{ { .kind = EVENT_DONE, .action = { .kind = ACTION_DETACH,
		    .server = "app-11", .lb = "lb1" } },
		    "done: detach app-11 from lb1" },
		{ { .kind = EVENT_NOTE, .text = "nothing was sent" },
		    "nothing was sent" },
		{ { .kind = EVENT_STATE, .text = "failed: no answer" },
		    "failed: no answer" },
		{ { .kind = EVENT_SESSIONS, .server = "app-11", .text = "2 left" },
		    "app-11: 2 left" },
		{ { .kind = EVENT_CHECK, .verdict = VERDICT_BAD, .rule = "GR-05",
		    .text = "no" }, "bad: GR-05: no" },
		{ { .kind = EVENT_COUNT, .text = "odd" }, "none: odd" },
	};
	char dst[TEXT_LEN];

	for (size_t i = 0; i < countof(cases); i++)
		cr_expect_str_eq(event_told(&cases[i].event, dst, sizeof(dst)),
		    cases[i].told);
}

Test(model_event, the_ring_keeps_the_newest)
{
	struct event_ring *ring = calloc(1, sizeof(*ring));
	struct event event = { 0 };

	for (uint64_t i = 1; i <= EVENT_RING + 3; i++) {
		event.seq = i;
		event_ring_add(ring, &event);
	}
	cr_expect_eq(ring->n, EVENT_RING);
	cr_expect_eq(event_ring_at(ring, 0)->seq, 4);
	cr_expect_eq(event_ring_at(ring, EVENT_RING - 1)->seq, EVENT_RING + 3);
	cr_expect_null(event_ring_at(ring, EVENT_RING));
	free(ring);
}

Test(model_intent, understood)
{
	static const struct {
		const char *line;
		enum intent_kind kind;
		const char *word, *text;
		size_t n_names;
		int ms;
	} all[] = {
		{ "", INTENT_NONE, "", "", 0, 0 },
		{ "   # a comment", INTENT_NONE, "", "", 0, 0 },
		{ "step drain", INTENT_STEP, "drain", "", 0, 0 },
		{ "  step\tdrain \n", INTENT_STEP, "drain", "", 0, 0 },
		{ "pick app-11  app-12", INTENT_PICK, "", "", 2, 0 },
		{ "pick", INTENT_PICK, "", "", 0, 0 },
		{ "set input.KEY a b  c", INTENT_SET, "input.KEY", "a b  c", 0, 0 },
		{ "confirm", INTENT_CONFIRM, "", "", 0, 0 },
		{ "confirm 2 shop-prod", INTENT_CONFIRM, "", "2 shop-prod", 0, 0 },
		{ "await done 30s", INTENT_AWAIT, "done", "", 0, 30000 },
		{ "await done 30", INTENT_AWAIT, "done", "", 0, 30000 },
		{ "await done 500ms", INTENT_AWAIT, "done", "", 0, 500 },
		{ "await done 2m", INTENT_AWAIT, "done", "", 0, 120000 },
		{ "expect refused GR-01", INTENT_EXPECT, "refused", "GR-01", 0, 0 },
		{ "expect state", INTENT_EXPECT, "state", "", 0, 0 },
		{ "skip no schema change", INTENT_SKIP, "", "no schema change",
		  0, 0 },
		{ "withdraw app-21 it leaks", INTENT_WITHDRAW, "app-21",
		  "it leaks", 0, 0 },
		{ "discard app-21", INTENT_DISCARD, "app-21", "", 0, 0 },
		{ "resolve absent seen by hand", INTENT_RESOLVE, "absent",
		  "seen by hand", 0, 0 },
		/* For the run to refuse (GR-08): it is no slip of the word. */
		{ "set KEY", INTENT_SET, "KEY", "", 0, 0 },
		{ "undo", INTENT_UNDO, "", "", 0, 0 },
		{ "stop", INTENT_STOP, "", "", 0, 0 },
	};
	struct intent intent;

	for (size_t i = 0; i < countof(all); i++) {
		cr_assert_eq(intent_parse(all[i].line, &intent, NULL), 0, "%s",
		    all[i].line);
		cr_expect_eq(intent.kind, all[i].kind, "%s", all[i].line);
		cr_expect_str_eq(intent.word, all[i].word);
		cr_expect_str_eq(intent.text, all[i].text);
		cr_expect_eq(intent.n_names, all[i].n_names);
		cr_expect_eq(intent.ms, all[i].ms, "%s", all[i].line);
		intent_done(&intent);
	}
}

Test(model_intent, refused_with_a_sentence)
{
	static const char *const all[] = { "explode", "step", "step a b",
		"set", "plan now", "await done", "await done soon",
		"await done -1s", "await done 99999h", "await done 86401s",
		"skip", "withdraw app-21", "discard", "note", "resolve maybe",
		"undo it", "STEP drain", "\033[2J" };
	struct intent intent;
	struct err err;

	for (size_t i = 0; i < countof(all); i++) {
		err = (struct err){ 0 };
		cr_expect_eq(intent_parse(all[i], &intent, &err), -1, "%s",
		    all[i]);
		cr_expect_eq(err.code, ERR_USAGE);
		cr_expect_null(strchr(err.text, '\033'));
		cr_expect_eq(intent.kind, INTENT_NONE);
		cr_expect_null(intent.names);
	}
}

Test(model_intent, too_long_is_not_cut_short)
{
	char line[4096] = "note ";
	struct intent intent;

	memset(line + 5, 'x', sizeof(line) - 6);
	cr_expect_eq(intent_parse(line, &intent, NULL), -1);
	memset(line, 'x', 200);			/* a name of 200 letters */
	line[200] = '\0';
	memcpy(line, "pick ", 5);
	cr_expect_eq(intent_parse(line, &intent, NULL), -1);
	for (int i = 1; i < INTENT_COUNT; i++)
		cr_expect_str_neq(intent_word(i), "none");
}

Test(checks, what_is_said_already_is_left_out)
{
	struct checks src = { 0 }, said = { 0 }, own = { 0 };

	checks_add(&src, VERDICT_GOOD, "it is shop");
	checks_add(&src, VERDICT_GOOD, "it is whole");
	checks_add(&said, VERDICT_GOOD, "it is shop");
	checks_add(&said, VERDICT_BAD, "it is whole");
	checks_beside(&own, &src, &said);
	cr_assert_eq(own.n, 1);
	cr_expect_str_eq(own.list[0].text, "it is whole");
	checks_done(&src);
	checks_done(&said);
	checks_done(&own);
}
