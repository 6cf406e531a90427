/* Which HAProxies cutover was tried with. */

#include "config.h"

#include "backend/haproxy_tried.h"

#include "backend/haproxy_stat.h"

/* Of each of them tests/unit/haproxy has the answers. */
const char hap_tried_words[] = "2.6.12, 3.0.11 and 3.2.26";
static const unsigned oldest[] = { 2, 6 }, newest[] = { 3, 2 };

static int
compare(unsigned major, unsigned minor, const unsigned *branch)
{
	if (major != branch[0])
		return major < branch[0] ? -1 : 1;
	return (minor > branch[1]) - (minor < branch[1]);
}

enum hap_tried
hap_tried(const char *version)
{
	unsigned major, minor;

	if (!hap_version(version, &major, &minor))
		return HAP_UNTOLD;
	if (compare(major, minor, oldest) < 0)
		return HAP_OLDER;
	return compare(major, minor, newest) > 0 ? HAP_NEWER : HAP_TRIED;
}
