/* The server array. */

#include "config.h"

#include "local/array.h"

#include "base/loop.h"
#include "base/str.h"
#include "local/life.h"
#include "local/template.h"

#define AGAIN_MS 1000

static bool
is_member(const struct machine *m)
{
	return m->in_array && machine_exists(m) &&
	    m->state != MACHINE_DECOMMISSIONING;
}

unsigned
array_running(const struct cloud *cloud)
{
	unsigned n = 0;

	for (size_t i = 0; i < cloud->n_machines; i++)
		n += is_member(cloud->machines[i]);
	return n;
}

static bool
launching(const struct cloud *cloud)
{
	for (size_t i = 0; i < cloud->n_machines; i++) {
		const struct machine *m = cloud->machines[i];
		if (m->in_array && (m->state == MACHINE_PENDING ||
		    m->state == MACHINE_BOOTING))
			return true;
	}
	return false;
}

/* A name is not given twice: ledgers remember it. */
static int
next_name(struct cloud *cloud, char *dst, size_t size, struct err *err)
{
	struct cloud_array *array = &cloud->array;

	do {
		if (!str_fmt(dst, size, "%s-%llu", array->name,
		    (unsigned long long)array->next++))
			return err_set(err, ERR_CONFIG, "the name is too long");
	} while (cloud_by_name(cloud, dst) != NULL);
	return 0;
}

static int
launch(struct cloud *cloud, struct err *err)
{
	struct cloud_array *array = &cloud->array;
	char name[NAME_LEN];

	if (template_has_inputs(cloud, array->template, true, err) == -1 ||
	    next_name(cloud, name, sizeof(name), err) == -1)
		return -1;
	struct machine *m = cloud_add(cloud, name, array->template, err);
	if (m == NULL)
		return -1;
	m->in_array = true;
	array->trouble[0] = '\0';
	life_launch(m);
	return 0;
}

static void
give_up_dead(struct cloud *cloud)
{
	for (size_t i = 0; i < cloud->n_machines; i++) {
		struct machine *m = cloud->machines[i];
		if (is_member(m) && m->state == MACHINE_OPERATIONAL && !m->alive)
			life_terminate(m, true);
	}
}

static void
give_up_youngest(struct cloud *cloud)
{
	for (size_t i = cloud->n_machines; i-- > 0;)
		if (is_member(cloud->machines[i])) {
			life_terminate(cloud->machines[i], true);
			return;
		}
}

static void
look(void *arg)
{
	struct cloud *cloud = arg;
	struct cloud_array *array = &cloud->array;
	struct err err;

	cloud->look = NULL;
	if (!array->enabled || array->trial || cloud->ending)
		return;
	give_up_dead(cloud);
	if (array_running(cloud) > array->max)
		give_up_youngest(cloud);
	/* One after the other: a boot that fails is seen before the next. */
	if (array_running(cloud) >= array->min || launching(cloud) ||
	    launch(cloud, &err) == 0)
		return;
	(void)str_copy(array->trouble, sizeof(array->trouble), err.text);
	if (cloud->look == NULL)
		cloud->look = loop_add_timer(cloud->loop, AGAIN_MS, look, cloud);
}

void
array_wake(struct cloud *cloud)
{
	if (!cloud->array.exists)
		return;
	loop_del_timer(cloud->look);
	cloud->look = loop_add_timer(cloud->loop, 0, look, cloud);
}

void
array_enable(struct cloud *cloud, bool enabled)
{
	cloud->array.enabled = enabled;
	cloud->array.trial = false;
	cloud->array.trouble[0] = '\0';
	array_wake(cloud);
}

int
array_trial(struct cloud *cloud, struct err *err)
{
	struct cloud_array *array = &cloud->array;

	if (array->enabled && array->trial)
		return 0;
	if (array_running(cloud) >= array->max)
		return err_set(err, ERR_REFUSED, "%u of at most %u members run "
		    "already", array_running(cloud), array->max);
	bool enabled = array->enabled;
	array->enabled = array->trial = true;	/* both stand in one state */
	if (launch(cloud, err) == 0)
		return 0;
	array->enabled = enabled;
	array->trial = false;
	return -1;
}
