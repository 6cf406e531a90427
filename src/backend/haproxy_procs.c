/* "show proc" of the master: the workers, and those on their way out. */

#include "config.h"

#include <string.h>

#include "backend/haproxy_stat.h"
#include "base/str.h"

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

static bool
has_pid(const pid_t *pids, size_t n, pid_t pid)
{
	for (size_t i = 0; i < n; i++)
		if (pids[i] == pid)
			return true;
	return false;
}

static void
drop_pid(pid_t *pids, size_t *n, pid_t pid)
{
	size_t kept = 0;

	for (size_t i = 0; i < *n; i++)
		if (pids[i] != pid)
			pids[kept++] = pids[i];
	*n = kept;
}

int
hap_procs_current(struct hap_procs *procs, pid_t pid, struct err *err)
{
	if (has_pid(procs->workers, procs->n_workers, pid))
		return 0;
	if (!has_pid(procs->old, procs->n_old, pid))
		return err_set(err, ERR_FAILED, "it does not know worker %d, "
		    "which answers on the balancer's socket: do both belong to "
		    "the same HAProxy?", (int)pid);
	if (procs->n_workers > 0)
		return err_set(err, ERR_FAILED, "worker %d is being replaced by %d "
		    "(a reload goes on)", (int)pid, (int)procs->workers[0]);
	/* The master of 3.2 lists a worker as old once a reload has begun, and
	 * leaves it there when that has failed: then it goes on alone. */
	drop_pid(procs->old, &procs->n_old, pid);
	return 0;
}

/* "4711  master  2 [failed: 1] …": how often since the last good one. */
static bool
has_failed(struct hap_text line)
{
	static const char words[] = "[failed: ";
	const char *at = memmem(line.at, (size_t)(line.end - line.at), words,
	    strlen(words));

	return at != NULL && at + strlen(words) < line.end &&
	    at[strlen(words)] != '0';
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
		else if (part == OTHER)
			procs->failed = procs->failed || has_failed(line);
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
