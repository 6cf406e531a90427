/* Fuzzer of the inputs' CSV: what is taken is written the same way again, and
 * what is written is read. */

#include <stdlib.h>
#include <string.h>

#include "backend/inputs_csv.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static void
must_come_back(const struct input *inputs, size_t n)
{
	struct buf csv = { 0 };
	struct input *back;
	size_t found;

	inputs_csv_write(inputs, n, &csv);
	if (inputs_csv_read(csv.data, csv.len, &back, &found, NULL) == -1 ||
	    found != n)
		abort();
	for (size_t i = 0; i < n; i++)
		if (strcmp(back[i].key, inputs[i].key) != 0 ||
		    strcmp(back[i].value, inputs[i].value) != 0 ||
		    back[i].scope != inputs[i].scope ||
		    back[i].secret != inputs[i].secret)
			abort();
	free(back);
	buf_done(&csv);
}

int
LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	struct input *inputs;
	size_t n;

	if (inputs_csv_read((const char *)data, size, &inputs, &n, NULL) == 0)
		must_come_back(inputs, n);
	else if (inputs != NULL || n != 0)
		abort();
	free(inputs);
	return 0;
}
