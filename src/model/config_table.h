/* Private to config.c and its manual's test: every key, in one place. */
#ifndef MODEL_CONFIG_TABLE_H
#define MODEL_CONFIG_TABLE_H

#include <stddef.h>

enum config_type { KEY_TEXT, KEY_UNSIGNED, KEY_INT64, KEY_BOOL, KEY_WORDS,
	KEY_GROUP, KEY_INPUTS, KEY_BALANCERS };

enum config_flag {
	KEY_NEEDED = 1 << 0,
	KEY_NAME   = 1 << 1,		/* HAProxy's alphabet only */
};

struct config_key {
	const char *name;
	enum config_type type;
	unsigned flags;
	size_t offset, size;		/* in struct config, or struct lb_config */
	long long min, max;
	long long factor;		/* unit of the file → milliseconds */
	const struct config_key *keys;	/* of a group */
};

extern const struct config_key config_keys[];
extern const struct config_key config_balancer_keys[];

struct config;
void config_set_defaults(struct config *config);

#endif
