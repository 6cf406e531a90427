/* The other readings: info, servers state, processes, sessions. */

#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "backend/haproxy_addr.h"
#include "backend/haproxy_stat.h"
#include "base/str.h"

void
hap_worker_done(struct hap_worker *worker)
{
	free(worker->servers);
	index_done(&worker->by_name);
	memset(worker, 0, sizeof(*worker));
}

const struct hap_server *
hap_worker_server(const struct hap_worker *worker, const char *name)
{
	size_t i = index_find(&worker->by_name, TEXTS(worker->servers,
	    row.svname, worker->n), name, 0);

	return i < worker->n ? &worker->servers[i] : NULL;
}

bool
hap_version(const char *version, unsigned *major, unsigned *minor)
{
	char text[NAME_LEN], *dot;
	int64_t a, b;

	if (!str_copy(text, sizeof(text), version) ||
	    (dot = strchr(text, '.')) == NULL)
		return false;
	*dot++ = '\0';
	dot[strspn(dot, "0123456789")] = '\0';
	if (!str_to_i64(text, 0, 999, &a) || !str_to_i64(dot, 0, 999, &b))
		return false;
	*major = (unsigned)a;
	*minor = (unsigned)b;
	return true;
}

/* "Key: value" of a block; false when it is not there. */
static bool
info_text(struct hap_text block, const char *key, char *dst, size_t size)
{
	struct hap_text line;

	while (hap_line(&block, &line))
		if (hap_past(&line, key) && hap_past(&line, ": "))
			return hap_copy(line, dst, size);
	return false;
}

static bool
info_number(struct hap_text block, const char *key, int64_t max, int64_t *value)
{
	char text[32];

	return info_text(block, key, text, sizeof(text)) &&
	    str_to_i64(text, 0, max, value);
}

int
hap_read_info(struct hap_worker *worker, struct hap_text block,
    struct err *err)
{
	int64_t pid, conns, stopping;
	char version[64];

	if (!info_text(block, "Version", version, sizeof(version)))
		return hap_strange(err, "show info", block);
	(void)str_safe(worker->version, sizeof(worker->version), version);
	if (!hap_version(version, &worker->major, &worker->minor))
		return err_set(err, ERR_REFUSED, "HAProxy's version \"%s\" "
		    "cannot be understood", worker->version);
	if (worker->major < 2 || (worker->major == 2 && worker->minor < 5))
		return err_set(err, ERR_REFUSED, "HAProxy %s is too old: it "
		    "must be 2.5 or newer", worker->version);
	if (!info_number(block, "Pid", INT32_MAX, &pid) || pid < 1 ||
	    !info_number(block, "Stopping", 1, &stopping) ||
	    !info_number(block, "CurrConns", INT32_MAX, &conns) ||
	    !info_number(block, "Start_time_sec", INT64_MAX, &worker->start_s) ||
	    !info_number(block, "Uptime_sec", INT64_MAX / 1000,
	    &worker->uptime_s))
		return hap_strange(err, "show info", block);
	worker->pid = (int)pid;
	worker->stopping = stopping != 0;
	worker->curr_conns = (unsigned)conns;
	return 0;
}

enum state_field { SF_BACKEND, SF_SERVER, SF_OP, SF_ADMIN, SF_AGENT, SF_ADDR,
	SF_PORT, SF_COUNT };

static const char *const state_names[SF_COUNT] = {
	"be_name", "srv_name", "srv_op_state", "srv_admin_state",
	"srv_agent_state", "srv_addr", "srv_port",
};

struct state_line {
	int at[SF_COUNT];		/* which word of a line; -1 */
	size_t n;			/* words of a line */
	char text[SF_COUNT][NAME_LEN];
};

static int
state_header(struct state_line *state, struct hap_text line, struct err *err)
{
	char word[NAME_LEN];

	for (int i = 0; i < SF_COUNT; i++)
		state->at[i] = -1;
	for (state->n = 0; hap_word(&line, word, sizeof(word)); state->n++)
		for (int i = 0; i < SF_COUNT; i++)
			if (strcmp(word, state_names[i]) == 0)
				state->at[i] = (int)state->n;
	for (int i = 0; i < SF_COUNT; i++)
		if (state->at[i] == -1)
			return err_set(err, ERR_PARSE, "show servers state: no "
			    "column %s", state_names[i]);
	return 0;
}

static bool
state_words(struct state_line *state, struct hap_text line)
{
	char word[256];
	size_t n;

	for (n = 0; hap_word(&line, word, sizeof(word)); n++)
		for (int i = 0; i < SF_COUNT; i++)
			if (state->at[i] == (int)n && !str_copy(state->text[i],
			    sizeof(state->text[i]), word))
				return false;
	return n == state->n && line.at == line.end;
}

/* A socket of level user leaves it out of the statistics. */
static void
read_address(struct lb_row *row, const struct state_line *state)
{
	bool v6 = strchr(state->text[SF_ADDR], ':') != NULL;
	char text[2 * NAME_LEN + 4];
	struct hap_addr addr;

	(void)str_fmt(text, sizeof(text), v6 ? "[%s]:%s" : "%s:%s",
	    state->text[SF_ADDR], state->text[SF_PORT]);
	/* "-" is none: its name is not resolved. */
	if (row->addr[0] == '\0' && hap_addr_parse(&addr, text) &&
	    addr.family != 0)
		(void)str_copy(row->addr, sizeof(row->addr), text);
}

static int
state_row(struct hap_worker *worker, const struct state_line *state,
    const char *backend, struct err *err)
{
	const struct hap_server *found = hap_worker_server(worker,
	    state->text[SF_SERVER]);
	struct hap_server *server;
	int64_t op, admin, agent;

	if (strcmp(state->text[SF_BACKEND], backend) != 0 || found == NULL ||
	    found->stated)
		return err_set(err, ERR_PARSE, "show servers state tells of "
		    "other servers than show stat");
	server = &worker->servers[found - worker->servers];
	if (!str_to_i64(state->text[SF_OP], 0, 3, &op) ||
	    !str_to_i64(state->text[SF_ADMIN], 0, 255, &admin) ||
	    !str_to_i64(state->text[SF_AGENT], 0, 255, &agent))
		return err_set(err, ERR_PARSE, "show servers state: the line of "
		    "%s cannot be understood", server->row.svname);
	server->stated = true;
	read_address(&server->row, state);
	server->row.admin = (unsigned)admin;
	server->agent_state = (unsigned)agent;
	/* 1 starting, 2 running; 0 stopped, 3 no new visitors (NOLB). */
	server->row.in_service = (op == 1 || op == 2) &&
	    (admin & HAP_ADMIN_OFF) == 0;
	return 0;
}

int
hap_read_state(struct hap_worker *worker, struct hap_text block,
    const char *backend, struct err *err)
{
	struct hap_text whole = block, line;
	struct state_line state;

	if (!hap_past(&block, "1\n# ") || !hap_line(&block, &line))
		return hap_strange(err, "show servers state", whole);
	if (state_header(&state, line, err) == -1)
		return -1;
	while (hap_line(&block, &line)) {
		if (!state_words(&state, line))
			return err_set(err, ERR_PARSE,
			    "show servers state: a line is not whole");
		if (state_row(worker, &state, backend, err) == -1)
			return -1;
	}
	for (size_t i = 0; i < worker->n; i++)
		if (!worker->servers[i].stated)
			return err_set(err, ERR_PARSE, "show servers state does "
			    "not tell of %s", worker->servers[i].row.svname);
	return 0;
}

/* The blocks that both kinds of worker tell. */
static int
info_and_stat(struct hap_worker *worker, struct hap_text *text, const char *lb,
    const char *backend, bool leaving, struct err *err)
{
	struct hap_text block;

	if (!hap_block(text, &block))
		return hap_strange(err, "show info", *text);
	if (hap_read_info(worker, block, err) == -1)
		return -1;
	if (!hap_block(text, &block))
		return err_set(err, ERR_PARSE, "show stat: not a whole answer");
	return hap_read_stat(worker, block, lb, backend, leaving, err);
}

int
hap_parse_worker(const char *reply, size_t len, const char *lb,
    const char *backend, struct hap_worker *worker, struct err *err)
{
	struct hap_text text = { reply, reply + len }, whole = text, block;

	if (!hap_block(&text, &block) || !hap_level(block, &worker->admin))
		return hap_strange(err, "show cli level", whole);
	if (info_and_stat(worker, &text, lb, backend, false, err) == -1)
		return -1;
	if (!worker->has_backend)
		return err_set(err, ERR_FAILED, "it has no backend %s", backend);
	if (!hap_block(&text, &block) || text.at != text.end)
		return err_set(err, ERR_PARSE,
		    "show servers state: not a whole answer");
	return hap_read_state(worker, block, backend, err);
}

int
hap_parse_leaving(const char *reply, size_t len, const char *lb,
    const char *backend, struct hap_worker *worker, struct err *err)
{
	struct hap_text text = { reply, reply + len };

	if (info_and_stat(worker, &text, lb, backend, true, err) == -1)
		return -1;
	if (text.at != text.end)
		return err_set(err, ERR_PARSE, "show stat: not a whole answer");
	return 0;
}

static bool
add_pid(struct hap_text line, pid_t *pids, size_t *n)
{
	char word[32];
	int64_t pid;

	if (*n == HAP_PROCS_MAX || !hap_word(&line, word, sizeof(word)) ||
	    !str_to_i64(word, 1, INT32_MAX, &pid))
		return false;
	pids[(*n)++] = (pid_t)pid;
	return true;
}

int
hap_parse_procs(const char *reply, size_t len, struct hap_procs *procs,
    struct err *err)
{
	struct hap_text text = { reply, reply + len }, block, line;
	enum { OTHER, WORKERS, OLD } part = OTHER;
	bool good = true;

	memset(procs, 0, sizeof(*procs));
	if (!hap_block(&text, &block) || text.at != text.end ||
	    !hap_past(&block, "#<PID>"))
		return hap_strange(err, "show proc",
		    (struct hap_text){ reply, reply + len });
	(void)hap_line(&block, &line);
	while (good && hap_line(&block, &line)) {
		if (hap_past(&line, "#"))
			part = hap_past(&line, " workers") ? WORKERS :
			    hap_past(&line, " old workers") ? OLD : OTHER;
		else if (part == WORKERS)
			good = add_pid(line, procs->workers, &procs->n_workers);
		else if (part == OLD)
			good = add_pid(line, procs->old, &procs->n_old);
	}
	if (!good)
		return err_set(err, ERR_PARSE,
		    "show proc: a line cannot be understood");
	return 0;
}
