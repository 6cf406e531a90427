/* How long "not yet" is taken for an answer. */

#include "engine/patience.h"

#include <string.h>

#include "base/str.h"

#define RATE_PATIENCE_MS 120000

int64_t
patience_ms(const struct config *config, const char *rule)
{
	if (str_eq(rule, "GR-11"))
		return RATE_PATIENCE_MS;
	if (str_eq(rule, "GR-27"))
		return config->policy.bake_ms + config->change_limit_ms;
	return config->change_limit_ms;
}

bool
patience_is_same_news(const char *a, const char *b)
{
	static const char digits[] = "0123456789";

	for (; *a != '\0' && *b != '\0'; a++, b++) {
		a += strspn(a, digits);
		b += strspn(b, digits);
		if (*a != *b)
			return false;
		if (*a == '\0')
			return true;
	}
	return *a == *b;
}
