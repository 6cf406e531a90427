/* Starting a process: which file, with which environment, and nothing else
 * that is ours: no descriptors, no signal mask, no ignored signals. */

#include "config.h"

#include "base/child_spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/str.h"
#include "base/xmalloc.h"

#define FIXED_PATH \
	"/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

static const char *const allowed_env[] = { "PATH", "HOME", "LANG", "LC_ALL",
    "TZ", "TERM", "USER", "LOGNAME", NULL };

struct list {
	char **items;
	size_t count, cap;
};

static bool
is_program(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISREG(st.st_mode) &&
	    access(path, X_OK) == 0;
}

/* posix_spawnp() would believe the PATH that somebody gave us. */
int
child_find(const char *name, char *path, size_t size, struct err *err)
{
	const char *dir = FIXED_PATH;

	if (strchr(name, '/') != NULL)
		return str_copy(path, size, name) ? 0 :
		    err_set(err, ERR_IO, "%.80s…: path too long", name);
	while (*name != '\0' && *dir != '\0') {
		int len = (int)strcspn(dir, ":");

		if (str_fmt(path, size, "%.*s/%s", len, dir, name) &&
		    is_program(path))
			return 0;
		dir += len + (dir[len] == ':');
	}
	return err_set(err, ERR_IO, "%s: no such program in %s", name,
	    FIXED_PATH);
}

/* Takes the memory of entry ("NAME=VALUE"), which replaces one of that name. */
static void
env_put(struct list *env, char *entry)
{
	size_t len = strcspn(entry, "=") + 1;

	for (size_t i = 0; i < env->count; i++) {
		if (strncmp(env->items[i], entry, len) == 0) {
			free(env->items[i]);
			env->items[i] = entry;
			return;
		}
	}
	x_grow(env->items, env->count, env->cap);
	env->items[env->count++] = entry;
}

static void
env_keep(struct list *env, const char *const *names)
{
	for (; names != NULL && *names != NULL; names++) {
		const char *value = getenv(*names);
		struct buf entry = { 0 };

		if (strchr(*names, '=') != NULL)
			buf_puts(&entry, *names);
		else if (value != NULL)
			buf_printf(&entry, "%s=%s", *names, value);
		else
			continue;
		env_put(env, buf_take(&entry));
	}
}

static char **
env_new(const struct child_spec *spec)
{
	struct list env = { 0 };

	env_put(&env, xstrdup("PATH=" FIXED_PATH));
	env_keep(&env, allowed_env);
	env_keep(&env, spec->keep_env);
	x_grow(env.items, env.count, env.cap);
	env.items[env.count] = NULL;
	return env.items;
}

/* There may be a secret in it. */
static void
env_free(char **env)
{
	for (char **entry = env; *entry != NULL; entry++) {
		explicit_bzero(*entry, strlen(*entry));
		free(*entry);
	}
	free(env);
}

/* argv is char *const *: exec does not write to it, but predates const. */
static char **
argv_new(const struct child_spec *spec)
{
	struct list argv = { 0 };

	for (const char *const *arg = spec->argv; *arg != NULL; arg++) {
		x_grow(argv.items, argv.count, argv.cap);
		argv.items[argv.count++] = xstrdup(*arg);
	}
	x_grow(argv.items, argv.count, argv.cap);
	argv.items[argv.count] = NULL;
	return argv.items;
}

static int
set_files(posix_spawn_file_actions_t *files, const struct child_spec *spec,
    const int fds[3])
{
	int rc = 0;

	for (int i = 0; rc == 0 && i < 3; i++)
		rc = posix_spawn_file_actions_adddup2(files, fds[i], i);
	/* Ours are close-on-exec; those that our own parent left open to us
	 * (a pipe it reads to the end, say) may not be. */
	if (rc == 0)
		rc = posix_spawn_file_actions_addclosefrom_np(files, 3);
	if (rc == 0 && spec->dir != NULL)
		rc = posix_spawn_file_actions_addchdir_np(files, spec->dir);
	return rc;
}

static int
set_attributes(posix_spawnattr_t *attr, const struct child_spec *spec)
{
	sigset_t none, all;
	/* A group of its own: an interrupt from the keyboard is for us, who
	 * finish the action under way. */
	int group = spec->detach ? POSIX_SPAWN_SETSID :
	    spec->guest ? 0 : POSIX_SPAWN_SETPGROUP;
	int flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | group;
	int rc = posix_spawnattr_setflags(attr, (short)flags);

	(void)sigemptyset(&none);
	(void)sigfillset(&all);
	if (rc == 0)
		rc = posix_spawnattr_setsigmask(attr, &none);
	if (rc == 0)
		rc = posix_spawnattr_setsigdefault(attr, &all);
	return rc;
}

/* Returns an error number, as posix_spawn() does. */
static int
spawn(pid_t *pid, const char *path, const struct child_spec *spec,
    const int fds[3])
{
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attr;
	char **argv = argv_new(spec), **env = env_new(spec);
	int rc = posix_spawn_file_actions_init(&files);

	if (rc == 0 && (rc = posix_spawnattr_init(&attr)) == 0) {
		rc = set_files(&files, spec, fds);
		if (rc == 0)
			rc = set_attributes(&attr, spec);
		if (rc == 0)
			rc = posix_spawn(pid, path, &files, &attr, argv, env);
		(void)posix_spawnattr_destroy(&attr);
	}
	(void)posix_spawn_file_actions_destroy(&files);
	env_free(argv);
	env_free(env);
	return rc;
}

static int
check_dir(const char *dir, struct err *err)
{
	if (dir == NULL || access(dir, X_OK) == 0)
		return 0;
	return err_sys(err, "directory %s", dir);
}

pid_t
child_spawn(const struct child_spec *spec, const int fds[3], struct err *err)
{
	char path[PATH_MAX];
	int high[3], rc = 0;
	pid_t pid = -1;

	child_reap();
	if (child_find(spec->argv[0], path, sizeof(path), err) == -1 ||
	    check_dir(spec->dir, err) == -1)
		return -1;
	/* Out of the way of 0, 1 and 2, should one of those have been closed
	 * when we were started. */
	for (int i = 0; i < 3; i++)
		if ((high[i] = fcntl(fds[i], F_DUPFD_CLOEXEC, 3)) == -1)
			rc = errno;
	if (rc == 0)
		rc = spawn(&pid, path, spec, high);
	for (int i = 0; i < 3; i++)
		if (high[i] != -1)
			(void)close(high[i]);
	errno = rc;
	return rc == 0 ? pid : err_sys(err, "start %s", path);
}
