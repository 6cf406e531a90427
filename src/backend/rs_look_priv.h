/* Private to looking around: what is kept while the questions are asked. */
#ifndef BACKEND_RS_LOOK_PRIV_H
#define BACKEND_RS_LOOK_PRIV_H

#include "backend/rs_look.h"
#include "backend/rs_round.h"

enum who { WHO_NEW, WHO_OLD, WHO_OTHER };

struct one {
	char name[NAME_LEN], current[RS_HREF], next[RS_HREF];
	enum who who;
};

struct rs_look {
	const struct config *config;
	char deployment[RS_HREF];
	int64_t since_s;
	struct one servers[RS_LOOK_SERVERS];
	size_t n, left;			/* left: not looked at */
	struct input *inputs;		/* as the book had them */
	size_t n_inputs;
	struct rs_looks looks;
	struct buf graph;		/* of the server in hand */
	struct rs_round *round;
	rs_look_fn *done;
	void *arg;
};

/* One thing that is odd; made harmless, for it holds what others have written. */
void rs_look_remark(struct rs_look *look, enum remark_about about,
    const char *fmt, ...) __attribute__((format(printf, 3, 4)));

/* rs_look_news.c: alerts, and scripts that failed. */
rs_ask_fn rs_look_ask_alerts, rs_look_ask_audits;
rs_take_fn rs_look_take_alerts, rs_look_take_audits;
/* rs_look_servers.c */
/* The new ones first, those that are to go, then the others; how many do not fit is
 * remarked. */
void rs_look_gather(struct rs_look *look, const struct rs_book *book);
/* Inputs of the new ones, Apache's graphs of those that go. */
rs_ask_fn rs_look_ask_inputs, rs_look_ask_graph;
rs_take_fn rs_look_take_inputs, rs_look_take_graph;

#endif
