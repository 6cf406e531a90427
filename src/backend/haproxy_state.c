/* "show servers state": what the statistics do not tell of a server. */

#include "config.h"

#include <string.h>

#include "backend/haproxy_addr.h"
#include "backend/haproxy_stat.h"
#include "base/str.h"

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
