/* What happened, as scripts and as people are told it. */

#include "model/event.h"

#include "base/str.h"

static const char *const words[EVENT_COUNT] = {
	[EVENT_NONE] = "none",
#define X(kind, word) [EVENT_##kind] = word,
	EVENT_LIST(X)
#undef X
};

const char *
event_word(enum event_kind kind)
{
	return words[(unsigned)kind < EVENT_COUNT ? kind : EVENT_NONE];
}

/* Where a person reads on without the word that scripts know the kind by. */
static const char *const told[EVENT_COUNT] = {
	[EVENT_STATE] = "", [EVENT_CHECK] = "", [EVENT_PLAN] = "to do",
	[EVENT_ASK] = "to be typed", [EVENT_SESSIONS] = "", [EVENT_RELOAD] = "",
	[EVENT_NOTE] = "", [EVENT_END] = "",
};

static void
add_part(char *dst, size_t size, const char *part)
{
	if (part[0] != '\0')
		str_add(dst, size, "%s%s", dst[0] == '\0' ? "" : ": ", part);
}

static const char *
say(const struct event *event, const char *word, char *dst, size_t size)
{
	char sentence[TEXT_LEN + 2 * NAME_LEN];

	str_copy(dst, size, word);
	if (event->kind == EVENT_CHECK)
		add_part(dst, size, verdict_name(event->verdict));
	add_part(dst, size, event->rule);
	if (event->action.kind != ACTION_NONE) {
		add_part(dst, size, action_sentence(&event->action, sentence,
		    sizeof(sentence)));
	} else {
		add_part(dst, size, event->server);
		add_part(dst, size, event->lb);
	}
	/* Of a plan's action the text is the sentence itself. */
	if (event->kind != EVENT_PLAN || event->action.kind == ACTION_NONE)
		add_part(dst, size, event->text);
	return dst;
}

const char *
event_sentence(const struct event *event, char *dst, size_t size)
{
	return say(event, event_word(event->kind), dst, size);
}

const char *
event_told(const struct event *event, char *dst, size_t size)
{
	const char *word = (unsigned)event->kind < EVENT_COUNT ?
	    told[event->kind] : NULL;

	return say(event, word != NULL ? word : event_word(event->kind), dst, size);
}

const struct event *
event_ring_at(const struct event_ring *ring, size_t i)
{
	return i < ring->n ? &ring->list[(ring->first + i) % EVENT_RING] : NULL;
}

void
event_ring_add(struct event_ring *ring, const struct event *event)
{
	ring->list[(ring->first + ring->n) % EVENT_RING] = *event;
	if (ring->n < EVENT_RING)
		ring->n++;
	else
		ring->first = (ring->first + 1) % EVENT_RING;
}
