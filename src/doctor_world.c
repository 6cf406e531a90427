/* The findings on balancers, cloud, servers, database, clocks.  Pure. */

#include <stdlib.h>
#include <string.h>

#include "backend/haproxy_tried.h"
#include "doctor.h"
#include "model/facts.h"

/* A balancer tells its clock in whole seconds, of a moment ago. */
#define CLOCK_GOOD_S 3
#define CLOCK_LOOK_S 60

static bool
is_silent(const struct facts *facts, enum source_kind kind, const char *name,
    const char **trouble)
{
	const struct source *source = facts_source(facts, kind, name);

	*trouble = "no answer in time";
	if (source == NULL || (source->seen_ms != 0 && source->missed == 0))
		return source == NULL;
	if (source->trouble[0] != '\0')
		*trouble = source->trouble;
	return true;
}

/* ---- balancers ---- */

static const char *
remedy_of(const char *trouble)
{
	static const struct { const char *words, *remedy; } remedies[] = {
		{ "level ", "give the socket level admin: stats socket PATH level "
		    "admin" },
		{ "no backend", "name a backend that it has: balancers.backend" },
		{ "too old", "use HAProxy 2.5 or newer" },
		{ "show-legends", "that goes into the backend of HAProxy's own file; "
		    "reload it then" },
		{ "status 40", "give the user of its stats auth, beside "
		    "balancers.statistics" },
		{ "http", "start it, or mend balancers.statistics" },
		{ "ermission", "let your user reach the socket: its mode, user and "
		    "group" },
	};

	for (size_t i = 0; i < countof(remedies); i++)
		if (strstr(trouble, remedies[i].words) != NULL)
			return remedies[i].remedy;
	return "start it, or mend balancers.socket, .master";
}

static void
look_soft_stop(struct findings *findings, const struct lb *lb)
{
	switch (lb->soft_stop) {
	case TRI_YES:
		finding_add(findings, VERDICT_GOOD, lb->name, "",
		    "http-check disable-on-404 is in its file");
		break;
	case TRI_NO:
		finding_add(findings, VERDICT_BAD, lb->name,
		    "write it into the backend, and reload",
		    "http-check disable-on-404 is not in its file: a failed check "
		    "would cut sessions, so step 12 is refused");
		break;
	case TRI_UNKNOWN:
		finding_add(findings, VERDICT_LOOK, lb->name,
		    "let your user read the file, and name it: balancers.file",
		    "whether http-check disable-on-404 is in effect is not known: "
		    "its file cannot be read");
		break;
	}
	if (lb->cuts_on_down == TRI_YES)
		finding_add(findings, VERDICT_LOOK, lb->name, "take it out of the "
		    "backend", "on-marked-down shutdown-sessions is in its file: a "
		    "server that goes down loses its sessions at once");
	if (lb->file_has_all == TRI_NO)
		finding_add(findings, VERDICT_LOOK, lb->name,
		    "write it into the file before anybody reloads",
		    "a server runs that is not in its file");
}

static void
look_clock(struct findings *findings, const struct lb *lb, int64_t wall_s)
{
	int64_t theirs = lb->start_s + lb->uptime_s;
	long long apart = llabs((long long)(wall_s - theirs));

	if (lb->start_s == 0)
		return;
	finding_add(findings, apart <= CLOCK_GOOD_S ? VERDICT_GOOD :
	    VERDICT_LOOK, lb->name, apart <= CLOCK_GOOD_S ? "" :
	    "set both clocks (NTP): times in the report will not fit its log",
	    apart <= CLOCK_GOOD_S ? "its clock and ours agree to %lld s" :
	    "its clock and ours are %lld s apart", apart <= CLOCK_GOOD_S ?
	    (long long)CLOCK_GOOD_S : apart);
}

/* What a version answers that we never met is refused, or it is read. */
static void
look_version(struct findings *findings, const struct lb *lb)
{
	switch (hap_tried(lb->version)) {
	case HAP_TRIED:
		break;
	case HAP_UNTOLD:
		finding_add(findings, VERDICT_LOOK, lb->name,
		    "ask it there: haproxy -v", "its page hides HAProxy's version; "
		    "cutover was tried with %s", hap_tried_words);
		break;
	case HAP_OLDER:
		finding_add(findings, VERDICT_LOOK, lb->name,
		    "use a newer one, or try this one first: cutover demo --haproxy "
		    "PATH", "HAProxy %s is older than all that cutover was tried "
		    "with: %s", lb->version, hap_tried_words);
		break;
	case HAP_NEWER:
		finding_add(findings, VERDICT_LOOK, lb->name,
		    "try it first: cutover demo --haproxy PATH",
		    "HAProxy %s is newer than all that cutover was tried with: %s",
		    lb->version, hap_tried_words);
		break;
	}
}

static void
look_reload(struct findings *findings, const struct lb *lb)
{
	if (lb->reload_failed == TRI_YES)
		finding_add(findings, VERDICT_LOOK, lb->name,
		    "haproxy -c -f its file says why; mend it, and reload",
		    "its last reload has failed: it goes on as it was before, and "
		    "with this file it would not start");
}

static void
look_balancer(struct findings *findings, const struct facts *facts,
    const struct lb_config *config, int64_t wall_s)
{
	const char *name = config->name;
	const struct lb *lb = facts_lb(facts, name);
	const char *trouble;

	if (is_silent(facts, SOURCE_LB, name, &trouble) || lb == NULL) {
		finding_add(findings, VERDICT_BAD, name, remedy_of(trouble), "%s",
		    trouble);
		return;
	}
	finding_add(findings, VERDICT_GOOD, lb->name, "", "HAProxy %s answers%s, "
	    "%s, backend %s", lb->version,
	    config->socket[0] == '\0' ? " over HTTP" : "",
	    lb->admin == TRI_YES ? "level admin" : "for reading alone",
	    lb->backend);
	if (lb->master == TRI_YES)
		finding_add(findings, VERDICT_GOOD, name, "",
		    "its master answers: old workers can be asked");
	else
		finding_add(findings, VERDICT_BAD, name, "start it with haproxy -W -S "
		    "SOCKET and write balancers.master", "no master socket: old "
		    "workers cannot be asked, and no server is proven empty");
	look_version(findings, lb);
	look_reload(findings, lb);
	look_soft_stop(findings, lb);
	look_clock(findings, lb, wall_s);
}

/* ---- the others ---- */

static void
look_cloud(struct findings *findings, const struct config *config,
    const struct facts *facts)
{
	const char *trouble;
	size_t running = 0;

	if (is_silent(facts, SOURCE_CLOUD, "cloud", &trouble)) {
		finding_add(findings, VERDICT_BAD, "cloud",
		    "start it, or mend cloud.*", "%s", trouble);
		return;
	}
	for (size_t i = 0; i < facts->n_servers; i++)
		running += server_runs(&facts->servers[i]);
	finding_add(findings, VERDICT_GOOD, "cloud", "", "%s answers, %zu server%s run%s",
	    config->cloud.provider, running, str_s((int64_t)running),
	    running == 1 ? "s" : "");
	for (size_t i = 0; i < facts->n_remarks; i++)
		finding_add(findings, VERDICT_LOOK, "cloud", "", "%s",
		    facts->remarks[i].text);
	if (config->array[0] == '\0')
		return;
	if (facts->array.exists == TRI_YES)
		finding_add(findings, VERDICT_GOOD, "array", "", "%s is there",
		    config->array);
	else
		finding_add(findings, VERDICT_BAD, "array",
		    "name one that it has, or leave the key out: array",
		    "the cloud has no array %s", config->array);
}

static void
look_servers(struct findings *findings, const struct config *config,
    const struct facts *facts)
{
	size_t asked = 0, old = 0, silent = 0;
	const char *first = "";

	for (size_t i = 0; i < facts->n_servers; i++) {
		const struct server *sv = &facts->servers[i];

		if (!server_runs(sv))
			continue;
		asked++;
		old += str_eq(sv->self.version, config->release_from);
		if (sv->self.answers == TRI_YES)
			continue;
		silent++;
		first = sv->name;
	}
	if (asked == 0)
		return;
	if (silent > 0)
		finding_add(findings, VERDICT_LOOK, "servers",
		    "reach them from here, directly: probe.*, host.*",
		    "%zu of %zu do not answer on their health page, one is %s",
		    silent, asked, first);
	else
		finding_add(findings, VERDICT_GOOD, "servers", "",
		    "all %zu answer on their health page", asked);
	if (old == 0)
		finding_add(findings, VERDICT_LOOK, "servers",
		    "compare release.from with what probe.version answers",
		    "none says that it serves %s: there would be no OLD server",
		    config->release_from);
	else
		finding_add(findings, VERDICT_GOOD, "servers", "",
		    "%zu say that they serve %s", old, config->release_from);
}

static void
look_database(struct findings *findings, const struct config *config,
    const struct facts *facts)
{
	const char *trouble;

	if (config->db.name[0] == '\0')
		return;
	if (is_silent(facts, SOURCE_DB, "database", &trouble))
		finding_add(findings, VERDICT_BAD, "database",
		    "run the commands of database.* by hand", "%s", trouble);
	else if (facts->db.identity[0] == '\0')
		finding_add(findings, VERDICT_BAD, "database",
		    "database.identify must print which one it is",
		    "it does not say which one it is");
	else
		finding_add(findings, VERDICT_GOOD, "database", "",
		    "it says that it is %s", facts->db.identity);
}

void
doctor_world(struct findings *findings, const struct config *config,
    const struct facts *facts, int64_t wall_s)
{
	for (size_t i = 0; i < config->n_lbs; i++)
		look_balancer(findings, facts, &config->lbs[i], wall_s);
	look_cloud(findings, config, facts);
	look_servers(findings, config, facts);
	look_database(findings, config, facts);
}
