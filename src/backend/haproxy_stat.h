/*
 * HAProxy's words → what one worker says of our backend.  Whole answers or an
 * error, never a part (C12).  Pure.
 */
#ifndef BACKEND_HAPROXY_STAT_H
#define BACKEND_HAPROXY_STAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "backend/haproxy_text.h"
#include "base/err.h"
#include "base/index.h"
#include "model/lb.h"

struct hap_server {
	struct lb_row row;
	unsigned check_fall;		/* failed checks until it is DOWN; 0: none */
	unsigned agent_state;		/* srv_agent_state: HAP_AGENT_… */
	bool stated;			/* "show servers state" told of it too */
};

#define HAP_AGENT_CONFIGURED	2	/* srv_agent_state */
#define HAP_AGENT_ENABLED	4
#define HAP_ADMIN_FMAINT	1	/* srv_admin_state */
#define HAP_ADMIN_IMAINT	2
#define HAP_ADMIN_FDRAIN	8
#define HAP_ADMIN_IDRAIN	16
#define HAP_ADMIN_RMAINT	32
#define HAP_ADMIN_MAINT	(HAP_ADMIN_FMAINT | HAP_ADMIN_IMAINT | HAP_ADMIN_RMAINT)
#define HAP_ADMIN_OFF	(HAP_ADMIN_MAINT | HAP_ADMIN_FDRAIN | HAP_ADMIN_IDRAIN)

struct hap_worker {
	char version[NAME_LEN];
	unsigned major, minor;
	int pid;
	bool stopping;
	int64_t start_s, uptime_s;
	unsigned curr_conns;
	bool admin;			/* level of the socket that was asked */
	bool has_backend;
	unsigned backend_queue;
	int64_t backend_errors;		/* 5xx answers; -1: not counted (mode tcp) */
	char cookie[NAME_LEN];		/* of the backend: empty when it has none */
	struct hap_server *servers;
	size_t n, cap;
	struct index by_name;
	struct lb_row *elsewhere;	/* servers of other backends */
	size_t n_elsewhere, cap_elsewhere;
};

void hap_worker_done(struct hap_worker *worker);
const struct hap_server *hap_worker_server(const struct hap_worker *worker,
    const char *name);

/* "show info" */
int hap_read_info(struct hap_worker *worker, struct hap_text block,
    struct err *err);
/* "show stat": the backend row and its servers, and those servers of others that
 * have an address.  Each server stands before the line of its backend, which so
 * tells that they are all there.  Afterwards each row bears this lb, the worker's
 * pid and `leaving`. */
int hap_read_stat(struct hap_worker *worker, struct hap_text block,
    const char *lb, const char *backend, bool leaving, struct err *err);
/* "show servers state BACKEND": each server once here and once in "show stat",
 * or else the answer is not whole. */
int hap_read_state(struct hap_worker *worker, struct hap_text block,
    const char *backend, struct err *err);

/* "show cli level;show info;show stat -1 6 -1;show servers state BACKEND" */
int hap_parse_worker(const char *reply, size_t len, const char *lb,
    const char *backend, struct hap_worker *worker, struct err *err);
/* "@!PID show info;@!PID show stat -1 6 -1" of a leaving worker. */
int hap_parse_leaving(const char *reply, size_t len, const char *lb,
    const char *backend, struct hap_worker *worker, struct err *err);

/* The statistics by HTTP: of the page what "show info" tells (but for the time of
 * the start), then its CSV.  Rows have no admin bits there but those that the status
 * tells; in_service likewise. */
int hap_parse_page(const char *html, size_t len, struct hap_worker *worker,
    struct err *err);
int hap_parse_csv(const char *csv, size_t len, const char *lb,
    const char *backend, struct hap_worker *worker, struct err *err);

/* "show info;show stat": all frontends, backends and servers of a worker. */
#define HAP_TRAFFIC_MAX 8192
struct traffic_rows;
int hap_parse_traffic(const char *reply, size_t len, const char *lb,
    struct hap_worker *worker, struct traffic_rows *rows, struct err *err);
/* "show stat" alone, as the CSV of the page has it too. */
int hap_read_traffic(struct traffic_rows *rows, struct hap_text block,
    const char *lb, struct err *err);

#define HAP_PROCS_MAX 256
struct hap_procs {
	pid_t workers[HAP_PROCS_MAX], old[HAP_PROCS_MAX];
	size_t n_workers, n_old;
	bool failed;			/* the last reload has */
};
/* "show proc" of the master. */
int hap_parse_procs(const char *reply, size_t len, struct hap_procs *procs,
    struct err *err);
/* Worker pid answers on the socket and does not say that it is leaving: afterwards
 * only the others are old.  -1: it is not the one in service. */
int hap_procs_current(struct hap_procs *procs, pid_t pid, struct err *err);

/* "show sess": calls fn for each session of this server, with a line for people:
 * "10.9.3.7:51544 through www, open 41 min". */
typedef void hap_session_fn(const char *line, void *arg);
int hap_parse_sessions(const char *reply, size_t len, const char *backend,
    const char *server, hap_session_fn *fn, void *arg, struct err *err);

/* "2.6.12-1+deb12u4" → 2, 6. */
bool hap_version(const char *version, unsigned *major, unsigned *minor);

#endif
