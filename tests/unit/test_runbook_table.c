/* runbook: all eighteen steps are whole, and what picks mean. */

#include "test_runbook_world.h"

static struct world w;

static void
begin(void)
{
	world_with_both(&w, LB_UNKNOWN);
}

static void
end(void)
{
	world_end(&w);
}

TestSuite(runbook_table, .init = begin, .fini = end);

Test(runbook_table, names_titles_and_order)
{
	static const char *const names[] = { "snapshot", "migrate", "clone",
		"configure", "save-inputs", "set-inputs", "launch",
		"launch-more", "test", "array-off", "attach", "drain",
		"sessions", "detach", "array-update", "array-on", "test-site",
		"terminate" };

	for (int i = 1; i <= STEP_COUNT; i++) {
		const struct step *step = runbook_step(i);
		char number[8];

		str_fmt(number, sizeof(number), "%d", i);
		cr_expect_eq(step->number, i);
		cr_expect_str_eq(step->name, names[i - 1]);
		cr_expect_eq(runbook_find(step->name), step);
		cr_expect_eq(runbook_find(number), step);
		cr_expect_not_null(step->title);
		cr_expect_not_null(step->precheck);
		cr_expect_not_null(step->plan);
		cr_expect_not_null(step->verify);
	}
	cr_expect_null(runbook_step(0));
	cr_expect_null(runbook_step(STEP_COUNT + 1));
	cr_expect_null(runbook_find("drains"));
	cr_expect_null(runbook_find("19"));
}

static bool
says_until_when(const char *text)
{
	static const char *const words[] = { "until ", "while ", "before ",
		"any time" };

	for (size_t i = 0; i < countof(words); i++)
		if (strstr(text, words[i]) != NULL)
			return true;
	return false;
}

/* U-09: each says how it is undone, until when and, behind a semicolon, what that
 * costs; or "none, because". */
Test(runbook_table, undo_is_said_and_meant)
{
	for (int i = 1; i <= STEP_COUNT; i++) {
		const struct step *step = runbook_step(i);
		bool one_way = (step->flags & STEP_ONE_WAY) != 0;

		cr_expect_eq(str_starts(step->undo_text, "none"), one_way,
		    "step %d", i);
		cr_expect_eq(step->undo == NULL, one_way, "step %d", i);
		cr_expect_leq(strlen(step->undo_text), 53, "step %d", i);
		if (one_way)
			cr_expect_not_null(strstr(step->undo_text, "because"));
		else
			cr_expect(says_until_when(step->undo_text) &&
			    strchr(step->undo_text, ';') != NULL, "step %d", i);
	}
}

Test(runbook_table, advice_fits_two_lines_of_76)
{
	for (int i = 1; i <= STEP_COUNT; i++) {
		const char *advice = runbook_step(i)->advice;
		const char *second = strchr(advice, '\n');

		cr_assert_not_null(second, "step %d", i);
		cr_expect_leq(second - advice, 76, "step %d", i);
		cr_expect_leq(strlen(second + 1), 76, "step %d", i);
		cr_expect_null(strchr(second + 1, '\n'), "step %d", i);
	}
}

/* U-02, and the table of cutover-walkthrough(7). */
Test(runbook_table, what_cannot_come_back_wants_something_typed)
{
	for (int i = 1; i <= STEP_COUNT; i++)
		cr_expect_eq((runbook_step(i)->flags & STEP_TYPED) != 0,
		    i == 1 || i == 14 || i == 18, "step %d", i);
}

Test(runbook_table, settings_are_told_in_one_line_of_80_columns)
{
	for (int i = 1; i <= STEP_COUNT; i++)
		for (const struct step_setting *s = runbook_step(i)->settings;
		    s != NULL && s->key != NULL; s++)
			cr_expect_leq(strlen(s->unset == NULL ? "add one" :
			    s->unset) + strlen(s->text), 55, "step %d: %s", i,
			    s->key);
}

Test(runbook_table, phases_cover_all_steps_once)
{
	int next = 1;

	for (int i = 0; i < PHASE_COUNT; i++) {
		cr_expect_eq(runbook_phase(i)->first, next);
		next = runbook_phase(i)->last + 1;
	}
	cr_expect_eq(next, STEP_COUNT + 1);
	cr_expect_null(runbook_phase(PHASE_COUNT));
	cr_expect_null(runbook_phase(-1));
}

/* GR-01 begins here: no step that takes out so much as offers a new one. */
Test(runbook_table, new_and_unknown_servers_are_never_offered_to_go)
{
	static const char *const takes_out[] = { "drain", "sessions", "detach",
		"terminate" };
	char why[TEXT_LEN];

	world_server(&w, "stranger", MARK_UNKNOWN, CLOUD_OPERATIONAL);
	for (size_t i = 0; i < countof(takes_out); i++) {
		const struct step *step = runbook_find(takes_out[i]);

		choices_unpick_all(&w.choices);
		for (size_t j = 0; j < w.facts.n_servers; j++) {
			const struct server *sv = &w.facts.servers[j];

			choices_pick(&w.choices, sv->name);
			if (sv->mark == MARK_OLD)
				continue;
			why[0] = '\0';
			cr_expect_not(step->offers(&w.scene, sv, why,
			    sizeof(why)));
			cr_expect(str_starts(why, "locked"), "%s", why);
			cr_expect_not(runbook_is_picked(step, &w.scene, sv));
		}
		/* Everything is picked by name, and yet: */
		step->plan(&w.scene, &w.plan);
		for (size_t j = 0; j < w.plan.n; j++)
			cr_expect_not(str_starts(w.plan.actions[j].server,
			    "app-2"), "%s", step->name);
		if (strcmp(step->name, "sessions") != 0)
			cr_expect_eq(world_precheck(&w, step->name),
			    VERDICT_BAD, "%s", step->name);
	}
}

/* Who runs, is not called NEW and does not say its release may be OLD yet. */
Test(runbook_table, a_server_that_is_not_known_yet_is_not_called_another)
{
	static const char *const steps[] = { "clone", "sessions", "detach",
		"terminate" };
	static const char silent[] = "not known yet: it does not say its release";
	struct server *sv = world_server(&w, "app-13", MARK_UNKNOWN,
	    CLOUD_OPERATIONAL);
	char why[TEXT_LEN] = "";

	sv->tag = MARK_OLD;
	sv->self.version[0] = '\0';
	for (size_t i = 0; i < countof(steps); i++) {
		cr_expect_not(runbook_find(steps[i])->offers(&w.scene, sv, why,
		    sizeof(why)));
		cr_expect_str_eq(why, silent, "%s", steps[i]);
	}
	sv->tag = MARK_NEW;
	cr_expect_not(runbook_find("detach")->offers(&w.scene, sv, why, sizeof(why)));
	cr_expect(str_starts(why, "locked"), "%s", why);
	sv->tag = MARK_OLD;
	str_copy(sv->self.version, sizeof(sv->self.version), "r40");
	cr_expect_not(runbook_find("clone")->offers(&w.scene, sv, why, sizeof(why)));
	cr_expect_str_eq(why, "only an OLD server is known to work");
}

Test(runbook_table, presets_until_something_is_picked)
{
	const struct step *drain = runbook_find("drain");
	const struct server *sv = world_get(&w, "app-11");

	cr_expect(runbook_is_picked(drain, &w.scene, sv));
	choices_pick(&w.choices, "app-12");
	cr_expect_not(runbook_is_picked(drain, &w.scene, sv));
	choices_unpick_all(&w.choices);
	cr_expect_not(runbook_is_picked(drain, &w.scene,
	    world_get(&w, "app-12")), "nothing never means all");
	cr_expect_eq(world_precheck(&w, "drain"), VERDICT_BAD);
	cr_expect_not(runbook_is_picked(runbook_find("launch"), &w.scene, sv));
}
