/* What the local cloud consists of. */

#include "config.h"

#include "local/cloud.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "base/str.h"
#include "base/xmalloc.h"

struct machine *
cloud_by_id(const struct cloud *cloud, const char *id)
{
	for (size_t i = 0; i < cloud->n_machines; i++)
		if (strcmp(cloud->machines[i]->id, id) == 0)
			return cloud->machines[i];
	return NULL;
}

struct machine *
cloud_by_name(const struct cloud *cloud, const char *name)
{
	for (size_t i = 0; i < cloud->n_machines; i++)
		if (strcmp(cloud->machines[i]->name, name) == 0)
			return cloud->machines[i];
	return NULL;
}

/* The token of a terminated server is spent: who discards a server may ask for
 * it again. */
struct machine *
cloud_by_token(const struct cloud *cloud, const char *token)
{
	for (size_t i = 0; i < cloud->n_machines; i++) {
		struct machine *m = cloud->machines[i];
		if (strcmp(m->token, token) == 0 && m->state != MACHINE_TERMINATED)
			return m;
	}
	return NULL;
}

bool
machine_exists(const struct machine *m)
{
	return m->state != MACHINE_INACTIVE && m->state != MACHINE_TERMINATED &&
	    m->state != MACHINE_UNKNOWN;
}

static void
forget(struct cloud *cloud, struct machine *m)
{
	size_t i = 0;
	while (cloud->machines[i] != m)
		i++;
	memmove(&cloud->machines[i], &cloud->machines[i + 1],
	    (cloud->n_machines - i - 1) * sizeof(*cloud->machines));
	cloud->n_machines--;
	free(m);
}

/* Members of the array come and go for ever; the record does not grow with it. */
static void
forget_oldest(struct cloud *cloud)
{
	for (size_t i = 0; i < cloud->n_machines; i++)
		if (cloud->machines[i]->state == MACHINE_TERMINATED) {
			forget(cloud, cloud->machines[i]);
			return;
		}
}

static bool
address_taken(const struct cloud *cloud, const char *addr)
{
	for (size_t i = 0; i < cloud->n_machines; i++)
		if (cloud->machines[i]->state != MACHINE_TERMINATED &&
		    strcmp(cloud->machines[i]->addr, addr) == 0)
			return true;
	return false;
}

/* In order and round: an address comes back as late as can be, since balancers
 * and ledgers remember it. */
static const char *
next_address(struct cloud *cloud)
{
	for (size_t i = 0; i < cloud->n_addresses; i++) {
		size_t at = (cloud->next_address + i) % cloud->n_addresses;
		if (address_taken(cloud, cloud->addresses[at]))
			continue;
		cloud->next_address = (at + 1) % cloud->n_addresses;
		return cloud->addresses[at];
	}
	return NULL;
}

static int
make_id(const struct cloud *cloud, char *dst, size_t size, struct err *err)
{
	do {
		uint32_t random;
		if (getentropy(&random, sizeof(random)) == -1)
			return err_sys(err, "no random number");
		(void)str_fmt(dst, size, "i-%08x", random);
	} while (cloud_by_id(cloud, dst) != NULL);
	return 0;
}

static int
check_new(struct cloud *cloud, const char *name, struct err *err)
{
	struct machine *m = cloud_by_name(cloud, name);

	if (m != NULL && m->state != MACHINE_TERMINATED)
		return err_set(err, ERR_REFUSED, "there is a server %s already",
		    name);
	if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
		return err_set(err, ERR_REFUSED, "no server can be called %s", name);
	if (m != NULL)
		forget(cloud, m);
	else if (cloud->n_machines == CLOUD_SERVERS_MAX)
		forget_oldest(cloud);
	if (cloud->n_machines == CLOUD_SERVERS_MAX)
		return err_set(err, ERR_REFUSED, "there are %d servers already",
		    CLOUD_SERVERS_MAX);
	return 0;
}

struct machine *
cloud_add(struct cloud *cloud, const char *name, const char *template,
    struct err *err)
{
	char id[NAME_LEN];

	if (check_new(cloud, name, err) == -1 ||
	    make_id(cloud, id, sizeof(id), err) == -1)
		return NULL;
	const char *addr = next_address(cloud);
	if (addr == NULL) {
		err_set(err, ERR_REFUSED, "no address is free for %s", name);
		return NULL;
	}
	struct machine *m = xcalloc(1, sizeof(*m));
	(void)str_copy(m->id, sizeof(m->id), id);
	(void)str_copy(m->name, sizeof(m->name), name);
	(void)str_copy(m->addr, sizeof(m->addr), addr);
	(void)str_copy(m->template, sizeof(m->template), template);
	m->state = MACHINE_INACTIVE;
	m->cloud = cloud;
	m->pidfd = -1;
	x_grow(cloud->machines, cloud->n_machines, cloud->cap_machines);
	cloud->machines[cloud->n_machines++] = m;
	return m;
}

int
cloud_root(const struct cloud *cloud, const char *name, char *dst, size_t size,
    struct err *err)
{
	if (!str_fmt(dst, size, "%s/%s", cloud->servers, name))
		return err_set(err, ERR_CONFIG, "%s: the path is too long",
		    cloud->servers);
	return 0;
}

const struct note *
cloud_note(const struct cloud *cloud, const char *name)
{
	for (size_t i = 0; i < cloud->n_notes; i++)
		if (strcmp(cloud->notes[i].name, name) == 0)
			return &cloud->notes[i];
	return NULL;
}

struct note *
cloud_note_make(struct cloud *cloud, const char *name, struct err *err)
{
	for (size_t i = 0; i < cloud->n_notes; i++)
		if (strcmp(cloud->notes[i].name, name) == 0)
			return &cloud->notes[i];
	if (cloud->n_notes == CLOUD_NOTES_MAX) {
		err_set(err, ERR_REFUSED, "there are notes for %d names already",
		    CLOUD_NOTES_MAX);
		return NULL;
	}
	x_grow(cloud->notes, cloud->n_notes, cloud->cap_notes);
	struct note *note = &cloud->notes[cloud->n_notes++];
	*note = (struct note){ 0 };
	(void)str_copy(note->name, sizeof(note->name), name);
	return note;
}

static size_t
namespace_len(const char *tag)
{
	const char *colon = strchr(tag, ':');
	return colon != NULL ? (size_t)(colon - tag) + 1 : strlen(tag) + 1;
}

int
note_tag(struct note *note, const char *tag, struct err *err)
{
	size_t kept = 0, len = namespace_len(tag);

	for (size_t i = 0; i < note->n_tags; i++)
		if (strncmp(note->tags[i], tag, len) != 0)
			memmove(note->tags[kept++], note->tags[i], NAME_LEN);
	if (kept == CLOUD_TAGS_MAX)
		return err_set(err, ERR_REFUSED, "%s has %d tags already",
		    note->name, CLOUD_TAGS_MAX);
	(void)str_copy(note->tags[kept++], NAME_LEN, tag);
	note->n_tags = kept;
	return 0;
}

/* Set or not. */
static struct input *
find_input(const struct cloud *cloud, const char *key, enum input_scope scope)
{
	for (size_t i = 0; i < cloud->n_inputs; i++)
		if (cloud->inputs[i].scope == scope &&
		    strcmp(cloud->inputs[i].key, key) == 0)
			return &cloud->inputs[i];
	return NULL;
}

struct input *
cloud_input(const struct cloud *cloud, const char *key, enum input_scope scope)
{
	struct input *input = find_input(cloud, key, scope);

	return input != NULL && !input->unset ? input : NULL;
}

static bool
is_secret(const struct cloud *cloud, const char *key)
{
	for (size_t i = 0; i < cloud->n_inputs; i++)
		if (cloud->inputs[i].secret &&
		    strcmp(cloud->inputs[i].key, key) == 0)
			return true;
	return false;
}

static void
unset_input(struct cloud *cloud, struct input *input)
{
	if (input->secret) {
		explicit_bzero(input->value, sizeof(input->value));
		input->unset = true;
		return;
	}
	memmove(input, input + 1, (size_t)(cloud->inputs + --cloud->n_inputs -
	    input) * sizeof(*input));
}

static struct input *
new_input(struct cloud *cloud, const char *key, enum input_scope scope,
    bool secret)
{
	x_grow(cloud->inputs, cloud->n_inputs, cloud->cap_inputs);
	struct input *input = &cloud->inputs[cloud->n_inputs++];
	*input = (struct input){ .scope = scope, .secret = secret };
	(void)str_copy(input->key, sizeof(input->key), key);
	return input;
}

int
cloud_set_input(struct cloud *cloud, const char *key, const char *value,
    enum input_scope scope, bool secret, struct err *err)
{
	struct input *input = find_input(cloud, key, scope);

	if (value == NULL) {
		if (input != NULL)
			unset_input(cloud, input);
		return 0;
	}
	if (input == NULL && cloud->n_inputs == CLOUD_INPUTS_MAX)
		return err_set(err, ERR_REFUSED, "there are %d inputs already",
		    CLOUD_INPUTS_MAX);
	if (input == NULL)
		input = new_input(cloud, key, scope, secret);
	input->secret = input->secret || is_secret(cloud, key);
	input->unset = false;
	(void)str_copy(input->value, sizeof(input->value), value);
	return 0;
}

const struct input *
cloud_effective(const struct cloud *cloud, bool in_array, const char *key)
{
	const struct input *own = NULL;

	if (in_array)
		own = cloud_input(cloud, key, INPUT_ARRAY);
	return own != NULL ? own : cloud_input(cloud, key, INPUT_DEPLOYMENT);
}

static const char *const state_names[MACHINE_STATE_COUNT] = {
	"unknown", "inactive", "pending", "booting", "operational", "stranded",
	"decommissioning", "terminated",
};

const char *
machine_state_name(enum machine_state state)
{
	return state_names[state];
}

enum machine_state
machine_state_of_name(const char *name)
{
	for (int i = 1; i < MACHINE_STATE_COUNT; i++)
		if (strcmp(state_names[i], name) == 0)
			return (enum machine_state)i;
	return MACHINE_UNKNOWN;
}

static const char *const fault_names[FAULT_COUNT] = { "none", "boot", "slow" };

const char *
fault_name(enum fault fault)
{
	return fault_names[fault];
}

enum fault
fault_of_name(const char *name)
{
	int fault = 0;
	while (fault < FAULT_COUNT && strcmp(fault_names[fault], name) != 0)
		fault++;
	return (enum fault)fault;
}

void
cloud_done(struct cloud *cloud)
{
	for (size_t i = 0; i < cloud->n_machines; i++)
		free(cloud->machines[i]);
	free(cloud->machines);
	free(cloud->addresses);
	free(cloud->inputs);
	free(cloud->notes);
}
