/* What looking around found. */

#include "config.h"

#include "backend/rs_look.h"

#include <stdlib.h>

#include "backend/json_read.h"
#include "base/str.h"

void
rs_looks_done(struct rs_looks *looks)
{
	free(looks->list);
	*looks = (struct rs_looks){ 0 };
}

void
rs_looks_tell(const struct rs_looks *looks, struct sightings *batch)
{
	for (size_t i = 0; i < batch->n; i++)
		for (size_t k = 0; batch->list[i].kind == SAW_SERVER &&
		    k < looks->n_graphs; k++)
			if (str_eq(looks->graphs[k].name, batch->list[i].name))
				(void)str_copy(batch->list[i].u.server.graph,
				    NAME_LEN, looks->graphs[k].text);
	for (size_t i = 0; i < looks->n; i++) {
		const struct sighting saw = { .kind = SAW_REMARK,
			.u.remark = looks->list[i] };

		sightings_add(batch, &saw);
	}
}

bool
rs_graph_mean(const cJSON *data, double *mean)
{
	const cJSON *points = json_member(cJSON_GetArrayItem(json_member(data,
	    "variables_data"), 0), "points");
	const cJSON *point;
	double sum = 0;
	unsigned n = 0;

	cJSON_ArrayForEach(point, points) {
		if (!cJSON_IsNumber(point) || point->valuedouble < 0 ||
		    point->valuedouble > 1e6)
			continue;	/* NaN: not measured, which is not zero */
		sum += point->valuedouble;
		n++;
	}
	*mean = n == 0 ? 0 : sum / n;
	return n > 0;
}
