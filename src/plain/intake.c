/* Lines from a person, or from whoever writes into the pipe. */

#include "plain/intake.h"

#include <poll.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

/* Bytes of the character that starts here, 0 when it is not one: no overlong
 * form, no surrogate, nothing beyond Unicode. */
static size_t
character(const unsigned char *p)
{
	size_t n = p[0] < 0x80 ? 1 : p[0] >= 0xc2 && p[0] < 0xe0 ? 2 :
	    (p[0] & 0xf0) == 0xe0 ? 3 : p[0] >= 0xf0 && p[0] < 0xf5 ? 4 : 0;

	for (size_t i = 1; i < n; i++)
		if ((p[i] & 0xc0) != 0x80)
			return 0;
	if ((p[0] == 0xe0 && p[1] < 0xa0) || (p[0] == 0xed && p[1] > 0x9f) ||
	    (p[0] == 0xf0 && p[1] < 0x90) || (p[0] == 0xf4 && p[1] > 0x8f))
		return 0;
	return n;
}

/* C0, DEL, and C1 as UTF-8 writes it. */
static bool
is_control(const unsigned char *p)
{
	return p[0] < 0x20 || p[0] == 0x7f || (p[0] == 0xc2 && p[1] < 0xa0);
}

static const char *
fault_of(const struct intake *intake)
{
	const unsigned char *p = (const unsigned char *)intake->line;
	size_t n;

	if (intake->too_long)
		return "The line is longer than 500 bytes. Nothing of it was taken.";
	for (size_t i = 0; i < intake->n; i += n) {
		n = character(p + i);
		if (n == 0)
			return "The line holds bytes that are not UTF-8. Nothing of "
			    "it was taken.";
		if (is_control(p + i) && p[i] != '\t')
			return "The line holds a control character. Nothing of it "
			    "was taken.";
	}
	return NULL;
}

static void
end_line(struct intake *intake, intake_line_fn *fn, void *arg)
{
	if (intake->n > 0 && intake->line[intake->n - 1] == '\r' && !intake->too_long)
		intake->n--;
	intake->line[intake->n] = '\0';

	const char *fault = fault_of(intake);
	char line[INTAKE_MOST + 1];

	memcpy(line, intake->line, sizeof(line));
	intake->n = 0;
	intake->too_long = false;
	fn(fault == NULL ? line : "", fault, arg);
}

void
intake_feed(struct intake *intake, const char *bytes, size_t n, intake_line_fn *fn,
    void *arg)
{
	intake->drop = false;
	for (size_t i = 0; i < n && !intake->drop; i++) {
		if (bytes[i] == '\n')
			end_line(intake, fn, arg);
		else if (intake->n < INTAKE_MOST)
			intake->line[intake->n++] = bytes[i];
		else
			intake->too_long = true;
	}
}

static bool
waits(int fd)
{
	struct pollfd pfd = { .fd = fd, .events = POLLIN };

	return poll(&pfd, 1, 0) == 1 && (pfd.revents & POLLIN) != 0;
}

bool
intake_drop(struct intake *intake, int fd)
{
	char bytes[512];
	bool any = intake->n > 0 || intake->too_long;

	intake->n = 0;
	intake->too_long = false;
	intake->drop = true;
	if (fd >= 0 && isatty(fd)) {
		any = waits(fd) || any;
		(void)tcflush(fd, TCIFLUSH);
		return any;
	}
	/* An end, or a fault, is left for the next reading to find. */
	while (fd >= 0 && waits(fd) && read(fd, bytes, sizeof(bytes)) > 0)
		any = true;
	return any;
}
