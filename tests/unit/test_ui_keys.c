/* Keys on screens of a made-up run: what they ask for, and what they never do. */

#include <curses.h>
#include <stdlib.h>
#include <string.h>

#include "test_ui_screen.h"
#include "ui/keys.h"

static const char *const moments[] = { "start", "overview", "pick", "drain",
	"empty", "detach", "terminate", "launch", "failed", "unsettled", "judge",
	"settings", "ended" };

/* A watcher asks for nothing at all, on any page, and sees no key that would. */
Test(ui_keys, a_watcher_asks_for_nothing)
{
	static const char *const pages[] = { "", "key Tab Enter\n",
		"key Tab Tab Enter\n" };
	static const char *const watched[] = { "alone", "watch", "watch-silent" };

	for (size_t m = 0; m < countof(watched); m++)
		for (size_t p = 0; p < countof(pages); p++) {
			struct buf script = { 0 };
			buf_puts(&script, pages[p]);
			for (char c = ' '; c <= '~'; c++)
				if (c != 'q' && c != '#')
					buf_printf(&script, "key %s%.1s\n%s",
					    c == ' ' ? "Space" : "", c == ' ' ? "" :
					    (char[]){ c, 0 }, pages[p]);
			struct shot shot = shot_take(watched[m], script.data, false,
			    80, 24);
			cr_expect_eq(fake_intents(shot.run), 0, "%s: %s", watched[m],
			    fake_intent(shot.run, 0));
			cr_expect_not(shot_has(&shot, "u undo"));
			cr_expect_not(shot_has(&shot, "c comment"));
			buf_done(&script);
			shot_done(&shot);
		}
}

/* Two Enters open the question; its first button is the one that cancels. */
Test(ui_keys, enter_alone_never_confirms)
{
	for (size_t m = 0; m < countof(moments); m++) {
		struct shot shot = shot_take(moments[m],
		    "key Enter Enter Enter Enter Enter Enter", false, 80, 24);
		cr_expect_eq(shot_count(&shot, "confirm"), 0, "%s", moments[m]);
		shot_done(&shot);
	}
}

Test(ui_keys, button_and_question_confirm)
{
	struct shot shot = shot_take("pick",
	    "key Enter\nkey Enter\nwait Cancel\nkey Tab Enter", false, 80, 24);

	cr_expect(shot_asked(&shot, "confirm"));
	shot_done(&shot);
}

Test(ui_keys, typed_text_opens_the_button)
{
	struct shot shot = shot_take("terminate", "key Enter\nkey Enter\n"
	    "wait Type this\ntype 2 shop-pro\nkey Tab Tab Enter", false, 80, 24);
	cr_expect_eq(shot_count(&shot, "confirm"), 0);
	shot_done(&shot);

	shot = shot_take("terminate", "key Enter\nkey Enter\nwait Type this\n"
	    "type 2 shop-prod\nkey Tab Enter", false, 80, 24);
	cr_expect(shot_asked(&shot, "confirm 2 shop-prod"));
	shot_done(&shot);
}

/* Enter in the field presses neither button: it leads to the one that the text
 * opened, and says so. */
Test(ui_keys, enter_in_the_field_leads_to_the_button)
{
	static const char ask[] = "key Enter\nkey Enter\nwait Type this\n";
	char keys[256];

	(void)str_fmt(keys, sizeof(keys), "%stype 2 shop-prod\nkey Enter", ask);
	struct shot shot = shot_take("terminate", keys, false, 80, 24);
	cr_expect_eq(shot_count(&shot, "confirm"), 0);
	cr_expect(shot_has(&shot, "Enter once more presses [ Terminate 2 OLD"));
	shot_done(&shot);

	(void)str_fmt(keys, sizeof(keys), "%stype 2 shop-prod\nkey Enter Enter",
	    ask);
	shot = shot_take("terminate", keys, false, 80, 24);
	cr_expect(shot_asked(&shot, "confirm 2 shop-prod"));
	shot_done(&shot);

	(void)str_fmt(keys, sizeof(keys), "%stype 2 shop-pro\nkey Enter Enter", ask);
	shot = shot_take("terminate", keys, false, 80, 24);
	cr_expect_eq(shot_count(&shot, "confirm"), 0);
	cr_expect(shot_has(&shot, "Not yet: type 2 shop-prod, or Esc cancels."));
	cr_expect(shot_has(&shot, "> 2 shop-pro"));
	shot_done(&shot);
}

/* From text that is not right yet Tab leads to Cancel, and that stays closed. */
Test(ui_keys, tab_from_a_wrong_text_is_cancel)
{
	struct shot shot = shot_take("terminate", "key Enter\nkey Enter\n"
	    "wait Type this\ntype 2 shop\nkey Tab Enter", false, 80, 24);

	cr_expect_eq(shot_count(&shot, "confirm"), 0);
	cr_expect(shot_has(&shot, "Nothing was sent."));
	shot_done(&shot);
}

/* What the plan did before one of its actions was refused is not denied. */
Test(ui_keys, a_late_refusal_does_not_say_that_nothing_was_sent)
{
	static const char keys[] = "key Enter\nkey Enter\nwait Cancel\n"
	    "type 2 shop-prod\nkey Tab Enter\nwait Blocked by the guard";
	struct shot at_once = shot_take("refusing", keys, false, 80, 24);
	struct shot late = shot_take("refusing-late", keys, false, 80, 24);

	cr_expect(shot_has(&at_once, "Nothing was sent."));
	cr_expect(shot_has(&late, "This was not sent. What was done before it "
	    "stands."));
	cr_expect_not(shot_has(&late, "Nothing was sent."));
	cr_expect_not(shot_has(&late, "The button asks once more"));
	shot_done(&at_once);
	shot_done(&late);
}

/* Which world it is stands in line 1 whatever is asked; the keys below. */
Test(ui_keys, questions_leave_the_badge_in_sight)
{
	static const char *const asking[] = { "pick", "detach", "terminate" };

	for (size_t i = 0; i < countof(asking); i++) {
		struct shot shot = shot_take(asking[i],
		    "key Enter\nkey Enter\nwait Cancel", false, 80, 24);
		cr_expect(shot_has(&shot, " cutover  shop-prod  PROD "), "%s",
		    asking[i]);
		cr_expect(shot_has(&shot, "Esc cancel"), "%s", asking[i]);
		shot_done(&shot);
	}
}

/* A step that is asked for before all is read comes when it is, and meanwhile
 * it is said why not yet. */
Test(ui_keys, a_step_asked_for_too_early_comes_later)
{
	struct shot shot = shot_take("reading", "key g Down Enter Right Enter\n"
	    "wait Step 12 opens as soon as everything is read.\nkey r\n"
	    "wait 12 of 18", false, 80, 24);

	cr_expect_eq(shot.status, 0, "%s", shot.text.data);
	cr_expect_eq(shot_count(&shot, "step"), 1);
	shot_done(&shot);
}

/* Why a button is closed is not said any longer than it is. */
Test(ui_keys, closed_buttons_say_what_opens_them_while_it_is_so)
{
	struct shot shot = shot_take("reading", "key Enter\n"
	    "key r\ngone Reading everything again.", false, 80, 24);
	cr_expect_eq(shot.status, 0, "%s", shot.text.data);
	shot_done(&shot);

	shot = shot_take("drain", "key Enter\nkey Enter", false, 80, 24);
	cr_expect(shot_has(&shot, "[ Next: step 14 ] opens at 0."));
	shot_done(&shot);
}

Test(ui_keys, escape_sends_nothing)
{
	struct shot shot = shot_take("terminate", "key Enter\nkey Enter\n"
	    "wait Type this\ntype 2 shop-prod\nkey Escape", false, 80, 24);

	cr_expect_eq(shot_count(&shot, "confirm"), 0);
	cr_expect(shot_has(&shot, "Nothing was sent."));
	shot_done(&shot);
}

Test(ui_keys, marks_and_locked_rows)
{
	struct shot shot = shot_take("pick", "key Enter\nkey Space", false, 80, 24);
	cr_expect(shot_asked(&shot, "pick app-12"));
	shot_done(&shot);

	shot = shot_take("pick", "key Enter\nkey Down Down Space", false, 80, 24);
	cr_expect_eq(shot_count(&shot, "pick"), 0);
	cr_expect(shot_has(&shot, "app-21: locked"));
	shot_done(&shot);
}

/* No mark never means all: the last one cannot be taken away. */
Test(ui_keys, one_stays_marked)
{
	struct shot shot = shot_take("pick",
	    "key Enter\nkey Space Down Space", false, 80, 24);

	cr_expect_eq(shot_count(&shot, "pick"), 1);
	cr_expect(shot_has(&shot, "One must stay marked"));
	shot_done(&shot);
}

Test(ui_keys, undo_shows_a_plan_and_asks)
{
	struct shot shot = shot_take("drain", "key Enter\nkey u\ndump\n", false, 80,
	    24);

	cr_expect(shot_asked(&shot, "step drain"));
	cr_expect(shot_asked(&shot, "undo"));
	cr_expect(shot_has(&shot, "What the undo will do"));
	cr_expect_eq(shot_count(&shot, "confirm"), 0);
	shot_done(&shot);
}

/* The report, by its button too; the run's folder of this run is not there. */
Test(ui_keys, the_report_is_copied_for_the_ticket)
{
	struct shot shot = shot_take("ended", "key Right Enter\n"
	    "wait Copied the report", false, 80, 24);

	cr_expect_eq(shot.status, 0, "%s", shot.text.data);
	shot_done(&shot);
}

/* d shows the plan and nothing that could carry it out. */
Test(ui_keys, dry_run_shows_the_plan_alone)
{
	struct shot shot = shot_take("pick", "key Enter\nkey d\n"
	    "wait Dry run\ndump\nkey Tab Enter\ngone Dry run", false, 80, 24);
	cr_expect(shot_has(&shot, "That is all of it. Nothing has been sent."));
	cr_expect(shot_has(&shot, "Fail the health check of 2 OLD servers"));
	cr_expect_eq(shot_count(&shot, "confirm"), 0);
	shot_done(&shot);

	shot = shot_take("overview", "key d\nwait Dry run\nwait That is all of it",
	    false, 80, 24);
	cr_expect_eq(shot.status, 0, "%s", shot.text.data);
	shot_done(&shot);

	shot = shot_take("launch", "key Enter d\nwait Step 7 is being done", false, 80,
	    24);
	cr_expect_eq(shot.status, 0, "%s", shot.text.data);
	shot_done(&shot);
}

Test(ui_keys, a_setting_is_set)
{
	struct shot shot = shot_take("settings", "key Enter\nwait freeze\n"
	    "key BTab BTab Down Enter\nwait Value\ntype no\nkey Enter Enter",
	    false, 80, 24);

	cr_expect(shot_asked(&shot, "set freeze no"));
	shot_done(&shot);
}

/* The row under the cursor is edited, under the key that the step knows. */
Test(ui_keys, an_input_is_set)
{
	struct shot shot = shot_take("set-inputs", "key Enter\nwait db/pool\n"
	    "key BTab BTab BTab Down Enter\nwait Value\nkey BSpace\ntype 16\n"
	    "key Enter Enter", false, 80, 24);

	cr_expect(shot_asked(&shot, "set input.app/workers 16"));
	shot_done(&shot);
}

Test(ui_keys, a_comment_goes_down)
{
	struct shot shot = shot_take("pick", "key Enter\nkey c\ntype all well\n"
	    "key Enter Enter", false, 80, 24);

	cr_expect(shot_asked(&shot, "note all well"));
	shot_done(&shot);
}

Test(ui_keys, resolve_wants_a_reason)
{
	struct shot shot = shot_take("unsettled", "key Enter\nwait Look again\n"
	    "key Right Enter\nwait How do you know\ntype seen\nkey Enter Enter",
	    false, 80, 24);

	cr_expect(shot_asked(&shot, "resolve present seen"));
	shot_done(&shot);
}

Test(ui_keys, leaving_with_work_in_hand_asks)
{
	struct shot shot = shot_take("launch", "key q\nwait Leave now?\nkey Enter",
	    false, 80, 24);
	cr_expect_eq(shot.status, 0);
	shot_done(&shot);

	shot = shot_take("launch", "key q\nwait Leave now?\nkey Tab Enter", false,
	    80, 24);
	cr_expect_eq(fake_left(shot.run), 3);
	shot_done(&shot);
}

/* U-15: what may come behind an Escape is awaited for this long, and curses would wait
 * a second. */
Test(ui_keys, escape_is_not_held_up)
{
	struct shot shot = shot_take("overview", "", false, 80, 24);

	cr_expect_leq(get_escdelay(), 50);
	shot_done(&shot);
}

/* ---- the table ---- */

static void
count_width(const char *shown, const char *does, void *arg)
{
	*(size_t *)arg += strlen(shown) + strlen(does) + 3;
}

Test(ui_keys, line_always_ends_in_help_and_leave)
{
	for (int width = 20; width < 200; width++) {
		size_t n = 0;
		keys_line(IN_STEP | IN_PICKS, width, count_width, &n);
		cr_expect_geq(n, strlen("? help  q leave  "));
	}
}

Test(ui_keys, every_shown_key_decodes_to_its_command)
{
	const struct key *key;

	for (size_t i = 0; (key = keys_at(i)) != NULL; i++)
		cr_expect_eq(keys_command(key->code, key->special, key->where),
		    key->command, "row %zu", i);
	cr_expect_eq(keys_command('x', false, ~0U), CMD_NONE);
}
