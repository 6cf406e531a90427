/* Every key on every screen: none by itself acts (U-01), each that is in the table
 * does something, and none that is not (U-31). */

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <string.h>

#include "fake/screens.h"
#include "test_ui_screen.h"
#include "ui/keys.h"

static const char *const names[] = { "Enter", "Space", "Tab", "BTab", "Up",
	"Down", "Left", "Right", "PageUp", "PageDown", "Home", "End", "BSpace",
	"Delete", "Escape", "KPEnter", "F1", "F2", "F3", "F4", "F5", "F6", "F7",
	"F8", "F9", "F10", "F11", "F12" };

typedef void each_fn(const char *key, const void *arg);

static void
each_key(each_fn *fn, const void *arg)
{
	char name[8];

	for (size_t i = 0; i < countof(names); i++)
		fn(names[i], arg);
	for (char c = '!'; c <= '~'; c++) {
		(void)str_fmt(name, sizeof(name), "%c", c);
		fn(name, arg);
	}
	for (char c = 'a'; c <= 'z'; c++) {
		(void)str_fmt(name, sizeof(name), "C-%c", c);
		fn(name, arg);
	}
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

/* All that the table has, in whichever row. */
static void
each_known_key(each_fn *fn, const void *arg)
{
	char name[8];
	const struct key *key, *before;

	for (size_t i = 0; (key = keys_at(i)) != NULL; i++) {
		size_t k = 0;
		for (; (before = keys_at(k)) != key; k++)
			if (before->code == key->code &&
			    before->special == key->special)
				break;
		if (k == i && key->command != CMD_CLICK)
			fn(name_of(key, name, sizeof(name)), arg);
	}
}

/* Plans are made and picks are changed; nothing is carried out, written down or
 * given up.  The first intents were asked for on the way there. */
static void
expect_harmless(const struct shot *shot, size_t first, const char *screen,
    const char *key)
{
	static const char *const harmless[] = { "step", "pick", "plan", "undo",
		"back", "retry" };

	for (size_t i = first; i < fake_intents(shot->run); i++) {
		bool fine = false;
		for (size_t h = 0; h < countof(harmless); h++)
			fine = fine || str_starts(fake_intent(shot->run, i),
			    harmless[h]);
		cr_expect(fine, "%s, %s: %s", screen, key,
		    fake_intent(shot->run, i));
	}
}

struct reached {
	const char *moment, *keys;
	size_t intents;			/* asked for by these keys */
	bool watching;
};

static void
press_first(const char *key, const void *arg)
{
	const struct reached *at = arg;
	char script[512];

	(void)str_fmt(script, sizeof(script), "%s\nkey %s", at->keys, key);
	struct shot shot = shot_take(at->moment, script, false, 80, 24);
	expect_harmless(&shot, at->intents, at->keys, key);
	if (at->watching)
		cr_expect_eq(fake_intents(shot.run), 0, "%s, %s", at->keys, key);
	shot_done(&shot);
}

/* Any key as the first where these keys have led: one that had another before it may
 * be somewhere else. */
typedef void keys_fn(each_fn *fn, const void *arg);

static void
each_first(keys_fn *each, const char *moment, const char *keys)
{
	struct reached at = { .moment = moment, .keys = keys };
	struct shot shot = shot_take(moment, keys, false, 80, 24);

	cr_assert_eq(shot.status, 0, "%s: %s", moment, shot.text.data);
	at.watching = shot.run != NULL && run_view(shot.run)->watching;
	at.intents = fake_intents(shot.run);
	shot_done(&shot);
	each(press_first, &at);
}

/* The other keys are no keys anywhere, see no_other_key_does_anything. */
ParameterizedTestParameters(ui_every, no_key_acts_on_any_screen)
{
	static size_t numbers[64];

	cr_assert_leq(n_fake_screens, countof(numbers));
	for (size_t i = 0; i < n_fake_screens; i++)
		numbers[i] = i;
	return cr_make_param_array(size_t, numbers, n_fake_screens);
}

ParameterizedTest(size_t *i, ui_every, no_key_acts_on_any_screen)
{
	each_first(each_known_key, fake_screens[*i].moment, fake_screens[*i].keys);
}

/* Also when all is typed already. */
Test(ui_every, no_key_acts_on_a_question)
{
	each_first(each_key, "terminate", "key Enter\nkey Enter\nwait Type this\n"
	    "type 2 shop-prod");
	each_first(each_key, "pick", "key Enter\nkey Enter\nwait Cancel");
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

/* Where each bit of `where` can be met; all that hold there. */
static const struct place {
	unsigned where;
	const char *moment, *keys;
} places[] = {
	{ IN_OVERVIEW, "overview", "" },
	{ IN_STEP, "launch", "key Enter" },
	{ IN_STEP | IN_PICKS, "pick", "key Enter\nkey Down" },
	{ IN_STEP | IN_DRAIN, "many", "key Enter\nkey Down Down" },
	{ IN_STEP | IN_SETTINGS, "settings", "key Enter\nkey Down" },
	{ IN_END, "ended", "" },
	{ IN_WATCH | IN_LIST, "watch", "key Down Down" },
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

/* What can be seen and what was asked for, after a last key or none. */
static struct shot
seen_after(const struct place *place, const char *key)
{
	char script[512];

	(void)str_fmt(script, sizeof(script), "%s\n%s%s\ndump\nlooks\n",
	    place->keys, key == NULL ? "" : "key ", key == NULL ? "" : key);
	return shot_take(place->moment, script, false, 80, 24);
}

static bool
does_something(const struct place *place, const struct shot *before,
    const char *key)
{
	struct shot after = seen_after(place, key);
	bool other = !str_eq(before->text.data, after.text.data) ||
	    fake_intents(after.run) > fake_intents(before->run) ||
	    fake_left(after.run) != fake_left(before->run);

	shot_done(&after);
	return other;
}

static void
expect_each_does_something(const struct place *place, const struct shot *before)
{
	const struct key *key;
	char name[8];

	for (size_t i = 0; (key = keys_at(i)) != NULL; i++) {
		if ((key->where & place->where) == 0 || is_silent(key->command) ||
		    is_at_the_end(place->where, key->command))
			continue;
		const char *is = name_of(key, name, sizeof(name));
		cr_expect(does_something(place, before, is), "%s on %s", is,
		    place->moment);
	}
}

Test(ui_every, each_key_of_the_table_does_something_where_it_is_said_to)
{
	for (size_t p = 0; p < countof(places); p++) {
		struct shot before = seen_after(&places[p], NULL);
		expect_each_does_something(&places[p], &before);
		shot_done(&before);
	}
}

struct first_look {
	const struct place *place;
	struct shot before;
};

static void
expect_nothing(const char *name, const void *arg)
{
	const struct first_look *first = arg;
	struct key key;

	cr_assert(keys_of_name(name, &key.code, &key.special), "%s", name);
	if (keys_command(key.code, key.special, first->place->where) == CMD_NONE)
		cr_expect_not(does_something(first->place, &first->before, name),
		    "%s on %s", name, first->place->moment);
}

/* What the table does not have there is no key: nothing moves and nothing is asked
 * for. */
Test(ui_every, no_other_key_does_anything)
{
	for (size_t p = 0; p < countof(places); p++) {
		struct first_look first = { .place = &places[p] };

		if ((places[p].where & (IN_FIELD | IN_FIND)) != 0)
			continue;		/* letters are text there */
		first.before = seen_after(&places[p], NULL);
		each_key(expect_nothing, &first);
		shot_done(&first.before);
	}
}

static void
add_key(const char *key, const void *arg)
{
	struct buf *script = *(struct buf *const *)arg;

	/* Those that leave do, from anywhere. */
	if (!str_eq(key, "q") && !str_eq(key, "F10") && !str_eq(key, "C-c"))
		buf_printf(script, "key %s\n", key);
}

/* U-12: where the step cannot be seen nothing can be asked for, and what was open is
 * still open behind it. */
Test(ui_every, no_key_asks_for_anything_on_a_small_screen)
{
	static const char *const sizes[] = { "60 16", "40 8" };

	for (size_t p = 0; p < countof(places); p++) {
		struct buf script = { 0 }, *at = &script;
		struct shot before = seen_after(&places[p], NULL);

		buf_printf(&script, "%s\nresize %s\n", places[p].keys,
		    sizes[p % countof(sizes)]);
		each_known_key(add_key, &at);
		buf_puts(&script, "resize 80 24\ndump\nlooks\n");
		struct shot after = shot_take(places[p].moment, script.data, false, 80,
		    24);
		cr_expect_eq(fake_intents(after.run), fake_intents(before.run), "%s",
		    places[p].moment);
		cr_expect_eq(fake_left(after.run), fake_left(before.run));
		buf_done(&script);
		shot_done(&before);
		shot_done(&after);
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
