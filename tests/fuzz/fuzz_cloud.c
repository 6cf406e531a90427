/* Fuzzer of the cloud's answers: a list is read whole, with good names, or not. */

#include <stdlib.h>
#include <string.h>

#include "backend/local_reply.h"
#include "base/str.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static bool
is_sound(const struct sighting *saw)
{
	switch (saw->kind) {
	case SAW_SERVER:
		return str_is_name(saw->u.server.name);
	case SAW_INPUT:
		return str_is_name(saw->u.input.key);
	default:
		return true;
	}
}

int
LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	char *text = strndup((const char *)data, size);
	struct sightings batch = { 0 };
	size_t len = strlen(text);

	(void)local_reply_check(text, len, NULL);
	if (local_reply_list(text, len, &batch, NULL) == -1 && batch.n != 0)
		abort();
	for (size_t i = 0; i < batch.n; i++)
		if (!is_sound(&batch.list[i]))
			abort();
	sightings_done(&batch);
	free(text);
	return 0;
}
