/* What a journal's records come to, before it is written in one of three forms. */
#ifndef ENGINE_REPORT_STORY_H
#define ENGINE_REPORT_STORY_H

#include "base/str.h"
#include "engine/tally.h"

struct story_step {
	char state[32];
	char reason[TEXT_LEN];
	int64_t began_ms, ended_ms;
	unsigned done, failed, tries;
};

struct remark {
	int step;
	int64_t wall_ms;
	char text[2 * TEXT_LEN];
};

struct remarks {
	struct remark *list;
	size_t n, cap;
};

struct story {
	char about[TEXT_LEN], config[TEXT_LEN], driver[NAME_LEN], head[65];
	struct story_step steps[STEP_COUNT + 1];
	struct remarks done, refused, undone, other;
	int64_t began_ms, last_ms, records;
	bool ended;
	struct tally tally;
};

/* A journal_fn; arg: the story. */
bool story_record(const struct record *record, void *arg);
void story_done(struct story *story);
const char *story_state_word(const struct story_step *step);

/* report_json.c */
void report_write_json(struct buf *out, const struct story *story,
    const struct account *account, const char *run_id);

#endif
