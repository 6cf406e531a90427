/* Fuzzer of the cloud's answers: a list is read whole, with good names, or not. */

#include <stdlib.h>
#include <string.h>

#include "backend/cloud_reply.h"
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

/* An answer that is not understood changes nothing of what is known. */
static void
fuzz_snapshot(const char *text, size_t len)
{
	struct snapshot known = { .id = "before" }, same = known;

	if (cloud_reply_snapshot(text, len, &known, NULL) == -1 &&
	    memcmp(&known, &same, sizeof(known)) != 0)
		abort();
}

int
LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	char *text = strndup((const char *)data, size);
	struct sightings batch = { 0 };
	size_t len = strlen(text);

	(void)cloud_reply_check(text, len, NULL);
	if (cloud_reply_list(text, len, "shop", &batch, NULL) == -1 &&
	    batch.n != 0)
		abort();
	for (size_t i = 0; i < batch.n; i++)
		if (!is_sound(&batch.list[i]))
			abort();
	sightings_done(&batch);
	fuzz_snapshot(text, len);
	free(text);
	return 0;
}
