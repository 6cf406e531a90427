/* Templates: reading them, and rendering them into a server. */

#include "config.h"

#include "local/template.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/str.h"
#include "base/xmalloc.h"
#include "local/recipe.h"
#include "local/tree.h"

#define BASES_MAX 4

static int
template_dir(const struct cloud *cloud, const char *template, char *dst,
    struct err *err)
{
	if (!str_fmt(dst, CLOUD_PATH, "%s/%s", cloud->templates, template))
		return err_set(err, ERR_CONFIG, "%s: the path is too long",
		    cloud->templates);
	return 0;
}

static int
read_recipe(const struct cloud *cloud, const char *template,
    struct recipe *recipe, struct err *err)
{
	char dir[CLOUD_PATH], path[CLOUD_PATH];

	if (template_dir(cloud, template, dir, err) == -1)
		return -1;
	if (*template == '.' || !str_fmt(path, sizeof(path), "%s/template.json", dir) ||
	    access(path, R_OK) == -1)
		return err_set(err, ERR_REFUSED, "there is no template %s", template);
	if (recipe_read(path, recipe, err) == -1)
		return err_prefix(err, "template %s", template);
	return 0;
}

static int
too_many_bases(const char *template, struct err *err)
{
	return err_set(err, ERR_REFUSED, "template %s: too many bases, one under "
	    "the other", template);
}

int
template_check(const struct cloud *cloud, const char *template, struct err *err)
{
	char name[NAME_LEN];
	struct recipe recipe;

	(void)str_copy(name, sizeof(name), template);
	for (int bases = 0; name[0] != '\0'; bases++) {
		if (bases > BASES_MAX)
			return too_many_bases(template, err);
		if (read_recipe(cloud, name, &recipe, err) == -1)
			return -1;
		(void)str_copy(name, sizeof(name), recipe.base);
		recipe_done(&recipe);
	}
	return 0;
}

int
template_has_inputs(const struct cloud *cloud, const char *template,
    bool in_array, struct err *err)
{
	struct recipe recipe;
	int status = 0;

	if (read_recipe(cloud, template, &recipe, err) == -1)
		return -1;
	for (size_t i = 0; i < recipe.needs.n && status == 0; i++)
		if (cloud_effective(cloud, in_array, recipe.needs.list[i]) == NULL)
			status = err_set(err, ERR_REFUSED, "template %s needs the "
			    "input %s, which is not set", template,
			    recipe.needs.list[i]);
	recipe_done(&recipe);
	return status;
}

/* What this template changes is put over what its base has, and so on down. */
static int
render_tree(const struct machine *m, const char *template, int depth,
    const char *root, const struct render_pair *names,
    const struct render_pair *inputs, struct err *err)
{
	char dir[CLOUD_PATH];
	struct recipe recipe;
	int status = 0;

	if (depth > BASES_MAX)
		return too_many_bases(template, err);
	if (template_dir(m->cloud, template, dir, err) == -1 ||
	    read_recipe(m->cloud, template, &recipe, err) == -1)
		return -1;
	if (recipe.base[0] != '\0')
		status = render_tree(m, recipe.base, depth + 1, root, names, inputs,
		    err);
	recipe_done(&recipe);
	return status == -1 ? -1 : tree_render(dir, root, names, inputs, err);
}

/* The pairs that this server sees; the list is the caller's to free. */
static struct render_pair *
effective_pairs(const struct machine *m)
{
	const struct cloud *cloud = m->cloud;
	struct render_pair *pairs = xcalloc(cloud->n_inputs + 1, sizeof(*pairs));
	size_t n = 0;

	for (size_t i = 0; i < cloud->n_inputs; i++) {
		const struct input *input = &cloud->inputs[i];
		if (cloud_effective(cloud, m->in_array, input->key) == input)
			pairs[n++] = (struct render_pair){ input->key, input->value };
	}
	return pairs;
}

static int
render_all(const struct machine *m, const char *root,
    const struct render_pair *names, struct recipe *recipe, struct err *err)
{
	struct render_pair *inputs = effective_pairs(m);
	int status = file_remove_tree(root, err);

	if (status == 0)
		status = render_tree(m, m->template, 0, root, names, inputs, err);
	if (status == 0)
		status = recipe_fill(recipe, names, inputs, err);
	free(inputs);
	return status;
}

static int
render_with(const struct machine *m, struct recipe *recipe, struct err *err)
{
	char root[CLOUD_PATH], path[CLOUD_PATH], host[NAME_LEN], *port;
	char user[NAME_LEN], group[NAME_LEN];

	(void)str_copy(host, sizeof(host), m->addr);
	port = strrchr(host, ':');
	*port++ = '\0';			/* define_head() saw that there is one */
	tree_user(user, sizeof(user), group, sizeof(group));
	if (cloud_root(m->cloud, m->name, root, sizeof(root), err) == -1)
		return -1;
	if (!str_fmt(path, sizeof(path), "%s/server.json", root))
		return err_set(err, ERR_CONFIG, "%s: the path is too long", root);
	const struct render_pair names[] = {
		{ "NAME", m->name }, { "ADDR", m->addr }, { "HOST", host },
		{ "PORT", port }, { "ROOT", root }, { "USER", user },
		{ "GROUP", group }, { NULL, NULL },
	};
	if (render_all(m, root, names, recipe, err) == -1)
		return -1;
	return recipe_write(path, recipe, err);
}

int
template_render(const struct machine *m, struct recipe *recipe, struct err *err)
{
	if (read_recipe(m->cloud, m->template, recipe, err) == -1)
		return -1;
	if (render_with(m, recipe, err) == 0)
		return 0;
	recipe_done(recipe);
	return err_prefix(err, "template %s", m->template);
}

int
template_again(const struct machine *m, struct recipe *recipe, struct err *err)
{
	char root[CLOUD_PATH], path[CLOUD_PATH];

	if (cloud_root(m->cloud, m->name, root, sizeof(root), err) == -1)
		return -1;
	if (!str_fmt(path, sizeof(path), "%s/server.json", root))
		return err_set(err, ERR_CONFIG, "%s: the path is too long", root);
	return recipe_read(path, recipe, err);
}
