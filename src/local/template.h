/*
 * A template is a directory that is rendered into a server, with a template.json:
 *
 *	{ "command": ["./start"],		argv, run in the server's directory
 *	  "ready": "/up",			polled on its address until 200
 *	  "boot_timeout_ms": 10000,
	  "base": "r40",			a template whose files come first
 *	  "needs": ["DB"],			inputs without which it cannot boot
 *	  "array_boot": ["./attach", "add"],	members of the array: end of boot
 *	  "array_gone": ["./attach", "gone"] }	and when the array gives one up
 *
 * All but the command may be left out.  In texts @NAME@ @ADDR@ @HOST@ @PORT@
 * @ROOT@ @USER@ @GROUP@ and @input:KEY@ are filled in.  The programs also get
 * each input as INPUT_KEY in their environment, where no quoting can go wrong.
 * What was filled in is kept as server.json in the server's directory: a running
 * server keeps the inputs of its launch.
 */
#ifndef LOCAL_TEMPLATE_H
#define LOCAL_TEMPLATE_H

#include <stddef.h>

#include "base/err.h"
#include "local/cloud.h"

/* A NULL-terminated list of texts that it owns. */
struct words {
	char **list;
	size_t n, cap;
};

struct recipe {
	struct words command, array_boot, array_gone, needs;
	struct words env;		/* "INPUT_KEY=value" */
	char ready[NAME_LEN], base[NAME_LEN];
	int boot_timeout_ms;
};

/* Is there such a template, and does it make sense? */
int template_check(const struct cloud *cloud, const char *template,
    struct err *err);
/* Are all inputs set that a launch would need? */
int template_has_inputs(const struct cloud *cloud, const char *template,
    bool in_array, struct err *err);
/* Make the server's directory anew and say how to run it. */
int template_render(const struct machine *m, struct recipe *recipe,
    struct err *err);
/* How a server that was rendered before is run. */
int template_again(const struct machine *m, struct recipe *recipe,
    struct err *err);
void recipe_done(struct recipe *recipe);

#endif
