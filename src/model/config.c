/*
 * The configuration.  One table says where each key stands, what it is and what
 * it may be; whatever is not in the table is a fault.
 */

#include "model/config.h"

#include <libconfig.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/xmalloc.h"
#include "model/config_fault.h"
#include "model/config_table.h"

#define MAX_CONFIG (1 << 20)
#define MAX_WORDS 64

/* The key of an input stands in names of settings, too. */
#define MAX_INPUT_KEY 80

/* ---- values ---- */

static int
line_of(const config_setting_t *setting)
{
	int line = (int)config_setting_source_line(setting);

	return line > 0 ? line : 1;	/* the file as a whole has none */
}

int
config_line_at(const struct reading *reading, const char *key)
{
	char at[64];

	str_copy(at, sizeof(at), key);
	for (;;) {
		const config_setting_t *setting = config_lookup(reading->tree, at);
		char *dot = strrchr(at, '.');

		if (setting != NULL)
			return line_of(setting);
		if (dot == NULL)
			return 1;
		*dot = '\0';
	}
}

/* A line break would end a header, or a line of HAProxy's configuration. */
static bool
has_control(const char *text)
{
	for (; *text != '\0'; text++)
		if ((unsigned char)*text < ' ' || *text == 0x7f)
			return true;
	return false;
}

static void
read_text(struct reading *reading, const config_setting_t *setting,
    const struct config_key *key, void *field)
{
	const char *text = config_setting_get_string(setting);
	int line = line_of(setting);

	if (text == NULL)
		config_fault(reading, line, "%s must be a text in quotes",
		    key->name);
	else if (text[0] == '\0' && (key->flags & KEY_NEEDED) != 0)
		config_fault(reading, line, "%s is empty", key->name);
	else if ((key->flags & KEY_NAME) != 0 && text[0] != '\0' &&
	    !str_is_name(text))
		config_fault(reading, line, "%s: \"%s\" is not a name: use "
		    "letters, digits and _ . : -", key->name, text);
	else if (has_control(text))
		config_fault(reading, line, "%s holds a line break or another "
		    "control character", key->name);
	else if (!str_copy(field, key->size, text))
		config_fault(reading, line, "%s is longer than %zu bytes",
		    key->name, key->size - 1);
}

static void
read_number(struct reading *reading, const config_setting_t *setting,
    const struct config_key *key, void *field)
{
	int type = config_setting_type(setting);
	long long value = config_setting_get_int64(setting);

	if (type != CONFIG_TYPE_INT && type != CONFIG_TYPE_INT64) {
		config_fault(reading, line_of(setting), "%s must be a whole "
		    "number", key->name);
		return;
	}
	if (value < key->min || value > key->max) {
		config_fault(reading, line_of(setting), "%s is %lld; it must be "
		    "from %lld to %lld", key->name, value, key->min, key->max);
		return;
	}
	if (key->type == KEY_UNSIGNED)
		*(unsigned *)field = (unsigned)value;
	else
		*(int64_t *)field = value * key->factor;
}

static void
read_bool(struct reading *reading, const config_setting_t *setting,
    const struct config_key *key, void *field)
{
	if (config_setting_type(setting) != CONFIG_TYPE_BOOL)
		config_fault(reading, line_of(setting), "%s must be true or false",
		    key->name);
	else
		*(bool *)field = config_setting_get_bool(setting) != 0;
}

static void
read_words(struct reading *reading, const config_setting_t *setting,
    const struct config_key *key, void *field)
{
	struct argv *argv = field;
	int n = config_setting_length(setting);

	if (!config_setting_is_array(setting) && !config_setting_is_list(setting)) {
		config_fault(reading, line_of(setting), "%s must be a list of "
		    "words: [ \"command\", \"word\" ]", key->name);
		return;
	}
	if (n == 0)
		return;
	if (n > MAX_WORDS) {
		config_fault(reading, line_of(setting), "%s has more than %d words",
		    key->name, MAX_WORDS);
		return;
	}
	argv->words = xcalloc((size_t)n + 1, sizeof(*argv->words));
	for (int i = 0; i < n; i++) {
		const char *word = config_setting_get_string_elem(setting, i);

		if (word == NULL) {
			config_fault(reading, line_of(setting),
			    "%s: word %d is not a text in quotes", key->name, i + 1);
			word = "";
		}
		argv->words[argv->n++] = xstrdup(word);
	}
}

static void
read_input(struct reading *reading, const config_setting_t *setting,
    struct config *config)
{
	const char *value = config_setting_get_string(setting);
	const char *key = config_setting_name(setting);
	int line = line_of(setting);

	if (value == NULL) {
		config_fault(reading, line, "input %s must be a text in quotes",
		    key);
	} else if (value[strspn(value, " \t\r\n")] == '\0') {
		config_fault(reading, line, "input %s: a blank value is an error; "
		    "write \"!unset\" to take it away", key);
	} else if (!str_is_name(key) || strlen(key) > MAX_INPUT_KEY) {
		config_fault(reading, line, "input %s: a key has letters, digits "
		    "and _ -, at most %d of them", key, MAX_INPUT_KEY);
	} else if (strlen(value) >= TEXT_LEN) {
		config_fault(reading, line, "input %s is longer than %d bytes",
		    key, TEXT_LEN - 1);
	} else {
		config->inputs[config->n_inputs].key = xstrdup(key);
		config->inputs[config->n_inputs++].value = xstrdup(value);
	}
}

static void
read_inputs(struct reading *reading, const config_setting_t *setting,
    const struct config_key *key, struct config *config)
{
	int n = config_setting_length(setting);

	if (!config_setting_is_group(setting)) {
		config_fault(reading, line_of(setting), "%s must be a group: "
		    "{ KEY = \"value\"; }", key->name);
		return;
	}
	config->inputs = xcalloc((size_t)n + 1, sizeof(*config->inputs));
	for (int i = 0; i < n; i++)
		read_input(reading, config_setting_get_elem(setting, (unsigned)i),
		    config);
}

/* ---- groups ---- */

static void read_group(struct reading *reading, const config_setting_t *group,
    const struct config_key *keys, void *base);

static void
read_balancers(struct reading *reading, const config_setting_t *setting,
    struct config *config)
{
	int n = config_setting_length(setting);

	if (!config_setting_is_list(setting) || n == 0 || n > 64) {
		config_fault(reading, line_of(setting),
		    "balancers must be a list of 1 to 64 groups: ( { ... }, { ... } )");
		return;
	}
	config->lbs = xcalloc((size_t)n, sizeof(*config->lbs));
	config->n_lbs = (size_t)n;
	for (int i = 0; i < n; i++) {
		const config_setting_t *group = config_setting_get_elem(setting,
		    (unsigned)i);

		if (config_setting_is_group(group))
			read_group(reading, group, config_balancer_keys,
			    &config->lbs[i]);
		else
			config_fault(reading, line_of(group),
			    "a balancer must be a group: { ... }");
	}
}

static void
read_value(struct reading *reading, const config_setting_t *setting,
    const struct config_key *key, char *base)
{
	void *field = base + key->offset;

	switch (key->type) {
	case KEY_TEXT: read_text(reading, setting, key, field); break;
	case KEY_UNSIGNED:
	case KEY_INT64: read_number(reading, setting, key, field); break;
	case KEY_BOOL: read_bool(reading, setting, key, field); break;
	case KEY_WORDS: read_words(reading, setting, key, field); break;
	case KEY_GROUP:
		if (!config_setting_is_group(setting))
			config_fault(reading, line_of(setting),
			    "%s must be a group: { ... }", key->name);
		else
			read_group(reading, setting, key->keys, base);
		break;
	case KEY_INPUTS:
		read_inputs(reading, setting, key, (struct config *)(void *)base);
		break;
	case KEY_BALANCERS:
		read_balancers(reading, setting, (struct config *)(void *)base);
		break;
	}
}

static const struct config_key *
find_key(const struct config_key *keys, const char *name)
{
	for (const struct config_key *key = keys; key->name != NULL; key++)
		if (str_eq(key->name, name))
			return key;
	return NULL;
}

static void
fault_unknown(struct reading *reading, const config_setting_t *setting,
    const struct config_key *keys)
{
	const char *name = config_setting_name(setting);
	const char *near = config_near_key(keys, name);

	if (near != NULL)
		config_fault(reading, line_of(setting), "unknown key \"%s\"; did "
		    "you mean \"%s\"?", name, near);
	else
		config_fault(reading, line_of(setting), "unknown key \"%s\": take it "
		    "out, or see cutover.conf(5)", name);
}

static void
fault_missing(struct reading *reading, const config_setting_t *group,
    const char *key)
{
	const char *of = config_setting_name(group);

	config_fault(reading, line_of(group), "%s%s%s is missing",
	    of == NULL ? "" : of, of == NULL ? "" : ".", key);
}

static void
read_group(struct reading *reading, const config_setting_t *group,
    const struct config_key *keys, void *base)
{
	for (int i = 0; i < config_setting_length(group); i++) {
		const config_setting_t *setting = config_setting_get_elem(group,
		    (unsigned)i);
		const struct config_key *key = find_key(keys,
		    config_setting_name(setting));

		if (key == NULL)
			fault_unknown(reading, setting, keys);
		else
			read_value(reading, setting, key, base);
	}
	for (const struct config_key *key = keys; key->name != NULL; key++)
		if ((key->flags & KEY_NEEDED) != 0 &&
		    config_setting_get_member(group, key->name) == NULL)
			fault_missing(reading, group, key->name);
}

/* ---- the whole ---- */

static int
read_file(const char *path, struct buf *text, struct err *err)
{
	struct err why = { 0 };

	if (file_read(path, MAX_CONFIG, text, &why) == -1)
		return err_set(err, ERR_CONFIG, "%s", why.text);
	/* An empty file leaves the buffer without data. */
	buf_puts(text, "");
	if (memchr(text->data, '\0', text->len) != NULL)
		return err_set(err, ERR_CONFIG, "%s: holds a NUL byte", path);
	return 0;
}

static void
fault_syntax(struct reading *reading, const config_t *tree)
{
	static const struct { const char *theirs, *what_to_do; } texts[] = {
		{ "syntax error", " here or just before: look for a missing quote, "
		    "bracket or semicolon" },
		{ "duplicate setting name", ": this key is there twice, keep one" },
		{ "mismatched element type in array", ": its words are all texts "
		    "in quotes" },
	};
	const char *text = config_error_text(tree), *what_to_do = "";

	for (size_t i = 0; i < countof(texts); i++)
		if (str_eq(text, texts[i].theirs))
			what_to_do = texts[i].what_to_do;
	config_fault(reading, config_error_line(tree), "%s%s", text, what_to_do);
}

static void
read_tree(struct reading *reading, const char *text, struct config *config)
{
	config_t tree;

	config_init(&tree);
	if (config_read_string(&tree, text) == CONFIG_FALSE) {
		fault_syntax(reading, &tree);
	} else {
		reading->tree = &tree;
		read_group(reading, config_root_setting(&tree), config_keys, config);
		config_check_whole(reading, config);
	}
	config_destroy(&tree);
}

int
config_load(const char *path, struct config *config, struct buf *faults,
    struct err *err)
{
	struct reading reading = { path, faults, err, 0, NULL };
	struct buf text = { 0 };
	struct err unread = { 0 };

	memset(config, 0, sizeof(*config));
	if (read_file(path, &text, &unread) == -1) {
		buf_printf(faults, "%s\n", unread.text);
		buf_done(&text);
		return err_set(err, ERR_CONFIG, "%s", unread.text);
	}
	config_set_defaults(config);
	config_find_traps(&reading, text.data);
	/* libconfig never sees what it would misread. */
	if (reading.n_faults == 0)
		read_tree(&reading, text.data, config);
	buf_done(&text);
	str_copy(config->path, sizeof(config->path), path);
	if (reading.n_faults == 0)
		return 0;
	config_done(config);
	return -1;
}

const struct lb_config *
config_lb(const struct config *config, const char *name)
{
	for (size_t i = 0; i < config->n_lbs; i++)
		if (str_eq(config->lbs[i].name, name))
			return &config->lbs[i];
	return NULL;
}

void
config_done(struct config *config)
{
	struct argv *const lists[] = {
		&config->host.via, &config->probe.paths, &config->db.identify,
		&config->db.schema, &config->db.writes, &config->db.snapshot,
		&config->db.verify, &config->db.migrate, &config->db.applied,
		&config->db.migrations, &config->db.secret_command,
		&config->notify_command, &config->cloud.exec.command,
		&config->cloud.rs.secret_command,
	};

	for (size_t i = 0; i < countof(lists); i++)
		argv_done(lists[i]);
	for (size_t i = 0; i < VERB_COUNT; i++)
		argv_done(&config->cloud.exec.verbs[i]);
	for (size_t i = 0; i < config->n_lbs; i++) {
		argv_done(&config->lbs[i].check);
		argv_done(&config->lbs[i].statistics_secret_command);
	}
	for (size_t i = 0; i < config->n_inputs; i++) {
		free(config->inputs[i].key);
		free(config->inputs[i].value);
	}
	free(config->lbs);
	free(config->inputs);
	memset(config, 0, sizeof(*config));
}
