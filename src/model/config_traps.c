/*
 * A look at the text before libconfig has it: it would read any file that we
 * can read (@include), let a number that does not fit wrap around, take an
 * open comment for the end of the file, and go as deep as it is asked to.
 */

#include "model/config_fault.h"

#include <string.h>

#define DIGITS "0123456789"
#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define MAX_DEPTH 16			/* ours has three */

/* Past what ends with the given text; NULL when it does not. */
static const char *
past(const char *at, const char *end)
{
	const char *found = strstr(at, end);

	return found == NULL ? NULL : found + strlen(end);
}

static const char *
past_quotes(const char *at)
{
	for (at++; *at != '\0' && *at != '"'; at++)
		if (at[0] == '\\' && at[1] != '\0')
			at++;
	return *at == '"' ? at + 1 : NULL;
}

/* Past a comment or a text in quotes; else where it is. */
static const char *
skip_quiet(struct reading *reading, int line, const char *at)
{
	const char *end = at;

	if (at[0] == '#' || (at[0] == '/' && at[1] == '/'))
		return at + strcspn(at, "\n");
	if (at[0] == '"' && (end = past_quotes(at)) == NULL)
		config_fault(reading, line, "the text in quotes that begins here "
		    "is not closed");
	else if (str_starts(at, "/*") && (end = past(at + 2, "*/")) == NULL)
		config_fault(reading, line, "the comment that begins here is not "
		    "closed");
	return end == NULL ? at + strlen(at) : end;
}

/* Digits in a name are no number. */
static const char *
skip_name(const char *at)
{
	if (strchr(LETTERS "*", *at) == NULL)
		return at;
	return at + strspn(at, LETTERS DIGITS "_*-");
}

static const char *
look_at_number(struct reading *reading, int line, const char *at)
{
	bool hex = at[0] == '0' && (at[1] == 'x' || at[1] == 'X');
	size_t len = hex ? 2 + strspn(at + 2, DIGITS "abcdefABCDEF") :
	    strspn(at, DIGITS);

	if (len > (hex ? 2 + 7 : 9))
		config_fault(reading, line, "the number %.*s is too large",
		    (int)(len > 40 ? 40 : len), at);
	return at + len;
}

static const char *
look_at(struct reading *reading, int line, const char *at, int *depth)
{
	if (str_starts(at, "@include"))
		config_fault(reading, line, "@include is not allowed here: one "
		    "file holds it all");
	if (strchr(DIGITS, *at) != NULL)
		return look_at_number(reading, line, at);
	if (strchr("{([", *at) != NULL && ++*depth == MAX_DEPTH + 1)
		config_fault(reading, line, "more than %d brackets are open",
		    MAX_DEPTH);
	if (strchr("})]", *at) != NULL && *depth > 0)
		(*depth)--;
	return at + 1;
}

void
config_find_traps(struct reading *reading, const char *text)
{
	const char *at = text, *counted = text, *next;
	int line = 1, depth = 0;

	while (*at != '\0') {
		next = skip_quiet(reading, line, at);
		if (next == at)
			next = skip_name(at);
		at = next > at ? next : look_at(reading, line, at, &depth);
		for (; counted < at; counted++)
			line += *counted == '\n';
	}
}
