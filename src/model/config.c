/*
 * The configuration.  One table says where each key stands, what it is and what
 * it may be; whatever is not in the table is a fault.
 */

#include "model/config.h"

#include <libconfig.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/sock.h"
#include "base/xmalloc.h"
#include "model/config_table.h"

#define MAX_CONFIG (1 << 20)

struct reading {
	const char *path;
	struct buf *faults;
	struct err *err;
	unsigned n_faults;
};

static void
fault(struct reading *reading, int line, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

static void
fault(struct reading *reading, int line, const char *fmt, ...)
{
	char text[TEXT_LEN];
	va_list ap;
	struct buf one = { 0 };

	va_start(ap, fmt);
	buf_vprintf(&one, fmt, ap);
	va_end(ap);
	(void)str_safe(text, sizeof(text), one.data);
	buf_done(&one);
	if (reading->n_faults++ == 0)
		(void)err_set(reading->err, ERR_CONFIG, "%s:%d: %s",
		    reading->path, line, text);
	buf_printf(reading->faults, "%s:%d: %s\n", reading->path, line, text);
}

/* ---- unknown keys, with a near name ---- */

static size_t
distance(const char *a, const char *b)
{
	size_t row[NAME_LEN + 1], la = strlen(a), lb = strlen(b);

	if (la >= NAME_LEN || lb >= NAME_LEN)
		return NAME_LEN;
	for (size_t j = 0; j <= lb; j++)
		row[j] = j;
	for (size_t i = 1; i <= la; i++) {
		size_t diagonal = row[0];

		row[0] = i;
		for (size_t j = 1; j <= lb; j++) {
			size_t best = diagonal + (a[i - 1] != b[j - 1]);

			diagonal = row[j];
			if (row[j] + 1 < best)
				best = row[j] + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			row[j] = best;
		}
	}
	return row[lb];
}

static void
fault_unknown(struct reading *reading, const config_setting_t *setting,
    const struct config_key *keys)
{
	const char *name = config_setting_name(setting), *near = NULL;
	size_t best = 3;
	int line = (int)config_setting_source_line(setting);

	for (const struct config_key *key = keys; key->name != NULL; key++) {
		size_t far = distance(name, key->name);

		if (far < best) {
			best = far;
			near = key->name;
		}
	}
	if (near != NULL)
		fault(reading, line, "unknown key \"%s\"; did you mean \"%s\"?",
		    name, near);
	else
		fault(reading, line, "unknown key \"%s\"", name);
}

/* ---- values ---- */

static int
line_of(const config_setting_t *setting)
{
	return (int)config_setting_source_line(setting);
}

static void
read_text(struct reading *reading, const config_setting_t *setting,
    const struct config_key *key, void *field)
{
	const char *text = config_setting_get_string(setting);

	if (text == NULL)
		fault(reading, line_of(setting), "%s must be a text in quotes",
		    key->name);
	else if (text[0] == '\0' && (key->flags & KEY_NEEDED) != 0)
		fault(reading, line_of(setting), "%s is empty", key->name);
	else if ((key->flags & KEY_NAME) != 0 && text[0] != '\0' &&
	    !str_is_name(text))
		fault(reading, line_of(setting), "%s: \"%s\" is not a name: use "
		    "letters, digits and _ . : -", key->name, text);
	else if (!str_copy(field, key->size, text))
		fault(reading, line_of(setting), "%s is longer than %zu bytes",
		    key->name, key->size - 1);
}

static void
read_number(struct reading *reading, const config_setting_t *setting,
    const struct config_key *key, void *field)
{
	int type = config_setting_type(setting);
	long long value = config_setting_get_int64(setting);

	if (type != CONFIG_TYPE_INT && type != CONFIG_TYPE_INT64) {
		fault(reading, line_of(setting), "%s must be a whole number",
		    key->name);
		return;
	}
	if (value < key->min || value > key->max) {
		fault(reading, line_of(setting), "%s is %lld; it must be from %lld "
		    "to %lld", key->name, value, key->min, key->max);
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
		fault(reading, line_of(setting), "%s must be true or false",
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
		fault(reading, line_of(setting), "%s must be a list of words: "
		    "[ \"command\", \"word\" ]", key->name);
		return;
	}
	if (n == 0)
		return;
	if (n > 64) {
		fault(reading, line_of(setting), "%s has more than 64 words",
		    key->name);
		return;
	}
	argv->words = xcalloc((size_t)n + 1, sizeof(*argv->words));
	for (int i = 0; i < n; i++) {
		const char *word = config_setting_get_string_elem(setting, i);

		if (word == NULL) {
			fault(reading, line_of(setting),
			    "%s: word %d is not a text in quotes", key->name, i + 1);
			word = "";
		}
		argv->words[argv->n++] = xstrdup(word);
	}
}

static void
read_inputs(struct reading *reading, const config_setting_t *setting,
    const struct config_key *key, struct config *config)
{
	int n = config_setting_length(setting);

	if (!config_setting_is_group(setting)) {
		fault(reading, line_of(setting), "%s must be a group: "
		    "{ KEY = \"value\"; }", key->name);
		return;
	}
	config->inputs = xcalloc((size_t)n + 1, sizeof(*config->inputs));
	for (int i = 0; i < n; i++) {
		const config_setting_t *input = config_setting_get_elem(setting,
		    (unsigned)i);
		const char *value = config_setting_get_string(input);

		if (value == NULL || value[0] == '\0') {
			fault(reading, line_of(input), "input %s: a blank value is "
			    "an error; write \"!unset\" to take it away",
			    config_setting_name(input));
			continue;
		}
		config->inputs[config->n_inputs].key =
		    xstrdup(config_setting_name(input));
		config->inputs[config->n_inputs++].value = xstrdup(value);
	}
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
		fault(reading, line_of(setting),
		    "balancers must be a list of 1 to 64 groups: ( { … }, { … } )");
		return;
	}
	config->lbs = xcalloc((size_t)n, sizeof(*config->lbs));
	config->n_lbs = (size_t)n;
	for (int i = 0; i < n; i++) {
		const config_setting_t *group = config_setting_get_elem(setting,
		    (unsigned)i);

		read_group(reading, group, config_balancer_keys, &config->lbs[i]);
		for (int k = 0; k < i; k++)
			if (str_eq(config->lbs[k].name, config->lbs[i].name))
				fault(reading, line_of(group), "two balancers are "
				    "named \"%s\"", config->lbs[i].name);
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
			fault(reading, line_of(setting),
			    "%s must be a group: { … }", key->name);
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
			fault(reading, line_of(group), "%s is missing", key->name);
}

/* ---- the whole ---- */

static void
set_defaults(struct config *config)
{
	config->policy = (struct policy){
		.floor = 1, .fresh_ms = 5000, .removals_per_minute = 1,
		.snapshot_max_age_ms = 3600 * 1000, .bake_ms = 600 * 1000,
		.probe_passes = 3, .probe_interval_ms = 2000,
		.proof = { .samples = 6, .quiet_ms = 30000, .max_age_ms = 5000 },
	};
	config->boot_limit_ms = 900 * 1000;
	config->change_limit_ms = 60 * 1000;
	config->drain_limit_ms = 3600 * 1000;
	config->command_limit_ms = 600 * 1000;
	str_copy(config->probe.health, NAME_LEN, "/up");
	str_copy(config->environment, NAME_LEN, "PROD");
}

/* What one key alone cannot tell. */
static void
check_whole(struct reading *reading, const struct config *config)
{
	struct err err = { 0 };

	if (config->release_from[0] != '\0' &&
	    str_eq(config->release_from, config->release_to))
		fault(reading, 1, "release.from and release.to are both \"%s\"",
		    config->release_to);
	if (str_eq(config->cloud.provider, "local") &&
	    config->cloud.socket[0] == '\0')
		fault(reading, 1, "cloud.socket is missing: where the local cloud "
		    "listens");
	for (size_t i = 0; i < config->n_lbs; i++)
		if (config->lbs[i].socket[0] != '\0' &&
		    !sock_address_ok(config->lbs[i].socket, &err))
			fault(reading, 1, "balancer %s: %s", config->lbs[i].name,
			    err.text);
	if (config->db.name[0] == '\0' && config->db.migrations.n > 0)
		fault(reading, 1, "database.migrations without database.name");
	if (config->db.name[0] != '\0' && (config->db.identify.n == 0 ||
	    config->db.snapshot.n == 0 || config->db.verify.n == 0))
		fault(reading, 1, "database needs identify, snapshot and verify");
}

/* Past a comment or a text in quotes; else where it is. */
static const char *
skip_quiet(const char *at)
{
	const char *end;

	if (at[0] == '#' || (at[0] == '/' && at[1] == '/')) {
		end = strchr(at, '\n');
		return end == NULL ? at + strlen(at) : end;
	}
	if (at[0] == '/' && at[1] == '*') {
		end = strstr(at + 2, "*/");
		return end == NULL ? at + strlen(at) : end + 2;
	}
	if (at[0] != '"')
		return at;
	for (at++; *at != '\0' && *at != '"'; at++)
		if (at[0] == '\\' && at[1] != '\0')
			at++;
	return *at == '"' ? at + 1 : at;
}

/* What libconfig would do without a word: a number that does not fit wraps
 * around, and @include reads any file that we can read. */
static void
scan_traps(struct reading *reading, const char *text)
{
	const char *at = text, *past, *counted = text;
	int line = 1;

	while (*at != '\0') {
		past = skip_quiet(at);
		if (past == at && str_starts(at, "@include"))
			fault(reading, line, "@include is not allowed here");
		if (past == at && strspn(at, "0123456789") > 9)
			fault(reading, line, "the number %.*s is too large",
			    (int)strspn(at, "0123456789"), at);
		at = past == at ? at + 1 + (strspn(at, "0123456789") > 0 ?
		    strspn(at, "0123456789") - 1 : 0) : past;
		for (; counted < at; counted++)
			line += *counted == '\n';
	}
}

static int
read_text_of(const char *path, struct buf *text, struct err *err)
{
	if (file_read(path, MAX_CONFIG, text, err) == -1) {
		err->code = ERR_CONFIG;
		return -1;
	}
	if (memchr(text->data, '\0', text->len) != NULL)
		return err_set(err, ERR_CONFIG, "%s: holds a NUL byte", path);
	return 0;
}

int
config_load(const char *path, struct config *config, struct buf *faults,
    struct err *err)
{
	struct reading reading = { path, faults, err, 0 };
	struct buf text = { 0 };
	config_t parsed;

	memset(config, 0, sizeof(*config));
	if (read_text_of(path, &text, err) == -1) {
		buf_printf(faults, "%s\n", err->text);
		buf_done(&text);
		return -1;
	}
	config_init(&parsed);
	set_defaults(config);
	scan_traps(&reading, text.data);
	if (reading.n_faults > 0) {
		;	/* libconfig never sees what it would misread */
	} else if (config_read_string(&parsed, text.data) == CONFIG_FALSE) {
		fault(&reading, config_error_line(&parsed), "%s",
		    config_error_text(&parsed));
	} else {
		read_group(&reading, config_root_setting(&parsed), config_keys,
		    config);
		check_whole(&reading, config);
	}
	config_destroy(&parsed);
	buf_done(&text);
	str_copy(config->path, sizeof(config->path), path);
	if (reading.n_faults == 0)
		return 0;
	config_done(config);
	return -1;
}

void
argv_done(struct argv *argv)
{
	for (size_t i = 0; i < argv->n; i++)
		free(argv->words[i]);
	free(argv->words);
	memset(argv, 0, sizeof(*argv));
}

struct argv
argv_fill(const struct argv *argv, char key, const char *value)
{
	struct argv out = { 0 };

	out.words = xcalloc(argv->n + 1, sizeof(*out.words));
	for (size_t i = 0; i < argv->n; i++) {
		struct buf word = { 0 };

		for (const char *c = argv->words[i]; *c != '\0'; c++) {
			if (c[0] == '%' && c[1] == key) {
				buf_puts(&word, value);
				c++;
			} else {
				buf_add(&word, c, 1);
			}
		}
		out.words[out.n++] = word.data == NULL ? xstrdup("") :
		    buf_take(&word);
	}
	return out;
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
		&config->db.migrations,
	};

	for (size_t i = 0; i < countof(lists); i++)
		argv_done(lists[i]);
	for (size_t i = 0; i < config->n_lbs; i++)
		argv_done(&config->lbs[i].check);
	for (size_t i = 0; i < config->n_inputs; i++) {
		free(config->inputs[i].key);
		free(config->inputs[i].value);
	}
	free(config->lbs);
	free(config->inputs);
	memset(config, 0, sizeof(*config));
}
