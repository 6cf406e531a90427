/*
 * What the local cloud consists of: servers, an array, inputs, and what is noted
 * down for names.  Open data; store.c keeps it on disk, life.c and array.c move
 * it, verbs.c is how others ask for that.
 *
 * A cloud does not notice that a process died: such a server stays
 * "operational", as a real one would, and says alive: false beside it.  Only the
 * array looks after its members while it is enabled.
 */
#ifndef LOCAL_CLOUD_H
#define LOCAL_CLOUD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/err.h"
#include "local/names.h"

#define CLOUD_SERVERS_MAX 256
#define CLOUD_INPUTS_MAX 512
#define CLOUD_NOTES_MAX 1024
#define CLOUD_TAGS_MAX 8
#define CLOUD_PATH 1024

struct cloud;

/* States as RightScale names them. */
enum machine_state { MACHINE_UNKNOWN, MACHINE_INACTIVE, MACHINE_PENDING,
	MACHINE_BOOTING, MACHINE_OPERATIONAL, MACHINE_STRANDED,
	MACHINE_DECOMMISSIONING, MACHINE_TERMINATED, MACHINE_STATE_COUNT };

enum input_scope { INPUT_DEPLOYMENT, INPUT_ARRAY };

struct input {
	char key[NAME_LEN];
	char value[TEXT_LEN];
	enum input_scope scope;
	bool secret;			/* who shows it, shows *** */
	bool unset;			/* gone, but known to be secret */
};

/* One server.  What is below the line is not kept on disk. */
struct machine {
	char id[NAME_LEN], name[NAME_LEN], addr[NAME_LEN];
	char template[NAME_LEN], source[NAME_LEN], token[NAME_LEN];
	enum machine_state state;
	bool in_array;
	bool by_array;			/* the array itself terminates it */
	int64_t launched_ms;		/* wall clock; 0 never */
	pid_t pid;			/* leader of its process group; 0 none */
	uint64_t started;		/* with pid, who it is */
	char trouble[TEXT_LEN];
	/* ---- */
	struct cloud *cloud;
	bool alive;
	int pidfd;			/* -1: none */
	struct loop_fd *watch;
	struct loop_timer *timer;
	struct http *poll;
	struct child *script;
	struct recipe *recipe;		/* while it boots or is given up */
	char said[TEXT_LEN];		/* the script's last line */
	int64_t deadline_ms;		/* of the boot, by the loop's clock */
};

enum fault { FAULT_NONE, FAULT_BOOT, FAULT_SLOW, FAULT_COUNT };

/* Noted for a name, whether or not there is such a server yet. */
struct note {
	char name[NAME_LEN];
	char tags[CLOUD_TAGS_MAX][NAME_LEN];
	size_t n_tags;
	enum fault fault;
};

struct cloud_array {
	bool exists;
	char name[NAME_LEN], template[NAME_LEN];
	unsigned min, max;
	bool enabled;
	bool trial;			/* enabled for one launch only */
	uint64_t next;			/* number of the next member */
	char trouble[TEXT_LEN];
};

struct cloud {
	struct loop *loop;
	struct line_server *line;
	char dir[CLOUD_PATH];		/* absolute */
	char deployment[NAME_LEN];
	char socket[CLOUD_PATH], templates[CLOUD_PATH], servers[CLOUD_PATH];
	char (*addresses)[NAME_LEN];
	size_t n_addresses, cap_addresses;
	size_t next_address;
	int boot_ms;
	struct input *inputs;
	size_t n_inputs, cap_inputs;
	struct note *notes;
	size_t n_notes, cap_notes;
	struct cloud_array array;
	struct machine **machines;
	size_t n_machines, cap_machines;
	struct loop_timer *look;	/* the array's next look at itself */
	bool ending;			/* shut down, once all is terminated */
};

void cloud_done(struct cloud *cloud);

struct machine *cloud_by_id(const struct cloud *cloud, const char *id);
struct machine *cloud_by_name(const struct cloud *cloud, const char *name);
struct machine *cloud_by_token(const struct cloud *cloud, const char *token);
bool machine_exists(const struct machine *m);	/* neither inactive nor gone */

/* A new inactive server with an id and an address of its own.  It takes the
 * place of a terminated one of that name. */
struct machine *cloud_add(struct cloud *cloud, const char *name,
    const char *template, struct err *err);
/* The path of a server's directory. */
int cloud_root(const struct cloud *cloud, const char *name, char *dst,
    size_t size, struct err *err);

const struct note *cloud_note(const struct cloud *cloud, const char *name);
/* Found or made; NULL when there are too many. */
struct note *cloud_note_make(struct cloud *cloud, const char *name,
    struct err *err);
/* A tag replaces the other ones of its namespace ("cutover:…"). */
int note_tag(struct note *note, const char *tag, struct err *err);

struct input *cloud_input(const struct cloud *cloud, const char *key,
    enum input_scope scope);
/* value NULL takes it away.  What was secret once, in any scope, stays so. */
int cloud_set_input(struct cloud *cloud, const char *key, const char *value,
    enum input_scope scope, bool secret, struct err *err);
/* What a launch of this server gets: for members the array's own goes first. */
const struct input *cloud_effective(const struct cloud *cloud, bool in_array,
    const char *key);

const char *machine_state_name(enum machine_state state);
/* MACHINE_UNKNOWN when there is no such state. */
enum machine_state machine_state_of_name(const char *name);
const char *fault_name(enum fault fault);
/* FAULT_COUNT when there is no such fault. */
enum fault fault_of_name(const char *name);

#endif
