/* One balancer.  Private to the lb_haproxy files. */
#ifndef BACKEND_LB_HAPROXY_H
#define BACKEND_LB_HAPROXY_H

#include "backend/haproxy_addr.h"
#include "backend/haproxy_ask.h"
#include "backend/haproxy_edit.h"
#include "backend/haproxy_web.h"
#include "backend/provider.h"

struct hap_poll;
struct hap_traffic;
struct hap_work;
struct hap_who;

struct haproxy {
	struct provider_ctx ctx;
	pid_t leaving[HAP_PROCS_MAX];	/* old workers, as of the last poll */
	size_t n_leaving;
	struct hap_poll *poll;		/* under way, or NULL */
	struct hap_work *work;
	struct hap_who *who;
	struct hap_traffic *traffic;
};

void hap_poll_start(struct haproxy *self, provider_saw_fn *saw, void *arg);
void hap_poll_cancel(struct haproxy *self);
void hap_who_start(struct haproxy *self, const char *server,
    backend_lines_fn *done, void *arg);
void hap_who_cancel(struct haproxy *self);
void hap_traffic_start(struct haproxy *self, backend_traffic_fn *done,
    void *arg);
void hap_traffic_cancel(struct haproxy *self);
void hap_work_start(struct haproxy *self, const struct action *action,
    provider_done_fn *done, void *arg);
void hap_work_cancel(struct haproxy *self);

/* The action in hand: commands and looks, one after the other.  Every step ends
 * with the start of the next, or with hap_finish(). */
typedef void hap_next_fn(struct hap_work *work);

struct hap_work {
	struct haproxy *self;
	struct action action;
	struct hap_addr addr;		/* from its arg */
	char addr_text[NAME_LEN];

	struct hap_ask *ask;
	struct hap_web *web;
	struct hap_look *look;
	struct hap_edit *edit;
	struct loop_timer *timer;
	hap_next_fn *next;
	int64_t deadline_ms;		/* of the wait in hand */

	/* As of the last look. */
	bool listed;
	struct hap_server server;
	char cookie[NAME_LEN];		/* the backend's; empty: none */
	unsigned major, minor;
	int pid;			/* of the worker that the first look saw */
	char reply[TEXT_LEN];		/* first line of the last answer */

	const char *put_back;		/* state to restore when it fails; NULL:
					 * nothing was touched */
	char why[TEXT_LEN];		/* it is put back: the reason */
	bool file_changed;		/* detach: the line is out already */
	struct sightings batch;
	provider_done_fn *done;
	void *arg;
};

void hap_save(struct hap_work *work);
void hap_attach(struct hap_work *work);
void hap_detach(struct hap_work *work);

/* Ends the action. */
void hap_finish(struct hap_work *work, enum outcome outcome, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
/* Ends it as failed; what was touched is first put back. */
void hap_fail(struct hap_work *work, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* Sends one command, on a connection of its own; then next, with reply[].  The
 * words after the verb are ours: backend and server, both checked names. */
void hap_tell(struct hap_work *work, hap_next_fn *next, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
/* Reads the state, then next. */
void hap_see(struct hap_work *work, hap_next_fn *next);
/* The same a little later; false when the time of this wait is over. */
bool hap_see_again(struct hap_work *work, hap_next_fn *next);
void hap_wait_begins(struct hap_work *work);
/* The line in the file; then next.  put false: only proves that it would do. */
void hap_change_file(struct hap_work *work, bool remove, bool put,
    hap_next_fn *next);

#endif
