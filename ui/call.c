/* Calling a person back: bell, notice, command; at most once a minute.  What comes
 * in between is not lost: the newest follows when the minute is over, unless
 * somebody has touched a key meanwhile. */

#include "ui/ui_priv.h"

#include "base/child.h"
#include "base/clock.h"
#include "base/loop.h"
#include "base/str.h"
#include "talk/drain.h"
#include "talk/standing.h"
#include "talk/text.h"
#include "ui/osc.h"
#include "ui/term.h"

#define BETWEEN_MS 60000
#define COMMAND_MS 30000
#define COMMAND_OUTPUT (64 * 1024)

static const struct view *
view_of(struct ui *ui)
{
	return ui_view(ui);
}

/* ---- notices ---- */

static void
notice(struct ui *ui, const struct called *called)
{
	const struct config *config = view_of(ui)->config;
	char title[TEXT_LEN];
	struct buf bytes = { 0 };

	(void)str_fmt(title, sizeof(title), "cutover %s %s", config->deployment,
	    config->environment);
	if (str_eq(config->notify, "osc9")) {
		char text[3 * TEXT_LEN];
		(void)str_fmt(text, sizeof(text), "%s: %s", title, called->text);
		osc_notice_9(&bytes, text, term_wrap(ui->term));
	} else if (str_eq(config->notify, "osc777")) {
		osc_notice_777(&bytes, title, called->text, term_wrap(ui->term));
	}
	if (bytes.len > 0)
		term_tell(ui->term, bytes.data);
	buf_done(&bytes);
}

/* ---- the command ---- */

static void
add_member(struct buf *json, const char *key, const char *text)
{
	buf_printf(json, ",\"%s\":\"", key);
	for (; *text != '\0'; text++) {
		if (*text == '"' || *text == '\\')
			buf_printf(json, "\\%c", *text);
		else if ((unsigned char)*text < ' ' || *text == 0x7f)
			buf_printf(json, "\\u%04x", *text);
		else
			buf_add(json, text, 1);
	}
	buf_puts(json, "\"");
}

static void
add_json(struct buf *json, const struct view *view, const struct called *called)
{
	const struct step *step = runbook_step(called->step);
	char when[40];

	buf_puts(json, "{\"version\":1");
	add_member(json, "event", called->event);
	add_member(json, "time", clock_iso(called->wall_ms, when, sizeof(when)));
	add_member(json, "deployment", view->config->deployment);
	add_member(json, "environment", view->config->environment);
	add_member(json, "run", view->run_id == NULL ? "" : view->run_id);
	buf_printf(json, ",\"number\":%d", called->step);
	add_member(json, "step", step == NULL ? "" : step->name);
	add_member(json, "text", called->text);
	buf_puts(json, "}\n");
}

static void
complain(struct ui *ui, const char *why)
{
	/* What is shown may matter more. */
	if (ui->message[0] == '\0')
		ui_say(ui, SIGN_LOOK, "notify_command: %s", why);
}

static void
ended(const struct child_end *end, void *arg)
{
	struct ui *ui = arg;
	char text[TEXT_LEN];

	ui->call.child = NULL;
	if (!end->exited || end->status != 0)
		complain(ui, child_end_text(end, text, sizeof(text)));
}

static void
command(struct ui *ui, const struct called *called)
{
	const struct argv *argv = &view_of(ui)->config->notify_command;
	struct buf json = { 0 };
	struct err err;

	if (argv->n == 0 || ui->call.child != NULL)
		return;
	add_json(&json, view_of(ui), called);
	ui->call.child = child_start(ui->loop, &(struct child_spec){
	    .argv = (const char *const *)argv->words, .input = json.data,
	    .timeout_ms = COMMAND_MS, .max_output = COMMAND_OUTPUT }, NULL, ended,
	    ui, &err);
	if (ui->call.child == NULL)
		complain(ui, err.text);
	buf_done(&json);
}

/* ---- when ---- */

static void
call_now(struct ui *ui, const struct called *called)
{
	ui->call.last_ms = clock_boot_ms();
	ui_bell(ui);
	notice(ui, called);
	command(ui, called);
}

static void
on_minute(void *arg)
{
	struct ui *ui = arg;

	ui->call.timer = NULL;
	call_now(ui, &ui->call.next);
}

void
call_person(struct ui *ui, const char *event, int step, const char *text)
{
	struct called called = { .step = step, .wall_ms = ui_look(ui).wall_ms };
	int64_t since = clock_boot_ms() - ui->call.last_ms;

	(void)str_copy(called.event, sizeof(called.event), event);
	(void)str_copy(called.text, sizeof(called.text), text);
	if (ui->call.last_ms == 0 || since >= BETWEEN_MS) {
		call_now(ui, &called);
		return;
	}
	ui->call.next = called;
	if (ui->call.timer == NULL)
		ui->call.timer = loop_add_timer(ui->loop,
		    (int)(BETWEEN_MS - since), on_minute, ui);
}

void
call_heard(struct ui *ui)
{
	loop_del_timer(ui->call.timer);
	ui->call.timer = NULL;
}

void
call_done(struct ui *ui)
{
	call_heard(ui);
	child_cancel(ui->call.child);
	ui->call.child = NULL;
}

/* ---- what no event tells ---- */

static bool
is_stuck(const struct look *look)
{
	struct drain drain;

	if (look->view->step->number != 13 || !standing_runs(look->view))
		return false;
	drain_read(&drain, look);
	return drain.stuck > 0;
}

void
call_look(struct ui *ui)
{
	struct look look = ui_look(ui);
	bool stuck = is_stuck(&look);
	bool word = standing_waits_for_word(look.view);
	int step = look.view->step->number;

	if (stuck && !ui->call.stuck)
		call_person(ui, "stuck", step, "sessions on OLD servers do not end");
	if (word && !ui->call.word)
		call_person(ui, "word", step, "all is verified; your word is wanted");
	ui->call.stuck = stuck;
	ui->call.word = word;
}

/* ---- the title ---- */

void
call_title(struct ui *ui)
{
	const struct view *view = view_of(ui);
	enum step_state state = standing_state(view);
	enum sign sign = ui->message_sign == SIGN_LOOK && ui->message[0] != '\0' ?
	    SIGN_LOOK : standing_runs(view) ? SIGN_HERE : sign_of_state(state);
	char text[TEXT_LEN], plain[TEXT_LEN];

	if (!view->config->title)
		return;
	if (view->ended)
		(void)str_fmt(text, sizeof(text), "%s finished - %s - cutover",
		    sign_text(SIGN_GOOD), view->config->deployment);
	else
		(void)str_fmt(text, sizeof(text), "%s %d %s - %s %s - cutover",
		    sign_text(sign), view->step->number, view->step->name,
		    view->config->deployment, view->config->environment);
	term_title(ui->term, term_is_ascii(ui->term) ?
	    text_ascii(plain, sizeof(plain), text) : text);
}
