/*
 * Who keeps a drain waiting.  While a pair of server and balancer is stuck, the
 * balancer is asked who is connected, every ten seconds and one question at a
 * time; panes only read the newest answer.
 */
#ifndef UI_WHO_H
#define UI_WHO_H

#include "ui/pane.h"

#define WHO_LINES 8

struct who {
	char server[NAME_LEN], lb[NAME_LEN];	/* the pair that was asked about */
	char lines[WHO_LINES][TEXT_LEN];
	size_t n, more;				/* more: of them not kept */
	char trouble[TEXT_LEN];
	bool waits;
	int64_t asked_ms;			/* 0: never */
};

struct ui;
/* Asks when it is time; called before a picture is drawn. */
void who_keep(struct ui *ui);
/* The answer, when it is about this pair. */
const struct who *who_about(const struct who *who, const char *server,
    const char *lb);
/* They all have one address: dst gets it.  Pure. */
bool who_all_from(const struct who *who, const char *server, const char *lb,
    char *dst, size_t size);

#endif
