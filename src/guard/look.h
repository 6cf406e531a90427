/* Small questions that several rules ask.  Private to this floor. */
#ifndef GUARD_LOOK_H
#define GUARD_LOOK_H

#include "guard/rules.h"

/* The three answers of a rule, each with its sentence. */
enum verdict rule_bad(char *why, size_t size, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
enum verdict rule_wait(char *why, size_t size, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
enum verdict rule_good(char *why, size_t size, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

bool look_takes_out(const struct hearing *hearing);
/* Drain, detach or terminate: what only an old server may suffer. */
bool look_ends_service(enum action_kind kind);
/* Does it take away something that visitors use?  Yes also when a balancer is
 * silent; no only when it is certain. */
bool look_in_traffic(const struct hearing *hearing);
bool look_is_recent(const struct facts *facts, int64_t seen_ms,
    int64_t max_age_ms);
/* The first configured balancer without a fresh whole answer, or NULL. */
const char *look_silent_lb(const struct hearing *hearing);
enum mark look_mark(const struct hearing *hearing, const struct server *sv);
/* Servers that serve on this balancer and that no action of the plan takes out;
 * of any mark, known to us or not. */
unsigned look_serving(const struct hearing *hearing, const char *lb);
/* Those that a worker which has just begun has not looked at yet. */
unsigned look_unchecked(const struct hearing *hearing, const char *lb);
/* The same as look_serving(), of one mark by the ledger. */
unsigned look_serving_of(const struct hearing *hearing, const char *lb,
    enum mark mark);
/* A balancer's current worker lists it, and not in MAINT. */
bool look_is_listed(const struct hearing *hearing, const struct server *sv);
/* UP on every configured balancer. */
bool look_is_up(const struct hearing *hearing, const struct server *sv);
/* Sessions and queue of the target now, on all balancers and workers. */
unsigned look_sessions(const struct hearing *hearing);
/* A row under another name that leads to this server's address, or NULL. */
const struct lb_row *look_alias(const struct hearing *hearing,
    const struct server *sv);

#endif
