/*
 * What a pane must offer.  A pane owns its scroll and its cursor, draws from a
 * const view, and answers keys with an intent or a command; it can do no harm.
 */
#ifndef UI_PANE_H
#define UI_PANE_H

#include "talk/look.h"
#include "ui/keys.h"
#include "ui/layout.h"
#include "ui/list.h"
#include "ui/paint.h"

enum reply {
	PANE_IGNORED, PANE_USED,
	PANE_BELL,			/* it cannot be: pane->say has why */
	PANE_SUBMIT,			/* intent is filled */
	PANE_COMMAND,			/* pane->command is to be done */
	PANE_SAYS,			/* pane->say is for the message line */
};

struct pane {
	const struct pane_ops *ops;
	struct rect area;
	bool focused;
	struct list list;
	int shift;			/* first balancer shown, first line shown */
	enum command command;
	char about[NAME_LEN];		/* what the command is about */
	char say[TEXT_LEN];
	void *own;			/* what ops alone know; freed by done() */
};

struct pane_ops {
	const char *name;
	unsigned where;			/* IN_…: the keys that it takes; 0: none */
	struct wish (*wish)(const struct pane *pane, const struct look *look,
	    int width);
	void (*draw)(struct pane *pane, const struct look *look, struct pen *pen);
	/* NULL: takes none. */
	enum reply (*key)(struct pane *pane, const struct look *look,
	    enum command command, struct intent *intent);
	void (*done)(struct pane *pane);	/* NULL: nothing to free */
};

extern const struct pane_ops pane_advice, pane_checks, pane_curve, pane_drain,
    pane_end, pane_events, pane_evidence, pane_first, pane_found, pane_inputs, pane_next, pane_output, pane_overview,
    pane_pick, pane_plan, pane_progress, pane_review, pane_servers, pane_settings, pane_side,
    pane_site, pane_tests, pane_traffic_curve, pane_unsettled, pane_watch,
    pane_who;

/* Moves the pane's list when the command is one that moves. */
enum reply pane_move(struct pane *pane, enum command command,
    const char *const *names, size_t n, int shown);
/* The pair that does not fall; false: none is stuck. */
bool pane_drain_stuck(const struct look *look, const char **server,
    const char **lb);
/* Findings, the worst first; when there is not room for all, the good ones
 * become one line.  From pen->y on; returns the lines used. */
int pane_findings(struct pen *pen, const struct checks *checks, int lines);
/* The same in one line, from pen->x on. */
void pane_findings_line(struct pen *pen, const struct checks *checks);

#endif
