/* Two clocks: one that only goes forward, one for people. */

#include "base/clock.h"

#include <time.h>

#include "base/str.h"

/* Linux has a clock that counts the machine's sleep; elsewhere this does. */
#ifdef CLOCK_BOOTTIME
#define BOOT_CLOCK CLOCK_BOOTTIME
#else
#define BOOT_CLOCK CLOCK_MONOTONIC
#endif

static int64_t
read_ms(clockid_t id)
{
	struct timespec ts = { 0 };

	(void)clock_gettime(id, &ts);	/* fails for an unknown id only */
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

int64_t
clock_boot_ms(void)
{
	return read_ms(BOOT_CLOCK);
}

int64_t
clock_wall_ms(void)
{
	return read_ms(CLOCK_REALTIME);
}

static struct tm
utc(int64_t wall_ms)
{
	/* Rounded down, also before 1970. */
	time_t seconds = (time_t)(wall_ms / 1000 - (wall_ms % 1000 < 0));
	struct tm tm = { 0 };

	(void)gmtime_r(&seconds, &tm);	/* fails after the year 2^31 only */
	return tm;
}

const char *
clock_iso(int64_t wall_ms, char *dst, size_t size)
{
	struct tm tm = utc(wall_ms);

	(void)str_fmt(dst, size, "%04d-%02d-%02dT%02d:%02d:%02dZ",
	    tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour,
	    tm.tm_min, tm.tm_sec);
	return dst;
}

const char *
clock_hms(int64_t wall_ms, char *dst, size_t size)
{
	struct tm tm = utc(wall_ms);

	(void)str_fmt(dst, size, "%02d:%02d:%02d", tm.tm_hour, tm.tm_min,
	    tm.tm_sec);
	return dst;
}

const char *
clock_span(int64_t ms, char *dst, size_t size)
{
	long long s = ms < 0 ? 0 : ms / 1000;

	if (s < 60)
		(void)str_fmt(dst, size, "%lld s", s);
	else if (s < 3600)
		(void)str_fmt(dst, size, "%lld m %02lld s", s / 60, s % 60);
	else
		(void)str_fmt(dst, size, "%lld h %02lld m", s / 3600,
		    s / 60 % 60);
	return dst;
}
