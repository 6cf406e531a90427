/* "show info": who the worker is. */

#include "config.h"

#include <string.h>

#include "backend/haproxy_stat.h"
#include "base/str.h"

bool
hap_version(const char *version, unsigned *major, unsigned *minor)
{
	char text[NAME_LEN], *dot;
	int64_t a, b;

	if (!str_copy(text, sizeof(text), version) ||
	    (dot = strchr(text, '.')) == NULL)
		return false;
	*dot++ = '\0';
	dot[strspn(dot, "0123456789")] = '\0';
	if (!str_to_i64(text, 0, 999, &a) || !str_to_i64(dot, 0, 999, &b))
		return false;
	*major = (unsigned)a;
	*minor = (unsigned)b;
	return true;
}

/* "Key: value" of a block; false when it is not there. */
static bool
info_text(struct hap_text block, const char *key, char *dst, size_t size)
{
	struct hap_text line;

	while (hap_line(&block, &line))
		if (hap_past(&line, key) && hap_past(&line, ": "))
			return hap_copy(line, dst, size);
	return false;
}

static bool
info_number(struct hap_text block, const char *key, int64_t max, int64_t *value)
{
	char text[32];

	return info_text(block, key, text, sizeof(text)) &&
	    str_to_i64(text, 0, max, value);
}

int
hap_read_info(struct hap_worker *worker, struct hap_text block,
    struct err *err)
{
	int64_t pid, conns, stopping;
	char version[64];

	if (!info_text(block, "Version", version, sizeof(version)))
		return hap_strange(err, "show info", block);
	(void)str_safe(worker->version, sizeof(worker->version), version);
	if (!hap_version(version, &worker->major, &worker->minor))
		return err_set(err, ERR_REFUSED, "HAProxy's version \"%s\" "
		    "cannot be understood", worker->version);
	if (worker->major < 2 || (worker->major == 2 && worker->minor < 5))
		return err_set(err, ERR_REFUSED, "HAProxy %s is too old: it "
		    "must be 2.5 or newer", worker->version);
	if (!info_number(block, "Pid", INT32_MAX, &pid) || pid < 1 ||
	    !info_number(block, "Stopping", 1, &stopping) ||
	    !info_number(block, "CurrConns", INT32_MAX, &conns) ||
	    !info_number(block, "Start_time_sec", INT64_MAX, &worker->start_s) ||
	    !info_number(block, "Uptime_sec", INT64_MAX / 1000,
	    &worker->uptime_s))
		return hap_strange(err, "show info", block);
	worker->pid = (int)pid;
	worker->stopping = stopping != 0;
	worker->curr_conns = (unsigned)conns;
	return 0;
}
