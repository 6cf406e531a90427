/*
 * One error value: a code for programs, a sentence for the operator.
 *
 * A function that can fail returns 0, or -1 with *err filled.  The one who
 * fails writes the sentence, in the operator's words; callers add where it
 * happened with err_prefix().  The caller owns the struct.  A NULL err is
 * allowed everywhere and drops the sentence.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

enum err_code {
	ERR_NONE,
	ERR_FAILED,		/* tried, and it did not work */
	ERR_USAGE,		/* the operator's command line or script */
	ERR_CONFIG,		/* the configuration file */
	ERR_IO,			/* the system refused: file, socket, process */
	ERR_TIMEOUT,		/* no answer in time: the outcome is unknown */
	ERR_REFUSED,		/* the other side said no, for certain */
	ERR_PARSE,		/* an answer that cannot be understood */
	ERR_GUARD,		/* a guard rule said no */
	ERR_NOT_YET,		/* a guard rule said: not now, ask again */
	ERR_STOPPED,		/* stopped on request; can be resumed */
};

struct err {
	enum err_code code;
	char text[640];
};

/* All three return -1, so that "return err_set(...)" reads well. */
int err_set(struct err *err, enum err_code code, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
/* As err_set with ERR_IO, and ": " and the words for errno at the end. */
int err_sys(struct err *err, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* Put "where: " in front of the sentence. */
int err_prefix(struct err *err, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
void err_clear(struct err *err);

#endif
