/* Fuzzer of the configuration: read whole, or refused with a fault; never a crash,
 * and what was read is given back. */

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "model/config.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);
/* libconfig forgets a text when it meets a fault of syntax behind it. */
const char *__lsan_default_suppressions(void);

const char *
__lsan_default_suppressions(void)
{
	return "leak:libconfig.so\n";
}

static void
must_be_usable(struct config *config)
{
	if (config->deployment[0] == '\0' || config->n_lbs == 0 ||
	    config->policy.floor == 0)
		abort();
	for (size_t i = 0; i < config->n_lbs; i++)
		if (config_lb(config, config->lbs[i].name) != &config->lbs[i])
			abort();
	struct argv filled = argv_fill(&config->host.via, 'n', "app-1");
	if (filled.n != config->host.via.n)
		abort();
	argv_done(&filled);
	config_done(config);
}

int
LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	static int fd = -1;		/* one file for all; its text is replaced */
	char path[40];
	struct config config;
	struct buf faults = { 0 };
	struct err err = { 0 };

	if (fd == -1)
		fd = memfd_create("config", MFD_CLOEXEC);
	if (fd == -1 || ftruncate(fd, 0) == -1 ||
	    pwrite(fd, data, size, 0) != (ssize_t)size)
		abort();
	str_fmt(path, sizeof(path), "/proc/self/fd/%d", fd);
	if (config_load(path, &config, &faults, &err) == 0)
		must_be_usable(&config);
	else if (faults.len == 0 || err.code != ERR_CONFIG || config.lbs != NULL)
		abort();
	buf_done(&faults);
	return 0;
}
