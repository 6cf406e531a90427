/*
 * A load balancer and the rows of its statistics.  Column names are HAProxy's
 * own (management.txt, "CSV format").
 */
#ifndef MODEL_LB_H
#define MODEL_LB_H

#include <stdbool.h>
#include <stdint.h>

#include "model/names.h"
#include "model/pace.h"

enum lb_state {
	LB_UNKNOWN,
	LB_UNPROVEN,		/* "no check", or UP before its first check (INI) */
	LB_UP,
	LB_DOWN,
	LB_NOLB,
	LB_DRAIN,
	LB_MAINT,
	LB_STATE_COUNT
};

struct lb_row {
	char lb[NAME_LEN];		/* our name of the balancer */
	char pxname[NAME_LEN], svname[NAME_LEN], addr[NAME_LEN];
	char server[NAME_LEN];		/* our name of it: the server that the cloud
					 * says is called svname there, else svname;
					 * facts keeps it */
	char cookie[NAME_LEN];
	char status[NAME_LEN];		/* as HAProxy wrote it: "UP 1/3" */
	char check[NAME_LEN];		/* check_status without "* ": "L7OKC" */
	char last_chk[NAME_LEN];	/* outside text: str_safe'd already */
	enum lb_state state;
	int pid;			/* worker that this row is of */
	bool leaving;			/* that worker is an old one, on its way out */
	bool elsewhere;			/* of another backend than ours: only its address
					 * says whose it is, and server is no name */
	bool backup, in_service;	/* in_service: admin bits clear and running */
	unsigned admin;			/* srv_admin_state: 1 MAINT 8 DRAIN …; read
					 * from "show servers state" */
	unsigned check_code;		/* 200, 404; 0 none */
	unsigned weight;
	unsigned scur, qcur, used;	/* sessions, queue, connections in use */
	uint64_t stot, lbtot;		/* ever, in this worker */
	uint64_t econ, eresp, hrsp_5xx;
	int64_t lastsess_s;		/* -1: none since the worker started */
	bool agent;			/* agent_status not empty */
	bool throttled;			/* slow start goes on */
	enum tri in_file;		/* stands in the balancer's own file; unknown
					 * when that cannot be read */
	int64_t still_ms;		/* boot clock since when stot, lbtot stand
					 * still, as we saw it; facts keeps it */
	int64_t seen_ms;
};

struct lb {
	char name[NAME_LEN];
	char backend[NAME_LEN];		/* the pxname that we work on */
	char version[NAME_LEN];
	int pid;			/* current worker */
	int64_t start_s;		/* Start_time_sec: with pid, who it is; 0 over
					 * HTTP, where only uptime_s is told */
	int64_t uptime_s;
	unsigned curr_conns;
	unsigned leaving;		/* old workers still there */
	enum tri admin;			/* does our socket have level admin */
	enum tri master;		/* could old workers be asked */
	enum tri reload_failed;		/* the last one, as the master says */
	enum tri soft_stop;		/* disable-on-404 in its file (GR-16) */
	enum tri cuts_on_down;		/* on-marked-down shutdown-sessions in it */
	unsigned reloads;		/* worker changes seen in this session */
	unsigned backend_queue;		/* qcur of the BACKEND row */
	int64_t errors;			/* hrsp_5xx of the BACKEND row: HAProxy's own
					 * 503 counts too; -1: it does not say */
	struct pace errors_pace;	/* of this worker; facts keeps it */
	enum tri file_has_all;		/* each server of the backend that runs in
					 * HAProxy (not MAINT) stands in the file */
	int64_t saved_ms;		/* boot clock of the last SAVE_LB; 0 never */
	int64_t seen_ms;		/* of the newest whole poll; 0 never */
	unsigned missed;		/* polls without a whole answer since then */
	char trouble[TEXT_LEN];		/* why the last poll failed; empty: fine */
};

const char *lb_state_name(enum lb_state state);	/* "NOLB"; "?" */
/* HAProxy's status and check words → state (facts/haproxy.md 3): compares the
 * first word; UP with check INI, or "no check", is UNPROVEN. */
enum lb_state lb_state_of(const char *status, const char *check);
/* Serving visitors that come by balancing: UP, weight > 0, not backup, checked. */
bool lb_row_serves(const struct lb_row *row);
/* Does it get new visitors, checked or not? */
bool lb_row_takes_new(const struct lb_row *row);

#endif
