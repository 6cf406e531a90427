/* Rendering a template's directory into a server's. */

#include "config.h"

#include "local/tree.h"

#include <dirent.h>
#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/str.h"

#define DEPTH_MAX 8
#define FILE_MAX (16 << 20)
#define PATH_LEN 1024

struct walk {
	const struct render_pair *names, *inputs;
	int depth;
};

static int walk_dir(const struct walk *walk, const char *from, const char *to,
    struct err *err);

static int
render_file(const struct walk *walk, const char *from, const char *to,
    mode_t mode, struct err *err)
{
	struct buf in = { 0 }, out = { 0 };
	int status = file_read(from, FILE_MAX, &in, err);

	if (status == 0 && memchr(in.data, '\0', in.len) != NULL)
		buf_add(&out, in.data, in.len);
	else if (status == 0)
		status = render_text(in.data, in.len, walk->names, walk->inputs,
		    &out, err);
	/* Installing a tree of data takes the execute bits away. */
	bool program = (mode & 0111) != 0 || (in.len > 2 &&
	    memcmp(in.data, "#!", 2) == 0);
	if (status == -1)
		err_prefix(err, "%s", from);
	else
		status = file_write(to, out.data, out.len, program ? 0755 : 0644,
		    err);
	buf_done(&in);
	buf_done(&out);
	return status;
}

static int
render_entry(const struct walk *walk, const char *from, const char *to,
    struct err *err)
{
	struct stat st;

	if (lstat(from, &st) == -1)
		return err_sys(err, "%s", from);
	if (S_ISDIR(st.st_mode))
		return walk_dir(walk, from, to, err);
	if (S_ISREG(st.st_mode))
		return render_file(walk, from, to, st.st_mode, err);
	return err_set(err, ERR_IO, "%s: neither a file nor a directory", from);
}

static bool
left_out(const struct walk *walk, const char *name)
{
	return strcmp(name, ".") == 0 || strcmp(name, "..") == 0 ||
	    (walk->depth == 1 && strcmp(name, "template.json") == 0);
}

static int
walk_entries(const struct walk *walk, DIR *dir, const char *from, const char *to,
    struct err *err)
{
	for (struct dirent *entry; (entry = readdir(dir)) != NULL;) {
		char source[PATH_LEN], target[PATH_LEN];
		if (left_out(walk, entry->d_name))
			continue;
		if (!str_fmt(source, sizeof(source), "%s/%s", from, entry->d_name) ||
		    !str_fmt(target, sizeof(target), "%s/%s", to, entry->d_name))
			return err_set(err, ERR_IO, "%s: a path is too long", from);
		if (render_entry(walk, source, target, err) == -1)
			return -1;
	}
	return 0;
}

static int
walk_dir(const struct walk *walk, const char *from, const char *to,
    struct err *err)
{
	struct walk below = *walk;

	if (++below.depth > DEPTH_MAX)
		return err_set(err, ERR_IO, "%s: nested too deeply", from);
	if (mkdir(to, 0755) == -1 && errno != EEXIST)
		return err_sys(err, "%s", to);
	DIR *dir = opendir(from);
	if (dir == NULL)
		return err_sys(err, "%s", from);
	int status = walk_entries(&below, dir, from, to, err);
	(void)closedir(dir);
	return status;
}

int
tree_render(const char *from, const char *to, const struct render_pair *names,
    const struct render_pair *inputs, struct err *err)
{
	const struct walk walk = { .names = names, .inputs = inputs };

	return walk_dir(&walk, from, to, err);
}

void
tree_user(char *user, size_t user_size, char *group, size_t group_size)
{
	const struct passwd *pw = getpwuid(geteuid());
	const struct group *gr = getgrgid(getegid());

	if (pw == NULL || !str_copy(user, user_size, pw->pw_name))
		(void)str_fmt(user, user_size, "#%lu", (unsigned long)geteuid());
	if (gr == NULL || !str_copy(group, group_size, gr->gr_name))
		(void)str_fmt(group, group_size, "#%lu", (unsigned long)getegid());
}
