/* Every key on every screen: none by itself acts (U-01), each that is in the table
 * does something, and none that is not (U-31). */

#include <string.h>

#include "fake/screens.h"
#include "test_ui_screen.h"
#include "ui/keys.h"

static const char *const names[] = { "Enter", "Space", "Tab", "BTab", "Up",
	"Down", "Left", "Right", "PageUp", "PageDown", "Home", "End", "F1", "F10",
	"BSpace", "Delete", "Escape" };

typedef void each_fn(const char *key, const void *arg);

/* Those that leave are asked elsewhere. */
static void
each_key(each_fn *fn, const void *arg)
{
	char name[8];

	for (size_t i = 0; i < countof(names); i++)
		if (!str_eq(names[i], "F10"))
			fn(names[i], arg);
	for (char c = '!'; c <= '~'; c++) {
		(void)str_fmt(name, sizeof(name), "%c", c);
		if (c != 'q')
			fn(name, arg);
	}
	for (char c = 'a'; c <= 'z'; c++) {
		(void)str_fmt(name, sizeof(name), "C-%c", c);
		if (c != 'c')
			fn(name, arg);
	}
}

/* Plans are made and picks are changed; nothing is carried out, written down or
 * given up. */
static void
expect_harmless(const struct shot *shot, const char *screen, const char *key)
{
	static const char *const harmless[] = { "step", "pick", "plan", "undo",
		"back", "retry" };

	for (size_t i = 0; i < fake_intents(shot->run); i++) {
		bool fine = false;
		for (size_t h = 0; h < countof(harmless); h++)
			fine = fine || str_starts(fake_intent(shot->run, i),
			    harmless[h]);
		cr_expect(fine, "%s, %s: %s", screen, key,
		    fake_intent(shot->run, i));
	}
}

/* One after the other, each taken back with Escape. */
static struct buf all_keys;

static void
add_key(const char *key, const void *arg)
{
	(void)arg;
	buf_printf(&all_keys, "key %s\nkey Escape Escape\n", key);
}

Test(ui_every, no_key_acts_on_any_screen)
{
	each_key(add_key, NULL);
	for (size_t i = 0; i < n_fake_screens; i++) {
		struct buf script = { 0 };

		buf_printf(&script, "%s\n%s", fake_screens[i].keys, all_keys.data);
		struct shot shot = shot_take(fake_screens[i].moment, script.data,
		    false, 80, 24);
		/* What its own keys were answered is not meant. */
		if (strstr(fake_screens[i].keys, "Tab Enter") == NULL)
			expect_harmless(&shot, fake_screens[i].name, "all");
		buf_done(&script);
		shot_done(&shot);
	}
}

static void
press_on_question(const char *key, const void *arg)
{
	const char *const *asking = arg;
	char script[512];

	(void)str_fmt(script, sizeof(script), "%s\nkey %s", asking[1], key);
	struct shot shot = shot_take(asking[0], script, false, 80, 24);
	expect_harmless(&shot, asking[0], key);
	shot_done(&shot);
}

/* Any key as the first on a question, also when all is typed already. */
Test(ui_every, no_key_acts_on_a_question)
{
	const char *const typed[] = { "terminate", "key Enter\nkey Enter\n"
	    "wait Type this\ntype 2 shop-prod" };
	const char *const plain[] = { "pick", "key Enter\nkey Enter\n"
	    "wait Cancel" };

	each_key(press_on_question, typed);
	each_key(press_on_question, plain);
}

/* ---- what is asked, by kind of action (U-02) ---- */

/* How often it was confirmed when these keys were all. */
static size_t
confirmed(const char *moment, const char *keys)
{
	struct shot shot = shot_take(moment, keys, false, 80, 24);
	size_t n = shot_count(&shot, "confirm");

	cr_expect_eq(shot.status, 0, "%s: %s", moment, shot.text.data);
	shot_done(&shot);
	return n;
}

#define QUESTION "key Enter\nkey Enter\nwait [ Cancel ]\n"

Test(ui_every, each_kind_of_action_is_asked_as_it_costs)
{
	for (int kind = ACTION_NONE + 1; kind < ACTION_COUNT; kind++) {
		const struct action action = { .kind = kind };
		bool typed = action_asks(&action) == ASKS_TYPED;
		const char *name = action_name(kind);
		char moment[NAME_LEN];

		(void)str_fmt(moment, sizeof(moment), "asks-%s", name);
		/* The button, its question, and the question's safe side. */
		cr_expect_eq(confirmed(moment, "key Enter\nkey Enter Enter"), 0,
		    "%s", name);
		/* Its other side; what cannot come back wants text before. */
		cr_expect_eq(confirmed(moment, QUESTION "key Tab Enter"), !typed,
		    "%s", name);
		if (!typed)
			continue;
		cr_expect_eq(confirmed(moment, QUESTION
		    "type app-1\nkey Tab Tab Enter"), 0, "%s", name);
		cr_expect_eq(confirmed(moment, QUESTION
		    "type app-11\nkey Tab Enter"), 1, "%s", name);
	}
}

/* ---- the table ---- */

/* Where each bit of `where` can be met. */
static const struct { unsigned where; const char *moment, *keys; } places[] = {
	{ IN_OVERVIEW, "overview", "" },
	{ IN_STEP, "launch", "key Enter" },
	{ IN_PICKS, "pick", "key Enter\nkey Down" },
	{ IN_DRAIN, "drain", "key Enter\nkey Down" },
	{ IN_SETTINGS, "settings", "key Enter\nkey Down" },
	{ IN_END, "ended", "" },
	{ IN_WATCH, "watch", "key Down Down" },
	{ IN_CHOICE, "overview", "key g" },
	{ IN_TEXT, "drain", "key Enter\nkey ?\nkey PageDown" },
	{ IN_QUESTION, "pick", "key Enter\nkey Enter\nwait Cancel" },
	{ IN_FIELD, "terminate", "key Enter\nkey Enter\nwait Type this" },
	{ IN_FIND, "drain", "key Enter\nkey ?\nkey /" },
	{ IN_FIRST, "first", "" },
	{ IN_FIRST_TEXT, "first", "key ?\nkey PageDown" },
};

/* Nothing of it is seen on a picture, or what it does is not there: Ctrl-L and
 * Ctrl-Z and the mouse are tried on a real terminal (tests/pty). */
static bool
is_silent(enum command command)
{
	return command == CMD_REDRAW || command == CMD_SUSPEND ||
	    command == CMD_CLICK;
}

static bool
is_at_the_end(unsigned where, enum command command)
{
	/* Rows and texts that fit have no page below; a lone button no next. */
	bool moves = command >= CMD_UP && command <= CMD_PREVIOUS;

	return moves && (where & (IN_CHOICE | IN_TEXT | IN_QUESTION | IN_FIELD |
	    IN_END | IN_SETTINGS | IN_FIRST_TEXT)) != 0;
}

static const char *
name_of(const struct key *key, char *dst, size_t size)
{
	int code;
	bool special;

	for (size_t i = 0; i < countof(names); i++)
		if (keys_of_name(names[i], &code, &special) &&
		    code == key->code && special == key->special)
			return names[i];
	(void)str_fmt(dst, size, key->code < ' ' ? "C-%c" : "%c",
	    key->code < ' ' ? key->code + '`' : key->code);
	return dst;
}

/* Is the picture, how it looks, or what was asked for another one after it? */
static bool
does_something(const struct key *key, const char *moment, const char *keys)
{
	char script[512], name[8];

	(void)str_fmt(script, sizeof(script), "%s\ndump\nlooks\n", keys);
	struct shot before = shot_take(moment, script, false, 80, 24);
	(void)str_fmt(script, sizeof(script), "%s\nkey %s\ndump\nlooks\n", keys,
	    name_of(key, name, sizeof(name)));
	struct shot after = shot_take(moment, script, false, 80, 24);
	bool other = !str_eq(before.text.data, after.text.data) ||
	    fake_intents(after.run) > fake_intents(before.run) ||
	    fake_left(after.run) != fake_left(before.run);
	shot_done(&before);
	shot_done(&after);
	return other;
}

Test(ui_every, each_key_of_the_table_does_something_where_it_is_said_to)
{
	const struct key *key;

	for (size_t i = 0; (key = keys_at(i)) != NULL; i++)
		for (size_t p = 0; p < countof(places); p++) {
			if ((key->where & places[p].where) == 0 ||
			    key->shown == NULL || is_silent(key->command) ||
			    is_at_the_end(places[p].where, key->command))
				continue;
			cr_expect(does_something(key, places[p].moment,
			    places[p].keys), "%s on %s", key->shown,
			    places[p].moment);
		}
}

/* What is not in the table is no key: nothing moves and nothing is asked for. */
Test(ui_every, no_other_key_does_anything)
{
	for (size_t p = 0; p < countof(places); p++) {
		if ((places[p].where & (IN_FIELD | IN_FIND)) != 0)
			continue;		/* letters are text there */
		for (char c = '!'; c <= '~'; c++) {
			struct key key = { .code = c };
			if (keys_command(c, false, ~0U) == CMD_NONE)
				cr_expect_not(does_something(&key,
				    places[p].moment, places[p].keys), "%c on %s",
				    c, places[p].moment);
		}
	}
}

/* The table of cutover(1) and the help name each key; what works has a name. */
Test(ui_every, each_command_of_a_key_is_explained)
{
	const struct key *key, *other;

	for (size_t i = 0; (key = keys_at(i)) != NULL; i++) {
		bool explained = key->command == CMD_CLICK;
		for (size_t k = 0; (other = keys_at(k)) != NULL; k++)
			explained = explained || (other->help != NULL &&
			    (other->command == key->command ||
			    /* "↑↓", "PgUp PgDn", "n N", "Tab" tell of both. */
			    (other->command | 1) == (key->command | 1) ||
			    other->command + 1 == key->command ||
			    (other->command == CMD_PAGE_UP &&
			    key->command <= CMD_END)));
		cr_expect(explained, "row %zu", i);
	}
}
