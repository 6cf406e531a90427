/*
 * What is asked, in the same words in every window: title, lines, what must be
 * typed, what yes and no are called.  How it is asked is the window's.
 */
#ifndef TALK_QUESTION_H
#define TALK_QUESTION_H

#include "engine/front.h"
#include "talk/lines.h"
#include "talk/look.h"

#define QUESTION_FIELDS 2

struct question {
	char title[TEXT_LEN];
	struct lines lines;
	struct {
		char label[TEXT_LEN];
		char text[TEXT_LEN];	/* as it stands before anybody types */
	} fields[QUESTION_FIELDS];
	size_t n_fields;
	char wanted[TEXT_LEN];		/* must be typed to say yes; empty: nothing */
	char yes[TEXT_LEN];		/* verb and object; empty: nothing is asked */
	char no[48];
	bool danger;			/* cannot be undone, or is typed */
	unsigned serial;		/* of the plan that it is about; 0: none */
};

void question_done(struct question *question);

/* The plan that is shown, or (asks for the operator's word) what was verified. */
void question_confirm(struct question *question, const struct look *look);
void question_judge(struct question *question, const struct look *look);
/* A refusal: asked, rule, evidence, nothing was sent, the honest way on. */
void question_guard(struct question *question, const struct view *view,
    const struct event *event);
/* While something is done or read back. */
void question_leave(struct question *question, const struct view *view);
void question_note(struct question *question);
void question_skip(struct question *question, const struct view *view);
/* Of the unsettled action: it took effect, or it did not. */
void question_resolve(struct question *question, const struct view *view,
    bool present);
/* Whether this setting is the value of a secret: what is typed is not shown. */
bool question_is_secret(const struct view *view, const char *key);
void question_setting(struct question *question, const struct view *view,
    const char *key);
/* INTENT_DISCARD or INTENT_WITHDRAW. */
void question_give_up(struct question *question, enum intent_kind kind);

#endif
