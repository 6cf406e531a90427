/* Cutting HAProxy's replies into blocks, lines, fields and words. */

#include "config.h"

#include "backend/haproxy_text.h"

#include <string.h>

#include "base/str.h"

bool
hap_block(struct hap_text *reply, struct hap_text *block)
{
	size_t left = (size_t)(reply->end - reply->at);
	const char *stop;

	if (left == 0)
		return false;
	*block = *reply;
	if (reply->at[0] == '\n') {		/* nothing but the empty line */
		block->end = reply->at++;
		return true;
	}
	stop = memmem(reply->at, left, "\n\n", 2);
	if (stop == NULL)
		return false;
	block->end = stop + 1;
	reply->at = stop + 2;
	return true;
}

bool
hap_line(struct hap_text *block, struct hap_text *line)
{
	const char *stop;

	if (block->at == block->end)
		return false;
	stop = memchr(block->at, '\n', (size_t)(block->end - block->at));
	*line = *block;
	line->end = stop == NULL ? block->end : stop;
	block->at = stop == NULL ? block->end : stop + 1;
	return true;
}

static void
keep(char *dst, size_t size, size_t *len, char c, bool *cut)
{
	if (*len + 1 < size)
		dst[(*len)++] = c;
	else
		*cut = true;
}

enum hap_field
hap_field(struct hap_text *line, char *dst, size_t size, bool *cut)
{
	size_t len = 0;
	bool quoted = false;

	*cut = false;
	dst[0] = '\0';
	if (line->at == line->end)
		return HAP_FIELD_NONE;
	for (; line->at < line->end; line->at++) {
		char c = *line->at;

		if (c == '"') {
			/* Within quotes a quote is written twice. */
			if (quoted && line->at + 1 < line->end &&
			    line->at[1] == '"')
				keep(dst, size, &len, *line->at++, cut);
			else
				quoted = !quoted;
		} else if (c == ',' && !quoted) {
			break;
		} else {
			keep(dst, size, &len, c, cut);
		}
	}
	dst[len] = '\0';
	if (line->at == line->end)
		return HAP_FIELD_BAD;
	line->at++;
	return HAP_FIELD;
}

static void
skip_blanks(struct hap_text *line)
{
	while (line->at < line->end && (*line->at == ' ' || *line->at == '\t'))
		line->at++;
}

bool
hap_word(struct hap_text *line, char *dst, size_t size)
{
	struct hap_text word;

	skip_blanks(line);
	word = *line;
	while (line->at < line->end && *line->at != ' ' && *line->at != '\t')
		line->at++;
	word.end = line->at;
	return word.at < word.end && hap_copy(word, dst, size);
}

bool
hap_past(struct hap_text *line, const char *text)
{
	size_t len = strlen(text);

	if ((size_t)(line->end - line->at) < len ||
	    memcmp(line->at, text, len) != 0)
		return false;
	line->at += len;
	return true;
}

bool
hap_copy(struct hap_text line, char *dst, size_t size)
{
	return str_copy_n(dst, size, line.at, (size_t)(line.end - line.at));
}

int
hap_strange(struct err *err, const char *what, struct hap_text text)
{
	struct hap_text line;
	char raw[160] = "nothing", shown[400];

	while (hap_line(&text, &line)) {
		if (line.at == line.end)
			continue;
		(void)hap_copy(line, raw, sizeof(raw));
		break;
	}
	(void)str_safe(shown, sizeof(shown), raw);
	return err_set(err, ERR_PARSE, "%s: unexpected answer: %s", what, shown);
}

bool
hap_level(struct hap_text block, bool *admin)
{
	*admin = hap_past(&block, "admin\n");
	return *admin || hap_past(&block, "operator\n") ||
	    hap_past(&block, "user\n");
}
