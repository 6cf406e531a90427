/* Reads every record once into a story. */

#include "engine/report_story.h"

#include <stdarg.h>
#include <stdlib.h>

#include "base/xmalloc.h"

static void remember(struct remarks *remarks, const struct record *record,
    const char *fmt, ...) __attribute__((format(printf, 3, 4)));

static void
remember(struct remarks *remarks, const struct record *record,
    const char *fmt, ...)
{
	struct buf text = { 0 };
	struct remark *remark;
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(&text, fmt, ap);
	va_end(ap);
	x_grow(remarks->list, remarks->n, remarks->cap);
	remark = &remarks->list[remarks->n++];
	remark->step = record->step;
	remark->wall_ms = record->wall_ms;
	(void)str_copy(remark->text, sizeof(remark->text), text.data);
	buf_done(&text);
}

static void
tell_state(struct story *story, const struct record *record)
{
	struct story_step *step = &story->steps[record->step];

	str_copy(step->state, sizeof(step->state), record->verdict);
	str_copy(step->reason, sizeof(step->reason), record->text);
	if (step->began_ms == 0)
		step->began_ms = record->wall_ms;
	step->ended_ms = record->wall_ms;
	step->tries += str_eq(record->verdict, "running");
}

static void
tell_outcome(struct story *story, const struct record *record)
{
	struct story_step *step = &story->steps[record->step];
	char sentence[TEXT_LEN];

	(void)action_sentence(&record->action, sentence, sizeof(sentence));
	if (!str_eq(record->verdict, "ok")) {
		step->failed++;
		remember(&story->other, record, "%s: %s: %s", record->verdict, sentence, record->text);
		return;
	}
	step->done++;
	if (str_eq(step->state, "undoing"))
		remember(&story->undone, record, "%s",
		    sentence);
	else
		remember(&story->done, record, "%s", sentence);
}

bool
story_record(const struct record *record, void *arg)
{
	struct story *story = arg;
	bool has_step = record->step >= 1 && record->step <= STEP_COUNT;

	story->records++;
	tally_record(&story->tally, record);
	story->last_ms = record->wall_ms;
	if (story->began_ms == 0)
		story->began_ms = record->wall_ms;
	str_copy(story->driver, sizeof(story->driver), record->who);
	switch (record->type) {
	case RECORD_RUN:
		str_copy(story->about, sizeof(story->about), record->text);
		str_copy(story->config, sizeof(story->config), record->arg);
		break;
	case RECORD_STATE:
		if (has_step)
			tell_state(story, record);
		break;
	case RECORD_OUTCOME:
	case RECORD_RESOLVED:
		if (has_step)
			tell_outcome(story, record);
		break;
	case RECORD_REFUSED:
		remember(&story->refused, record, "%s: %s",
		    record->arg, record->text);
		break;
	case RECORD_WITHDRAW:
		remember(&story->other, record, "withdrawn: %s: %s", record->server, record->text);
		break;
	case RECORD_NOTE:
		remember(&story->other, record, "note: %s",
		    record->text);
		break;
	case RECORD_SURPRISE:
		remember(&story->other, record, "surprise: %s", record->text);
		break;
	case RECORD_TAKEOVER:
		remember(&story->other, record, "taken up again by %s", record->who);
		break;
	case RECORD_RELOAD:
		remember(&story->other, record, "%s was reloaded", record->lb);
		break;
	case RECORD_END:
		story->ended = true;
		break;
	case RECORD_NONE: case RECORD_RETURN_POINT: case RECORD_MARK:
	case RECORD_PICK: case RECORD_SET: case RECORD_CONFIRM: case RECORD_GUARD:
	case RECORD_INTENT: case RECORD_OBSERVED: case RECORD_FACT:
	case RECORD_SAVED: case RECORD_COUNT:
		break;
	}
	return true;
}

void
story_done(struct story *story)
{
	free(story->done.list);
	free(story->refused.list);
	free(story->undone.list);
	free(story->other.list);
	tally_done(&story->tally);
}

const char *
story_state_word(const struct story_step *step)
{
	return step->state[0] == '\0' ? "todo" : step->state;
}
