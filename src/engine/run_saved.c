/* The values that step 5 saved, read from its file while it is what was written. */

#include <stdlib.h>
#include <string.h>

#include "backend/inputs_csv.h"
#include "backend/secrets.h"
#include "base/file.h"
#include "engine/run_priv.h"

enum tri
run_read_saved(struct run *run, const char *path, const char *digest)
{
	struct buf text = { 0 };
	struct err err = { 0 };
	enum tri same = TRI_UNKNOWN;

	free(run->saved);
	run->saved = NULL;
	run->n_saved = 0;
	if (file_read(path, INPUTS_CSV_MAX, &text, &err) == 0)
		same = secrets_is_digest(backend_vault(run->backend), digest,
		    &text) ? TRI_YES : TRI_NO;
	if (same == TRI_YES)
		(void)inputs_csv_read(text.data, text.len, &run->saved,
		    &run->n_saved, &err);
	run_seal_saved(run);
	if (text.len > 0)
		explicit_bzero(text.data, text.len);
	buf_done(&text);
	return same;
}
