/*
 * A balancer's configuration file as text: what it says of one backend, and the
 * file with one server line more or fewer.  Whatever is not that line stays as
 * it is, byte for byte.  Pure; haproxy_edit puts the result in place.
 */
#ifndef BACKEND_HAPROXY_FILE_H
#define BACKEND_HAPROXY_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/index.h"
#include "base/str.h"
#include "model/names.h"

/* One server, or the numbered servers of a server-template. */
struct hap_listed {
	char name[NAME_LEN];
	bool is_template;
	long from, to;			/* of a template */
};

struct hap_file {
	enum tri soft_stop;		/* disable-on-404 with option httpchk */
	enum tri cuts_on_down;		/* on-marked-down shutdown-sessions */
	struct hap_listed *servers;	/* those that are not `disabled` */
	size_t n, cap;
	struct index by_name;
	bool has_templates;
};

/* What the file says of this backend; -1 when it has no such backend.  With
 * conditional lines (".if") the answers are "unknown". */
int haproxy_file_read(struct hap_file *file, const char *text, size_t len,
    const char *backend, struct err *err);
bool haproxy_file_has(const struct hap_file *file, const char *server);
void haproxy_file_done(struct hap_file *file);

struct hap_change {
	const char *backend, *server, *addr;
	const char *options;		/* of a new line */
	bool remove;
};

/* out: the file as it is to be; equal to text when there is nothing to do.
 * Refused when the server is there with another address.
 *
 * A removed line stays as a comment, "# detached: NAME ADDR …", because its
 * options (weight, cookie, …) are known nowhere else: adding the same server
 * again brings back the very line. */
int haproxy_file_change(const char *text, size_t len,
    const struct hap_change *change, struct buf *out, struct err *err);

#endif
