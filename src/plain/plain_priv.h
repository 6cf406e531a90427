/* Private to plain/: what the window of lines is made of. */
#ifndef PLAIN_PLAIN_PRIV_H
#define PLAIN_PLAIN_PRIV_H

#include "plain/intake.h"
#include "plain/plain.h"
#include "talk/look.h"
#include "talk/question.h"

struct loop_fd;
struct loop_timer;

/* What is asked now.  Of NONE only words are understood. */
enum prompt { PROMPT_NONE, PROMPT_PICK, PROMPT_PLAN, PROMPT_JUDGE, PROMPT_MENU,
	PROMPT_FIELD, PROMPT_LEAVE, PROMPT_COUNT };

#define SAY_MS 30000			/* figures are said this often */
#define PLAIN_ROWS 64			/* numbers that can be chosen */

struct plain {
	struct loop *loop;
	struct run *run;
	struct loop_fd *lfd;
	struct loop_timer *tick, *soon;
	struct intake intake;
	bool ascii;
	bool open_line;			/* the mark of the prompt stands there */
	bool leaving;
	unsigned refused;		/* before the newest answer */

	/* Where we are. */
	enum prompt prompt;
	int step_said;			/* whose head was said */
	bool menu;			/* choices are shown, nothing goes on by itself */
	bool stay;			/* also where a step is over */
	bool findings;			/* say what the checks found, once */
	unsigned serial;		/* of the plan that is asked about */
	char rows[PLAIN_ROWS][NAME_LEN];	/* servers by number */
	int choices[PLAIN_ROWS];		/* menu.c's, by number */
	size_t n_rows;
	struct question question;	/* whose fields are being filled in */
	enum intent_kind about;
	char about_word[NAME_LEN];
	char filled[QUESTION_FIELDS][TEXT_LEN];
	size_t field;
	bool secret;			/* what is typed now is not shown */

	/* What was said last, so that it is said again only when it is news. */
	int64_t began_ms, action_ms, action_said_ms, verify_ms;
	enum cloud_state phase;
	long left;
	int64_t left_ms;
	int64_t errors, errors_ms;	/* of the new servers; -1: not known */
	char stuck[2 * NAME_LEN];
};

struct look plain_look(const struct plain *plain);
const struct view *plain_view(const struct plain *plain);

/* say.c: one line each; whatever comes is made harmless. */
void say(struct plain *plain, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* The time comes last. */
void say_timed(struct plain *plain, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
void say_lines(struct plain *plain, const struct lines *lines);
/* The mark behind which the answer is typed, unless it stands there. */
void say_mark(struct plain *plain);
/* No control, no broken or turning character: \xNN; newlines are blanks. */
const char *say_clean(char *dst, size_t size, const char *src, bool ascii);

/* speak.c: events, as they come */
void speak_event(struct plain *plain, const struct event *event);
/* figures.c, figures_drain.c: live numbers, once a second at most */
void figures_say(struct plain *plain);
void figures_say_drain(struct plain *plain);

/* hush.c */
void hush(bool on);
/* These bytes end in Ctrl-Z, which is no signal while nothing is shown. */
bool hush_is_stop(const char *bytes, size_t n);
void hush_stop(void);

/* moment.c: what comes next */
void moment_go_on(struct plain *plain);
/* One back: nothing is sent. */
void moment_back(struct plain *plain);
void moment_step_ended(struct plain *plain);
void moment_leave(struct plain *plain, int status);
int moment_submit(struct plain *plain, const struct intent *intent);
int moment_submit_kind(struct plain *plain, enum intent_kind kind,
    const char *word, const char *text);

/* pose.c, pose_pick.c, menu.c, field.c: questions; answer_: what was typed.  False:
 * it is no answer, and may be a word. */
void pose_plan(struct plain *plain);
void pose_judge(struct plain *plain);
void pose_leave(struct plain *plain);
bool answer_plan(struct plain *plain, const char *line);
bool answer_judge(struct plain *plain, const char *line);
bool answer_leave(struct plain *plain, const char *line);
void pose_pick(struct plain *plain);
bool answer_pick(struct plain *plain, const char *line);
void pose_menu(struct plain *plain);
bool answer_menu(struct plain *plain, const char *line);
/* Takes over the question. */
void pose_fields(struct plain *plain, struct question *question,
    enum intent_kind about, const char *word);
bool answer_field(struct plain *plain, const char *line);

/* words.c */
void words_do(struct plain *plain, const char *line);
void words_undo(struct plain *plain);
void words_help(struct plain *plain);

/* tell.c */
void tell_head(struct plain *plain);
void tell_steps(struct plain *plain);
void tell_log(struct plain *plain);
void tell_world(struct plain *plain);
void tell_report(struct plain *plain);
void tell_sessions(struct plain *plain, const char *server);
/* The first of those who are connected there. */
void tell_who(struct plain *plain, const char *lb, const char *server);
void tell_end(struct plain *plain);

#endif
