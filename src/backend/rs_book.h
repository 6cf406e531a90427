/*
 * What RightScale's account holds of our deployment: who is who, with the hrefs that
 * calls need, made of whole answers.  Pure.
 *
 * Application servers are those whose next instance is built of a revision of the
 * configured server template; balancers and database stand in the same deployment.
 */
#ifndef BACKEND_RS_BOOK_H
#define BACKEND_RS_BOOK_H

#include <stdbool.h>
#include <stddef.h>

#include <cjson/cJSON.h>

#include "base/err.h"
#include "model/config.h"
#include "model/facts.h"

#define RS_HREF NAME_LEN

/* Tags that are ours.  On the deployment: names that are reserved, and what stood
 * there before a clone was asked for.  On a server: its mark, and which instance of
 * it was ended by us. */
#define RS_TAG_RESERVED "cutover:new="		/* + NAME */
#define RS_TAG_BEFORE "cutover:before="		/* + NAME:HREF,HREF… */
#define RS_TAG_NEW "cutover:mark=new"
#define RS_TAG_WITHDRAWN "cutover:mark=withdrawn"
#define RS_TAG_ENDED "cutover:ended="		/* + the instance's href */
/* A pool that no balancer has: a clone with it attaches nowhere at its boot. */
#define RS_ISOLATED "text:cutover-isolated"

struct rs_tags {
	char **list;
	size_t n;
	bool told;			/* by a whole answer */
};
bool rs_tags_has(const struct rs_tags *tags, const char *tag);
/* What follows this prefix in the first tag that has it; or NULL. */
const char *rs_tags_get(const struct rs_tags *tags, const char *prefix);

/* Has an instance told what balancers want to know of it? */
bool rs_tags_ready(const struct rs_tags *tags);

struct rs_server {
	char name[NAME_LEN];		/* in our alphabet */
	char nick[TEXT_LEN];		/* as RightScale has it */
	char href[RS_HREF];		/* of the server; a member: of its instance */
	char next[RS_HREF], current[RS_HREF];	/* current may be empty */
	char template[RS_HREF];
	char state[64];			/* RightScale's words */
	char host[NAME_LEN];		/* its address, private or public */
	bool member;			/* of the array */
	enum tri locked;
	struct rs_tags tags;		/* of the server */
	struct rs_tags here;		/* of the current instance */
};

struct rs_template { char href[RS_HREF], label[NAME_LEN]; };

struct rs_book {
	char deployment[RS_HREF];
	bool account_wide;		/* tags are looked for in all deployments;
					 * unless it says that they are not */
	struct rs_tags tags;		/* of the deployment */
	struct rs_server *servers;
	size_t n, cap;
	/* Balancers, databases and what else runs in the deployment. */
	struct rs_server *others;
	size_t n_others, cap_others;
	struct rs_template *templates;	/* revisions of ours, "rev42" */
	size_t n_templates, cap_templates;
	struct {
		char href[RS_HREF], next[RS_HREF], template[RS_HREF];
		char name[NAME_LEN];
		bool enabled;
		unsigned min, max, running;
	} array;			/* href empty: there is none */
	struct input *inputs;
	size_t n_inputs, cap_inputs;
};

void rs_book_done(struct rs_book *book);

/* Each takes one answer; -1 with ERR_PARSE, or ERR_FAILED when what it says cannot
 * be worked with (no such deployment, two of one name). */
int rs_book_deployment(struct rs_book *book, const cJSON *list,
    const char *name, struct err *err);
int rs_book_templates(struct rs_book *book, const cJSON *list,
    const char *name, struct err *err);
int rs_book_servers(struct rs_book *book, const cJSON *list,
    const struct config *config, struct err *err);
int rs_book_array(struct rs_book *book, const cJSON *list, const char *name,
    struct err *err);
int rs_book_members(struct rs_book *book, const cJSON *list,
    const struct config *config, struct err *err);
int rs_book_tags(struct rs_book *book, const cJSON *list, struct err *err);
/* Were the tags of all that runs told? */
int rs_book_tags_whole(const struct rs_book *book, struct err *err);
int rs_book_inputs(struct rs_book *book, const cJSON *list,
    enum input_scope scope, struct err *err);

void rs_book_sightings(const struct rs_book *book, const struct config *config,
    struct sightings *batch);

const struct rs_server *rs_book_server(const struct rs_book *book,
    const char *name);
/* Who runs there, is no application server, and has this name and tag; NULL. */
const struct rs_server *rs_book_other(const struct rs_book *book,
    const char *name, const char *tag);
/* The server that its tags call the database's master; of several the one that
 * became it last.  NULL with why. */
const struct rs_server *rs_book_master(const struct rs_book *book, char *why,
    size_t size);
/* The href of a revision, "rev42"; NULL. */
const char *rs_book_template(const struct rs_book *book, const char *label);
/* "stranded in booting" and the rest. */
enum cloud_state rs_state_of(const char *words);
/* Can it be put into a path as it is? */
bool rs_is_href(const char *href);
/* The href of the link with this rel; NULL: none, or it is no href. */
const char *rs_link(const cJSON *resource, const char *rel);

/* The value of one input in a list of them; NULL. */
const char *rs_input(const cJSON *list, const char *name);

/* Values: RightScale's 2.0 notation, and ours: "text:r42" is r42, "blank" is empty,
 * "cred:KEY" stays.  A text that looks like notation keeps its "text:". */
bool rs_value_read(const char *value, char *dst, size_t size, bool *set);
void rs_value_write(const char *value, struct buf *dst);

#endif
