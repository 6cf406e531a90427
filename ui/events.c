/* What the run tells: what is said of it, whom it calls, what was waiting for it. */

#include "ui/ui_priv.h"

static void
call_for(struct ui *ui, const struct event *event)
{
	char text[3 * TEXT_LEN];

	call_person(ui, event_word(event->kind), event->step,
	    event_sentence(event, text, sizeof(text)));
}

static void
say_event(struct ui *ui, const struct event *event, enum sign sign)
{
	char text[3 * TEXT_LEN];

	ui_say(ui, sign, "%s", event_told(event, text, sizeof(text)));
}

static void
on_state(struct ui *ui, const struct event *event)
{
	enum step_state state = run_view(ui->run)->states[event->step];

	if (state != STATE_DONE && state != STATE_FAILED && state != STATE_SKIPPED &&
	    state != STATE_UNDONE)
		return;
	ui_say(ui, state == STATE_FAILED ? SIGN_BAD : sign_of_state(state),
	    "Step %d: %s", event->step, event->text);
	call_for(ui, event);
}

void
ui_on_event(void *self, const struct event *event)
{
	struct ui *ui = self;

	ui_dirty(ui);
	switch (event->kind) {
	case EVENT_REFUSED:
		if (run_view(ui->run)->watching) {
			say_event(ui, event, SIGN_LOCKED);
			break;
		}
		ask_guard(ui, event);
		call_for(ui, event);
		break;
	case EVENT_STATE:
		on_state(ui, event);
		break;
	case EVENT_FAILED:
	case EVENT_UNCERTAIN:
	case EVENT_ERROR:
	case EVENT_SURPRISE:
	case EVENT_SILENT:
		call_for(ui, event);
		say_event(ui, event, SIGN_LOOK);
		break;
	case EVENT_RELOAD:
		say_event(ui, event, SIGN_LOOK);
		break;
	case EVENT_NOTE:
	case EVENT_ANSWERS:
		/* Good news does not push away what is being waited for. */
		if (ui->message_lasts == LASTS_UNTIL_KEY)
			say_event(ui, event, SIGN_NONE);
		break;
	case EVENT_END:
		if (!run_view(ui->run)->watching)
			ui->page = PAGE_OVERVIEW;
		ui->message[0] = '\0';
		call_for(ui, event);
		break;
	default:
		break;
	}
}

/* Who asked for a step, or opened one, before all was read gets it now. */
static void
step_when_read(struct ui *ui)
{
	int number = ui->step_due;

	if (number == 0 || !run_idle(ui->run))
		return;
	ui->step_due = 0;
	act_open_step(ui, number);
}

static void
plan_when_read(struct ui *ui)
{
	if (!ui->plan_due || !run_idle(ui->run))
		return;
	ui->plan_due = false;
	if (ui->page == PAGE_STEP)
		(void)ui_submit_kind(ui, INTENT_PLAN, "", "");
}

void
ui_on_changed(void *self)
{
	struct ui *ui = self;

	step_when_read(ui);
	plan_when_read(ui);
	ask_again_if_changed(ui);
	call_look(ui);
	ui_dirty(ui);
}
