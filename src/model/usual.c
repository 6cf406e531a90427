/* How long actions of a kind took in earlier runs. */

#include "model/usual.h"

void
usual_add(struct usual *usual, enum action_kind kind, int64_t took_ms)
{
	struct usual_span *span = &usual->of[kind];

	if (took_ms < 0)
		return;
	if (span->n == 0 || took_ms < span->least_ms)
		span->least_ms = took_ms;
	if (span->n == 0 || took_ms > span->most_ms)
		span->most_ms = took_ms;
	span->n++;
}
