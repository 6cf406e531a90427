/*
 * The inputs: what they are now, what was saved, what they will be.  In step 15
 * the deployment's beside the array's own, which win there.
 */

#include "ui/pane.h"

#include <string.h>

#include "base/str.h"
#include "base/vault.h"
#include "model/inputs.h"
#include "talk/standing.h"

#define INPUTS_MOST 256
#define PREFIX "input."
#define CHANGE_STEP 6
#define ARRAY_STEP 15
#define COLUMNS 3

/* What one row shows; NULL: there is none. */
struct row { const char *values[COLUMNS]; bool secret, differs; };

struct keys { const char *list[INPUTS_MOST]; size_t n; };

static void
add_key(struct keys *keys, const char *key)
{
	for (size_t i = 0; i < keys->n; i++)
		if (str_eq(keys->list[i], key))
			return;
	if (keys->n < INPUTS_MOST)
		keys->list[keys->n++] = key;
}

/* ---- values ---- */

static const char *
value_of(const struct view *view, const char *key, enum input_scope scope)
{
	const struct input *input = facts_input(view->facts, key, scope);

	return input == NULL ? NULL : input->value;
}

static const char *
saved_of(const struct view *view, const char *key)
{
	for (size_t i = 0; i < view->n_saved; i++)
		if (view->saved[i].scope == INPUT_DEPLOYMENT &&
		    str_eq(view->saved[i].key, key))
			return view->saved[i].value;
	return NULL;
}

/* What the operator set comes before what the configuration has. */
static const char *
new_of(const struct view *view, const char *key)
{
	char setting[NAME_LEN + sizeof(PREFIX)];

	(void)str_fmt(setting, sizeof(setting), PREFIX "%s", key);
	const char *value = choices_get(view->choices, setting);
	for (size_t i = 0; i < view->config->n_inputs && value == NULL; i++)
		if (str_eq(view->config->inputs[i].key, key))
			value = view->config->inputs[i].value;
	return value;
}

static bool
differ(const char *a, const char *b)
{
	return a == NULL ? b != NULL : b == NULL || !str_eq(a, b);
}

/* The configuration has secrets in clear; what is now is known by its seal. */
static bool
will_differ(const struct view *view, const char *key, const char *value,
    const char *now)
{
	char seal[SEAL_LEN];

	return value != NULL && !str_eq(value, INPUT_KEEP) &&
	    differ(vault_seen(view->scene->vault, key, value, seal), now);
}

static struct row
row_of(const struct view *view, const char *key)
{
	const char *now = value_of(view, key, INPUT_DEPLOYMENT);
	const struct input *of = facts_input(view->facts, key, INPUT_DEPLOYMENT);
	struct row row = { .values = { now, saved_of(view, key) },
		.secret = (of != NULL && of->secret) ||
		    vault_has_name(view->scene->vault, key) };

	if (view->step->number == ARRAY_STEP) {
		const char *own = value_of(view, key, INPUT_ARRAY);
		row.values[1] = own;
		row.values[2] = own == NULL ? now : own;
		row.differs = own != NULL && differ(own, now);
		of = facts_input(view->facts, key, INPUT_ARRAY);
		row.secret = row.secret || (of != NULL && of->secret);
	} else if (view->step->number == CHANGE_STEP) {
		row.values[2] = new_of(view, key);
		row.differs = will_differ(view, key, row.values[2], now);
	}
	return row;
}

/* ---- which rows ---- */

static bool
has_new(const struct view *view)
{
	return view->step->number == CHANGE_STEP;
}

/* Those that change, or are hidden by the array's own, come first. */
static void
find_keys(const struct view *view, struct keys *keys)
{
	struct keys all = { .n = 0 };

	for (size_t i = 0; i < view->facts->n_inputs; i++)
		add_key(&all, view->facts->inputs[i].key);
	for (size_t i = 0; i < view->config->n_inputs && has_new(view); i++)
		add_key(&all, view->config->inputs[i].key);
	for (size_t i = 0; i < view->choices->n_settings && has_new(view); i++)
		if (str_starts(view->choices->settings[i].key, PREFIX))
			add_key(&all, view->choices->settings[i].key +
			    strlen(PREFIX));
	keys->n = 0;
	for (int differs = 1; differs >= 0; differs--)
		for (size_t i = 0; i < all.n; i++)
			if (row_of(view, all.list[i]).differs == differs)
				add_key(keys, all.list[i]);
}

static struct wish
wish(const struct pane *pane, const struct look *look, int width)
{
	struct keys keys;

	(void)pane;
	(void)width;
	find_keys(look->view, &keys);
	int n = (int)keys.n;
	if (n == 0)
		return (struct wish){ .least = 0 };
	return (struct wish){ .least = n < 3 ? n + 1 : 4, .wanted = n + 1 };
}

/* ---- drawing ---- */

static const char *const heads[][COLUMNS] = {
	[0] = { "now", "saved", "" },
	[CHANGE_STEP] = { "now", "saved", "new" },
	[ARRAY_STEP] = { "deployment", "array's own", "at its launch" },
};

static const char *
head_of(const struct view *view, int column)
{
	int step = view->step->number;

	return heads[step == CHANGE_STEP || step == ARRAY_STEP ? step : 0][column];
}

static const char *
shown(const struct row *row, int column)
{
	const char *value = row->values[column];

	if (value == NULL)
		return "";
	return row->secret && !inputs_is_word(value) ? "***" : value;
}

struct places { int key_w, x[COLUMNS], w; };

static struct places
places_of(const struct keys *keys, int width)
{
	struct places p = { .key_w = 8 };

	for (size_t i = 0; i < keys->n; i++)
		if ((int)strlen(keys->list[i]) > p.key_w)
			p.key_w = (int)strlen(keys->list[i]);
	p.key_w = p.key_w > width / 3 ? width / 3 : p.key_w;
	p.w = (width - 3 - p.key_w - 2) / COLUMNS;
	p.w = p.w > 40 ? 40 : p.w;
	for (int i = 0; i < COLUMNS; i++)
		p.x[i] = 3 + p.key_w + 2 + i * p.w;
	return p;
}

static void
draw_row(struct pen *pen, const struct view *view, const char *key,
    const struct places *places)
{
	struct row row = row_of(view, key);

	pen->x = 3;
	pen_in(pen, places->key_w, row.differs ? ROLE_STRONG : ROLE_PLAIN, key);
	for (int i = 0; i < COLUMNS; i++) {
		pen->x = places->x[i];
		pen_middle(pen, places->w - 2, row.differs && i == COLUMNS - 1 ?
		    ROLE_STRONG : ROLE_PLAIN, shown(&row, i));
	}
	if (row.differs) {
		pen->x = places->x[COLUMNS - 1] - 2;
		pen_text(pen, ROLE_STRONG, "→");
	}
}

static void
draw(struct pane *pane, const struct look *look, struct pen *pen)
{
	const struct view *view = look->view;
	struct keys keys;
	int lines = pane->area.h - 1;

	find_keys(view, &keys);
	struct places places = places_of(&keys, pen->area.w);
	int at = list_sync(&pane->list, keys.list, keys.n, lines);
	pen_go(pen, 0, 3);
	pen_fmt(pen, ROLE_PLAIN, "%zu input%s", keys.n, keys.n == 1 ? "" : "s");
	for (int i = 0; i < COLUMNS; i++) {
		pen->x = places.x[i];
		pen_text(pen, ROLE_PLAIN, head_of(view, i));
	}
	for (int i = 0; i < lines && pane->list.first + i < (int)keys.n; i++) {
		pen_go(pen, 1 + i, 1);
		if (pane->focused && pane->list.first + i == at)
			pen_sign(pen, SIGN_HERE);
		draw_row(pen, view, keys.list[pane->list.first + i], &places);
	}
	int below = (int)keys.n - pane->list.first - lines;
	if (below > 0) {
		pen_go(pen, 0, 0);
		char text[24];
		(void)str_fmt(text, sizeof(text), "↓ %d more", below);
		pen_right(pen, pen->area.w - 1, ROLE_PLAIN, text);
	}
}

/* Only step 6 has something to edit. */
static enum reply
key(struct pane *pane, const struct look *look, enum command command,
    struct intent *intent)
{
	struct keys keys;

	(void)intent;
	find_keys(look->view, &keys);
	if (command == CMD_PRESS && keys.n > 0 && has_new(look->view)) {
		int at = list_sync(&pane->list, keys.list, keys.n, 1);
		(void)str_fmt(pane->about, sizeof(pane->about), PREFIX "%s",
		    keys.list[at]);
		pane->command = CMD_EDIT;
		return PANE_COMMAND;
	}
	return pane_move(pane, command, keys.list, keys.n, pane->area.h - 1);
}

const struct pane_ops pane_inputs = {
	.name = "inputs",
	.where = IN_SETTINGS,
	.wish = wish,
	.draw = draw,
	.key = key,
};
