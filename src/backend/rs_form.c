/* Form pairs. */

#include "backend/rs_form.h"

#include <string.h>

/* Unreserved in RFC 3986; brackets too where they make the structure. */
static void
encode(struct buf *form, const char *text, const char *also)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~";

	for (; *text != '\0'; text++) {
		if (strchr(plain, *text) != NULL || strchr(also, *text) != NULL)
			buf_add(form, text, 1);
		else
			buf_printf(form, "%%%02X", (unsigned char)*text);
	}
}

void
rs_form_add(struct buf *form, const char *name, const char *value)
{
	if (form->len > 0)
		buf_puts(form, "&");
	encode(form, name, "[]");
	buf_puts(form, "=");
	encode(form, value, "");
}

void
rs_form_input(struct buf *form, const char *key, const char *value)
{
	if (form->len > 0)
		buf_puts(form, "&");
	buf_puts(form, "inputs[");
	encode(form, key, "");
	buf_puts(form, "]=");
	encode(form, value, "");
}
