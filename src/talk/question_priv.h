/* Private to the questions. */
#ifndef TALK_QUESTION_PRIV_H
#define TALK_QUESTION_PRIV_H

#include "talk/question.h"

void question_begin(struct question *question, const char *title,
    const char *yes, const char *no);

#endif
