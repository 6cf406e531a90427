/* What happened, said once, when it happens. */

#include "plain/plain_priv.h"

#include "base/clock.h"
#include "base/str.h"
#include "talk/standing.h"

static void
say_done(struct plain *plain, const struct event *event)
{
	char what[TEXT_LEN], span[32];
	int64_t took = plain->began_ms == 0 ? 0 :
	    clock_boot_ms() - plain->began_ms;

	(void)standing_action_text(plain_view(plain), &event->action, what,
	    sizeof(what));
	say_timed(plain, "Done: %s%s%s. %s.", what, event->text[0] == '\0' ? "" :
	    ": ", event->text, clock_span(took, span, sizeof(span)));
}

static void
say_state(struct plain *plain, const struct event *event)
{
	enum step_state state = plain_view(plain)->states[event->step];

	if (state != STATE_DONE && state != STATE_FAILED &&
	    state != STATE_SKIPPED && state != STATE_UNDONE)
		return;
	say_timed(plain, "Step %d is %s.", event->step, event->text);
	if (event->step == plain_view(plain)->step->number)
		moment_step_ended(plain);
}

static void
say_refused(struct plain *plain, const struct event *event)
{
	struct question question;

	question_guard(&question, plain_view(plain), event);
	say_timed(plain, "%s.", question.title);
	say_lines(plain, &question.lines);
	question_done(&question);
}

static void
say_look(struct plain *plain, const char *before, const struct event *event)
{
	char text[3 * TEXT_LEN];

	say_timed(plain, "%s%s.", before,
	    event_sentence(event, text, sizeof(text)));
}

void
speak_event(struct plain *plain, const struct event *event)
{
	switch (event->kind) {
	case EVENT_RUN:
		say_timed(plain, "Run %s.", event->text);
		break;
	case EVENT_STATE:
		say_state(plain, event);
		break;
	case EVENT_STARTED:
		plain->began_ms = clock_boot_ms();
		break;
	case EVENT_OUTPUT:
		say(plain, "  %s", event->text);
		break;
	case EVENT_DONE:
		say_done(plain, event);
		break;
	case EVENT_REFUSED:
		say_refused(plain, event);
		break;
	case EVENT_ERROR:
		plain->findings = true;
		say_timed(plain, "Look: %s.", event->text);
		break;
	case EVENT_FAILED:
	case EVENT_UNCERTAIN:
	case EVENT_SURPRISE:
	case EVENT_RELOAD:
		say_look(plain, "Look: ", event);
		break;
	case EVENT_NOTE:
		say_timed(plain, "Noted: %s.", event->text);
		break;
	case EVENT_SILENT:
		say_timed(plain, "Look: %s%s: %s.", event->lb, event->lb[0] == '\0' ?
		    "no answer" : " is silent", event->text);
		break;
	case EVENT_ANSWERS:
		say_timed(plain, "%s answers again.", event->text);
		break;
	default:
		/* Plans, checks and counts are said where they are asked about. */
		break;
	}
}
