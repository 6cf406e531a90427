/* Reading HAProxy's configuration: lines, words, sections.  Private to
 * haproxy_file and haproxy_cfg. */
#ifndef BACKEND_HAPROXY_CFG_H
#define BACKEND_HAPROXY_CFG_H

#include <stdbool.h>
#include <stddef.h>

#include "backend/haproxy_text.h"
#include "model/names.h"

enum cfg_section { CFG_OTHER, CFG_DEFAULTS, CFG_BACKEND };

/* One line and where it stands; walk with cfg_next() from all zero. */
struct cfg_line {
	struct hap_text text;		/* without the newline */
	char first[64];			/* first word; empty: comment or blank */
	bool begins;			/* this line begins a section */
	enum cfg_section section;	/* listen counts as a backend */
	char name[NAME_LEN];		/* the section's */
	char from[NAME_LEN];		/* "backend app from base" */
	bool conditional;		/* a line with ".if" or alike was seen */
};

bool cfg_next(struct hap_text *file, struct cfg_line *line);
/* The next word as HAProxy takes it: quotes and backslashes resolved, nothing
 * after a '#'.  raw, if not NULL, is how it stands there.  A word that does not
 * fit is cut: it equals nothing that we look for. */
bool cfg_word(struct hap_text *line, char *dst, size_t size,
    struct hap_text *raw);
/* Is this word there, and (when not NULL) the other one right after it? */
bool cfg_has(struct hap_text line, const char *word, const char *value);

#endif
