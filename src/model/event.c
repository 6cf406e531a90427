/* What happened, as both front ends say it. */

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

static void
add_part(char *dst, size_t size, const char *part)
{
	if (part[0] != '\0')
		str_add(dst, size, ": %s", part);
}

const char *
event_sentence(const struct event *event, char *dst, size_t size)
{
	char sentence[TEXT_LEN + 2 * NAME_LEN];

	str_copy(dst, size, event_word(event->kind));
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
