/* What may be set in this step, and what it is set to. */

#include "ui/pane.h"

#include "base/str.h"
#include "base/vault.h"

#define SETTINGS_MOST 32

/* A key that ends in "." is a prefix: "input." stands for any "input.NAME".
 * The rows are the keys of the step, then what was set under a prefix. */
static size_t
rows_of(const struct view *view, const char *names[SETTINGS_MOST])
{
	size_t n = 0;

	for (const struct step_setting *s = view->step->settings;
	    s->key != NULL && n < SETTINGS_MOST; s++)
		names[n++] = s->key;
	for (size_t i = 0; i < view->choices->n_settings && n < SETTINGS_MOST; i++) {
		const char *key = view->choices->settings[i].key;
		/* Beside what it replaces, in the pane of the inputs. */
		bool known = str_starts(key, "input.");
		for (size_t k = 0; k < n; k++)
			known = known || str_eq(names[k], key);
		if (!known)
			names[n++] = key;
	}
	return n;
}

/* Of what was set under a prefix nothing more is told. */
static struct step_setting
setting_of(const struct view *view, const char *key)
{
	for (const struct step_setting *s = view->step->settings; s->key != NULL; s++)
		if (str_eq(s->key, key))
			return *s;
	return (struct step_setting){ key, NULL, "" };
}

static struct wish
wish(const struct pane *pane, const struct look *look, int width)
{
	const char *names[SETTINGS_MOST];
	int n = (int)rows_of(look->view, names);

	(void)pane;
	(void)width;
	return (struct wish){ .least = n < 3 ? n : 3, .wanted = n + 1, .close = true };
}

static void
draw_row(struct pen *pen, const struct view *view, const char *key)
{
	const char *value = choices_get(view->choices, key);
	struct step_setting setting = setting_of(view, key);
	char shown[SEAL_LEN];

	pen->x = 3;
	pen_in(pen, 16, ROLE_PLAIN, key);
	pen_text(pen, ROLE_PLAIN, " ");
	if (value != NULL)
		pen_text(pen, ROLE_STRONG, seal_show(value, shown, sizeof(shown)));
	else
		pen_fmt(pen, ROLE_PLAIN, "(%s)", setting.unset != NULL ?
		    setting.unset : "add one");
	pen_text(pen, ROLE_PLAIN, "  ");
	(void)pen_wrap(pen, ROLE_PLAIN, 1, setting.text);
}

static void
draw(struct pane *pane, const struct look *look, struct pen *pen)
{
	const char *names[SETTINGS_MOST];
	size_t n = rows_of(look->view, names);
	int title = pen->area.h > (int)n;
	int shown = pen->area.h - title;
	int at = list_sync(&pane->list, names, n, shown);

	if (title) {
		pen_go(pen, 0, 1);
		pen_text(pen, ROLE_PLAIN, "Settings");
	}
	for (int i = 0; i < shown && pane->list.first + i < (int)n; i++) {
		pen_go(pen, title + i, 1);
		if (pane->focused && pane->list.first + i == at)
			pen_sign(pen, SIGN_HERE);
		draw_row(pen, look->view, names[pane->list.first + i]);
	}
}

static enum reply
key(struct pane *pane, const struct look *look, enum command command,
    struct intent *intent)
{
	const char *names[SETTINGS_MOST];
	size_t n = rows_of(look->view, names);

	(void)intent;
	if (command == CMD_PRESS && n > 0) {
		int at = list_sync(&pane->list, names, n, 1);
		(void)str_copy(pane->about, sizeof(pane->about), names[at]);
		pane->command = CMD_EDIT;
		return PANE_COMMAND;
	}
	return pane_move(pane, command, names, n, pane->area.h);
}

const struct pane_ops pane_settings = {
	.name = "settings",
	.where = IN_SETTINGS,
	.wish = wish,
	.draw = draw,
	.key = key,
};
