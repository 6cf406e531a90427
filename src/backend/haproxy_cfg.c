/* HAProxy's configuration, line by line (configuration.txt, 2.1 and 2.2). */

#include "config.h"

#include "backend/haproxy_cfg.h"

#include <string.h>

#include "base/str.h"

static bool
blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

/* Goes past one character of a word; it stands for *c.  False: for nothing. */
static bool
take(struct hap_text *line, char *quote, char *c)
{
	*c = *line->at++;
	if (*c == '\\' && *quote != '\'' && line->at < line->end) {
		*c = *line->at++;
		return true;
	}
	if (*quote == '\0' && (*c == '"' || *c == '\'')) {
		*quote = *c;
		return false;
	}
	if (*quote != '\0' && *c == *quote) {
		*quote = '\0';
		return false;
	}
	return true;
}

bool
cfg_word(struct hap_text *line, char *dst, size_t size, struct hap_text *raw)
{
	char quote = '\0', c;
	size_t len = 0;
	struct hap_text start;

	while (line->at < line->end && blank(*line->at))
		line->at++;
	if (line->at == line->end || *line->at == '#')
		return false;
	start = *line;
	while (line->at < line->end && (quote != '\0' ||
	    (!blank(*line->at) && *line->at != '#')))
		if (take(line, &quote, &c) && len + 1 < size)
			dst[len++] = c;
	dst[len] = '\0';
	start.end = line->at;
	if (raw != NULL)
		*raw = start;
	return true;
}

bool
cfg_has(struct hap_text line, const char *word, const char *value)
{
	char text[64];

	while (cfg_word(&line, text, sizeof(text), NULL)) {
		struct hap_text rest = line;

		if (strcmp(text, word) == 0 && (value == NULL ||
		    (cfg_word(&rest, text, sizeof(text), NULL) &&
		    strcmp(text, value) == 0)))
			return true;
	}
	return false;
}

static bool
section_of(const char *word, enum cfg_section *section)
{
	static const struct { const char *word; enum cfg_section section; }
	known[] = {
		{ "defaults", CFG_DEFAULTS }, { "backend", CFG_BACKEND },
		{ "listen", CFG_BACKEND }, { "global", CFG_OTHER },
		{ "frontend", CFG_OTHER }, { "peers", CFG_OTHER },
		{ "resolvers", CFG_OTHER }, { "mailers", CFG_OTHER },
		{ "userlist", CFG_OTHER }, { "program", CFG_OTHER },
		{ "cache", CFG_OTHER }, { "http-errors", CFG_OTHER },
		{ "ring", CFG_OTHER }, { "log-forward", CFG_OTHER },
		{ "log-profile", CFG_OTHER }, { "fcgi-app", CFG_OTHER },
		{ "crt-store", CFG_OTHER }, { "traces", CFG_OTHER },
		{ "acme", CFG_OTHER },
	};

	for (size_t i = 0; i < countof(known); i++)
		if (strcmp(word, known[i].word) == 0) {
			*section = known[i].section;
			return true;
		}
	return false;
}

/* "backend NAME [from NAME]", "defaults [NAME] [from NAME]". */
static void
read_names(struct cfg_line *line, struct hap_text rest)
{
	char word[NAME_LEN];

	line->name[0] = line->from[0] = '\0';
	while (cfg_word(&rest, word, sizeof(word), NULL)) {
		if (strcmp(word, "from") == 0)
			(void)cfg_word(&rest, line->from, sizeof(line->from),
			    NULL);
		else if (line->name[0] == '\0')
			(void)str_copy(line->name, sizeof(line->name), word);
	}
}

bool
cfg_next(struct hap_text *file, struct cfg_line *line)
{
	struct hap_text rest;

	if (!hap_line(file, &line->text))
		return false;
	rest = line->text;
	if (!cfg_word(&rest, line->first, sizeof(line->first), NULL))
		line->first[0] = '\0';
	line->conditional = line->conditional || line->first[0] == '.';
	line->begins = section_of(line->first, &line->section);
	if (line->begins)
		read_names(line, rest);
	return true;
}
