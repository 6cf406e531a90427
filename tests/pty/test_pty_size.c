/* Any size at any moment: nothing ends, nothing typed or ticked is lost, and the
 * picture is what drawing all of it anew would give. */

#include <string.h>

#include "pty/moment.h"

#define RESIZES 1000

/* Always the same, so that a failure can be met again. */
static unsigned
next_random(unsigned *state, unsigned n)
{
	*state = *state * 1103515245U + 12345U;
	return (*state >> 16) % n;
}

static void
resize_to(struct pty *pty, int columns, int rows)
{
	pty_resize(pty, columns, rows);
	pty_next(pty);
}

static char *
picture_without_times(struct pty *pty)
{
	struct buf text = { 0 };

	for (int y = 1; y < pty->rows; y++)
		if (y != pty->rows - 2)
			buf_printf(&text, "%s\n", pty_text(pty, y));
	return buf_take(&text);
}

static void
expect_whole(struct pty *pty)
{
	char *before = picture_without_times(pty), *after;

	pty_keys(pty, "C-l");
	pty_next(pty);
	after = picture_without_times(pty);
	cr_expect_str_eq(before, after, "%dx%d", pty->columns, pty->rows);
	free(before);
	free(after);
}

static void
resize_at_random(struct pty *pty, const char *stays)
{
	unsigned state = 1;

	for (int i = 1; i <= RESIZES; i++) {
		resize_to(pty, 1 + (int)next_random(&state, 200),
		    1 + (int)next_random(&state, 60));
		if (i % 100 != 0)
			continue;
		resize_to(pty, 80, 24);
		pty_sees(pty, stays);
		expect_whole(pty);
	}
}

Test(pty_size, typed_text_outlives_a_thousand_sizes)
{
	struct pty pty;

	moment_open_step(&pty, "terminate", NULL);
	pty_keys(&pty, "Enter");
	pty_sees(&pty, "[ Cancel ]");
	pty_type(&pty, "2 shop-p");
	pty_sees(&pty, "> 2 shop-p");
	resize_at_random(&pty, "> 2 shop-p");
	pty_type(&pty, "rod");
	pty_sees(&pty, "> 2 shop-prod");
	pty_keys(&pty, "Escape");
	pty_sees(&pty, "Nothing was sent");
	pty_close(&pty);
}
