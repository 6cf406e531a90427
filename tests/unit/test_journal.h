/* What the journal's tests share: a folder of their own, and raw SQL beside. */
#ifndef TEST_JOURNAL_H
#define TEST_JOURNAL_H

#include <criterion/criterion.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

#include "engine/journal.h"

/* Made by bench_init, removed by bench_fini; each test is its own process. */
struct bench {
	char base[64];
	char run[96];			/* base/run */
	char db[112];			/* base/run/journal.db */
};
extern struct bench bench;
void bench_init(void);
void bench_fini(void);

struct journal *bench_create(void);
struct journal *bench_open(void);
void bench_add(struct journal *journal, enum record_type type,
    const char *verdict, const char *server, const char *text);
void bench_mark(struct journal *journal, const char *name, const char *id,
    const char *addr, const char *mark);
int64_t bench_action(struct journal *journal, enum action_kind kind,
    const char *server, const char *arg);
/* ERR_NONE, or why not. */
enum err_code bench_intent(struct journal *journal, int64_t id, int attempt);
enum err_code bench_outcome(struct journal *journal, enum record_type type,
    int64_t id, int attempt, const char *verdict);
int64_t bench_count(struct journal *journal);

/* A connection that knows no rules but those in the file; NULL or SQLite's
 * words, which the next call overwrites. */
sqlite3 *raw_open(const char *path);
const char *raw_exec(sqlite3 *db, const char *sql);

#endif
