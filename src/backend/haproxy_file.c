/* What a configuration file says of a backend, and one line more or fewer. */

#include "config.h"

#include "backend/haproxy_file.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "backend/haproxy_addr.h"
#include "backend/haproxy_cfg.h"
#include "base/xmalloc.h"

#define MARK "# detached:"		/* in place of the word "server" */

/* What a backend inherits from a defaults section. */
struct settings {
	char name[NAME_LEN];		/* of the defaults section */
	bool httpchk, on404, cuts;
};

struct defaults {
	struct settings *list;
	size_t n, cap;
};

static struct settings
inherited(const struct defaults *all, const struct cfg_line *line)
{
	struct settings none = { .name = "" };

	if (line->from[0] == '\0')
		/* A defaults section begins anew, a backend with the last. */
		return line->section == CFG_DEFAULTS || all->n == 0 ? none :
		    all->list[all->n - 1];
	for (size_t i = all->n; i-- > 0;)
		if (strcmp(all->list[i].name, line->from) == 0)
			return all->list[i];
	return none;
}

static void
read_setting(struct settings *set, const struct cfg_line *line)
{
	static const char *const other_checks[] = {
		"tcp-check", "mysql-check", "pgsql-check", "redis-check",
		"smtpchk", "ldap-check", "spop-check", "external-check",
		"ssl-hello-chk",
	};
	const char *first = line->first;

	if (strcmp(first, "option") == 0) {
		set->httpchk = set->httpchk ||
		    cfg_has(line->text, "option", "httpchk");
		/* The last kind of check wins. */
		for (size_t i = 0; i < countof(other_checks); i++)
			if (cfg_has(line->text, "option", other_checks[i]))
				set->httpchk = false;
	} else if (strcmp(first, "no") == 0) {
		if (cfg_has(line->text, "option", "httpchk"))
			set->httpchk = false;
	} else if (strcmp(first, "http-check") == 0) {
		set->on404 = set->on404 ||
		    cfg_has(line->text, "http-check", "disable-on-404");
	} else if (strcmp(first, "server") == 0 ||
	    strcmp(first, "default-server") == 0 ||
	    strcmp(first, "server-template") == 0) {
		set->cuts = set->cuts || cfg_has(line->text, "on-marked-down",
		    "shutdown-sessions");
	}
}

/* The second word of a server line, and for a template also the third: "3" or
 * "2-7". */
static void
read_server(struct hap_file *file, const struct cfg_line *line)
{
	struct hap_listed listed = {
		.is_template = strcmp(line->first, "server-template") == 0,
	};
	struct hap_text rest = line->text;
	char range[32], *dash;

	/* After a reload a `disabled` one would not run. */
	if (strcmp(line->first, "server") != 0 && !listed.is_template)
		return;
	if (cfg_has(line->text, "disabled", NULL) ||
	    !cfg_word(&rest, range, sizeof(range), NULL) ||
	    !cfg_word(&rest, listed.name, sizeof(listed.name), NULL))
		return;
	if (listed.is_template) {
		if (!cfg_word(&rest, range, sizeof(range), NULL))
			return;
		dash = strchr(range, '-');
		listed.from = dash == NULL ? 1 : strtol(range, NULL, 10);
		listed.to = strtol(dash == NULL ? range : dash + 1, NULL, 10);
	}
	x_grow(file->servers, file->n, file->cap);
	file->servers[file->n++] = listed;
	index_add(&file->by_name, TEXTS(file->servers, name, file->n));
	file->has_templates = file->has_templates || listed.is_template;
}

static bool
is_ours(const struct cfg_line *line, const char *backend)
{
	return line->section == CFG_BACKEND && strcmp(line->name, backend) == 0;
}

/* Goes through all lines; the settings of the backend, when it is there. */
static bool
read_lines(struct hap_file *file, struct hap_text text, const char *backend,
    struct settings *ours, struct cfg_line *line)
{
	struct defaults all = { .list = NULL };
	bool found = false;

	while (cfg_next(&text, line)) {
		if (line->begins && line->section == CFG_DEFAULTS) {
			struct settings set = inherited(&all, line);

			(void)str_copy(set.name, sizeof(set.name), line->name);
			x_grow(all.list, all.n, all.cap);
			all.list[all.n++] = set;
		} else if (line->begins && is_ours(line, backend)) {
			*ours = inherited(&all, line);
			found = true;
		} else if (line->section == CFG_DEFAULTS) {
			read_setting(&all.list[all.n - 1], line);
		} else if (is_ours(line, backend)) {
			read_setting(ours, line);
			read_server(file, line);
		}
	}
	free(all.list);
	return found;
}

int
haproxy_file_read(struct hap_file *file, const char *text, size_t len,
    const char *backend, struct err *err)
{
	struct settings ours = { .name = "" };
	struct cfg_line line = { .section = CFG_OTHER };

	memset(file, 0, sizeof(*file));
	if (!read_lines(file, (struct hap_text){ text, text + len }, backend,
	    &ours, &line))
		return err_set(err, ERR_CONFIG, "it has no backend %s", backend);
	if (line.conditional)
		return 0;
	file->soft_stop = ours.httpchk && ours.on404 ? TRI_YES : TRI_NO;
	file->cuts_on_down = ours.cuts ? TRI_YES : TRI_NO;
	return 0;
}

bool
haproxy_file_has(const struct hap_file *file, const char *server)
{
	struct texts names = TEXTS(file->servers, name, file->n);
	size_t i = 0;

	while ((i = index_find(&file->by_name, names, server, i)) < file->n)
		if (!file->servers[i++].is_template)
			return true;
	for (i = 0; i < file->n && file->has_templates; i++) {
		const struct hap_listed *listed = &file->servers[i];
		int64_t number;

		if (listed->is_template && str_starts(server, listed->name) &&
		    str_to_i64(server + strlen(listed->name), listed->from,
		    listed->to, &number))
			return true;
	}
	return false;
}

void
haproxy_file_done(struct hap_file *file)
{
	free(file->servers);
	index_done(&file->by_name);
	memset(file, 0, sizeof(*file));
}

/* Where things stand in the backend; at NULL: not there. */
struct place {
	struct hap_text server;		/* the word "server" of our line */
	struct hap_text address;	/* its address */
	struct hap_text disabled;	/* its word "disabled" */
	struct hap_text mark;		/* MARK of our line when it was removed */
	const char *after;		/* where a new line goes */
	bool after_server;
};

/* "server NAME ADDR …" of this name: fills where its words stand. */
static bool
find_words(struct hap_text line, const char *name, struct place *place)
{
	struct hap_text server, address, raw;
	char word[NAME_LEN];

	if (!cfg_word(&line, word, sizeof(word), &server) ||
	    !cfg_word(&line, word, sizeof(word), NULL) ||
	    strcmp(word, name) != 0 ||
	    !cfg_word(&line, word, sizeof(word), &address))
		return false;
	place->server = server;
	place->address = address;
	while (cfg_word(&line, word, sizeof(word), &raw))
		if (strcmp(word, "disabled") == 0)
			place->disabled = raw;
	return true;
}

/* A line that we took out ourselves, of the same name and address. */
static void
find_mark(struct hap_text line, const struct hap_change *change,
    struct place *place)
{
	struct hap_text mark;
	char name[NAME_LEN], addr[NAME_LEN];

	while (line.at < line.end && (*line.at == ' ' || *line.at == '\t'))
		line.at++;
	mark = line;
	if (!hap_past(&line, MARK))
		return;
	mark.end = line.at;
	if (cfg_word(&line, name, sizeof(name), NULL) &&
	    cfg_word(&line, addr, sizeof(addr), NULL) &&
	    strcmp(name, change->server) == 0 &&
	    hap_addr_equal(addr, change->addr))
		place->mark = mark;
}

static int
find_place(struct hap_text text, const struct hap_change *change,
    struct place *place, struct err *err)
{
	struct cfg_line line = { .section = CFG_OTHER };
	bool is_server;

	memset(place, 0, sizeof(*place));
	while (cfg_next(&text, &line)) {
		if (!is_ours(&line, change->backend))
			continue;
		is_server = strcmp(line.first, "server") == 0;
		if (is_server)
			(void)find_words(line.text, change->server, place);
		find_mark(line.text, change, place);
		if (is_server || (line.first[0] != '\0' && !place->after_server))
			place->after = text.at;
		place->after_server = place->after_server || is_server;
	}
	if (line.conditional)
		return err_set(err, ERR_CONFIG, "it has conditional lines "
		    "(.if): change it by hand");
	if (place->after == NULL)
		return err_set(err, ERR_CONFIG, "it has no backend %s",
		    change->backend);
	return 0;
}

/* A numeric address must be the same.  A host name cannot be compared with what
 * HAProxy made of it: then the port must be, and the name is unique anyway. */
static int
compare_address(const struct place *place, const struct hap_change *change,
    struct err *err)
{
	struct hap_addr there, wanted;
	struct hap_text raw = place->address;
	char word[NAME_LEN], shown[4 * NAME_LEN];

	(void)cfg_word(&raw, word, sizeof(word), NULL);
	if (hap_addr_parse(&there, word) &&
	    hap_addr_parse(&wanted, change->addr) &&
	    (there.family == 0 ? there.port == wanted.port :
	    hap_addr_same(&there, &wanted)))
		return 0;
	(void)str_safe(shown, sizeof(shown), word);
	return err_set(err, ERR_REFUSED, "it has a server %s with the address "
	    "%s, not %s", change->server, shown, change->addr);
}

/* text with [cut.at, cut.end) replaced. */
static void
splice(struct buf *out, struct hap_text text, struct hap_text cut,
    const char *with)
{
	buf_add(out, text.at, (size_t)(cut.at - text.at));
	buf_puts(out, with);
	buf_add(out, cut.end, (size_t)(text.end - cut.end));
}

static void
add_line(struct buf *out, struct hap_text text, const char *at,
    const struct hap_change *change)
{
	bool blank = change->options == NULL || change->options[0] == '\0';

	/* The backend's own line is before it. */
	assert(at != NULL && at > text.at);
	buf_add(out, text.at, (size_t)(at - text.at));
	if (at[-1] != '\n')
		buf_puts(out, "\n");
	buf_printf(out, "    server %s %s%s%s\n", change->server, change->addr,
	    blank ? "" : " ", blank ? "" : change->options);
	buf_add(out, at, (size_t)(text.end - at));
}

int
haproxy_file_change(const char *text, size_t len,
    const struct hap_change *change, struct buf *out, struct err *err)
{
	struct hap_text all = { text, text + len };
	struct place place;

	if (find_place(all, change, &place, err) == -1)
		return -1;
	if (place.server.at != NULL &&
	    compare_address(&place, change, err) == -1)
		return -1;
	if (change->remove && place.server.at != NULL) {
		splice(out, all, place.server, MARK);
	} else if (!change->remove && place.disabled.at != NULL) {
		place.disabled.at--;		/* and the blank before it */
		splice(out, all, place.disabled, "");
	} else if (change->remove || place.server.at != NULL) {
		buf_add(out, text, len);
	} else if (place.mark.at != NULL) {
		splice(out, all, place.mark, "server");
	} else {
		add_line(out, all, place.after, change);
	}
	return 0;
}
