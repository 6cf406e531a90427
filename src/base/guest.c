/* A program that has our terminal for a while. */

#include "config.h"

#include "base/guest.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/child_exit.h"
#include "base/child_spawn.h"
#include "base/xmalloc.h"

struct guest {
	struct child_exit exit;
	child_end_fn *left;
	void *arg;
};

static void
guest_free(struct guest *guest)
{
	child_exit_stop(&guest->exit);
	free(guest);
}

static void
on_left(const struct child_end *end, void *arg)
{
	struct guest *guest = arg;
	child_end_fn *left = guest->left;
	void *whose = guest->arg;

	guest_free(guest);
	left(end, whose);
}

/* Gone with its last reader. */
static FILE *
file_of(const struct buf *text, struct err *err)
{
	FILE *file = tmpfile();

	if (file != NULL && (fwrite(text->data, 1, text->len, file) != text->len ||
	    fflush(file) == EOF || fseek(file, 0, SEEK_SET) == -1)) {
		(void)fclose(file);
		file = NULL;
	}
	if (file == NULL)
		(void)err_sys(err, "a file for the text");
	return file;
}

struct guest *
guest_invite(struct loop *loop, const char *const *argv, const char *const *env,
    const struct buf *text, child_end_fn *left, void *arg, struct err *err)
{
	const struct child_spec spec = { .argv = argv, .keep_env = env,
	    .guest = true };
	FILE *file = file_of(text, err);
	pid_t pid = file == NULL ? -1 : child_spawn(&spec, (const int [3]){
	    fileno(file), STDOUT_FILENO, STDERR_FILENO }, err);

	if (file != NULL)
		(void)fclose(file);	/* only read from here on */
	if (pid == -1)
		return NULL;
	struct guest *guest = xcalloc(1, sizeof(*guest));
	guest->left = left;
	guest->arg = arg;
	guest->exit = (struct child_exit){ .loop = loop, .pid = pid,
		.ended = on_left, .arg = guest };
	child_exit_watch(&guest->exit);
	return guest;
}

void
guest_dismiss(struct guest *guest)
{
	if (guest == NULL)
		return;
	(void)kill(guest->exit.pid, SIGTERM);
	/* It may have been stopped, as we have been. */
	(void)kill(guest->exit.pid, SIGCONT);
	child_forget(guest->exit.pid);
	guest_free(guest);
}
