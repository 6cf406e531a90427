/* The host provider on a real Apache with static pages. */

#include "live.h"

#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/child.h"
#include "base/clock.h"
#include "fake/listen.h"

static struct live live;
static struct server server;
static pid_t apache;

static const char httpd_conf[] =
    "ServerRoot %s\nServerName app-21\nListen %s\nPidFile %s/pid\n"
    "ErrorLog %s/error.log\nMutex pthread\nDefaultRuntimeDir %s\n"
    "LoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so\n"
    "LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so\n"
    "LoadModule status_module /usr/lib/apache2/modules/mod_status.so\n"
    "%sDocumentRoot %s/htdocs\n"
    "<Location /server-status>\nSetHandler server-status\n</Location>\n";

static void
pick_address(void)
{
	int port;

	(void)close(listen_on_loopback(&port));
	(void)str_fmt(server.addr, sizeof(server.addr), "127.0.0.1:%d", port);
}

static void
start_apache(void)
{
	char conf[2048], path[256];
	const char *d = live.dir;
	const char *argv[] = { "apache2", "-D", "FOREGROUND", "-f", path,
		NULL };
	struct child_spec spec = { .argv = argv, .detach = true };
	struct err err = { 0 };

	(void)str_fmt(conf, sizeof(conf), httpd_conf, d, server.addr, d, d, d,
	    geteuid() == 0 ? "User nobody\nGroup nogroup\n" : "", d);
	live_write(&live, "httpd.conf", conf);
	(void)str_fmt(path, sizeof(path), "%s/httpd.conf", d);
	apache = child_launch(&spec, &err);
	cr_assert_neq(apache, -1, "%s", err.text);
}

static void
add_server(void)
{
	struct sightings batch = { 0 };
	struct sighting saw = { .kind = SAW_SERVER };

	server.state = CLOUD_OPERATIONAL;
	(void)str_copy(server.name, NAME_LEN, "app-21");
	(void)str_copy(server.id, NAME_LEN, "i-1");
	(void)str_copy(saw.name, NAME_LEN, server.name);
	saw.u.server = server;
	sightings_add(&batch, &saw);
	live.facts.now_ms = 1;
	facts_merge(&live.facts, SOURCE_CLOUD, "local", &batch, true);
	sightings_done(&batch);
}

static void
configure(void)
{
	struct config *config = &live.config;

	(void)str_copy(config->release_to, NAME_LEN, "r42");
	(void)str_copy(config->probe.host, NAME_LEN, "shop.example");
	(void)str_copy(config->probe.health, NAME_LEN, "/up");
	(void)str_copy(config->probe.version, NAME_LEN, "/version");
	(void)str_copy(config->probe.database, NAME_LEN, "/db");
	(void)str_copy(config->probe.status, NAME_LEN, "/server-status?auto");
	config->probe.paths = LIVE_ARGV("/version");
	(void)str_copy(config->db.name, NAME_LEN, "shop");
	(void)str_copy(live.facts.db.identity, TEXT_LEN, "shop abc123");
	(void)str_fmt(config->host.health_file, TEXT_LEN, "%s/htdocs/up",
	    live.dir);
	(void)str_copy(config->logs_dir, TEXT_LEN, live.dir);
	config->policy.probe_passes = 3;
	config->policy.probe_interval_ms = 20;
	config->lbs = xcalloc(1, sizeof(*config->lbs));
	config->n_lbs = 1;
	(void)str_copy(config->lbs[0].name, NAME_LEN, "lb1");
	(void)str_fmt(config->lbs[0].site, TEXT_LEN, "http://%s", server.addr);
}

static const struct self_report *
look(void)
{
	live_refresh(&live);
	cr_assert_eq(live.outcome, OUTCOME_OK);
	const struct sighting *saw = live_find(&live, SAW_SELF);

	cr_assert_not_null(saw);
	return &saw->u.self;
}

static void
begin(void)
{
	char path[256];

	live_begin(&live);
	pick_address();
	(void)str_fmt(path, sizeof(path), "%s/htdocs", live.dir);
	cr_assert_eq(mkdir(path, 0755), 0);
	cr_assert_eq(chmod(live.dir, 0755), 0);
	live_write(&live, "htdocs/up", "ok\n");
	live_write(&live, "htdocs/version", "r42\n");
	live_write(&live, "htdocs/db", "ok shop abc123\n");
	start_apache();
	configure();
	add_server();
	live_open(&live, &host_exec);
	int64_t until_ms = clock_boot_ms() + 15000;

	while (look()->answers != TRI_YES && clock_boot_ms() < until_ms)
		live_pause(&live, 20);
	cr_assert_lt(clock_boot_ms(), until_ms, "Apache did not start");
}

static void
end(void)
{
	(void)kill(-apache, SIGTERM);
	int64_t until_ms = clock_boot_ms() + 15000;

	while (child_alive(apache) && clock_boot_ms() < until_ms)
		live_pause(&live, 20);
	live_end(&live);
}

TestSuite(host_exec, .init = begin, .fini = end, .timeout = 60);

Test(host_exec, a_server_says_what_it_is)
{
	const struct self_report *self = look();

	cr_expect_str_eq(live_find(&live, SAW_SELF)->name, "app-21");
	cr_expect_eq(self->answers, TRI_YES);
	cr_expect_str_eq(self->version, "r42");
	cr_expect_eq(self->health_file, TRI_YES);
	cr_expect_eq(self->busy, 0, "busy: %d", self->busy);
	cr_expect_str_eq(self->trouble, "");
}

Test(host_exec, drained_and_back)
{
	live_perform(&live, ACTION_DRAIN, "app-21", "");
	cr_assert_eq(live.outcome, OUTCOME_OK, "%s", live.text);
	cr_expect_eq(look()->answers, TRI_NO);
	cr_expect_eq(look()->health_file, TRI_NO);
	cr_expect_str_eq(look()->version, "r42");
	cr_expect_str_eq(look()->trouble, "health page: 404");
	live_perform(&live, ACTION_DRAIN, "app-21", "");
	cr_expect_eq(live.outcome, OUTCOME_OK, "twice is fine: %s", live.text);
	live_perform(&live, ACTION_UNDRAIN, "app-21", "");
	cr_expect_eq(live.outcome, OUTCOME_OK, "%s", live.text);
	cr_expect_eq(look()->answers, TRI_YES);
	live_perform(&live, ACTION_UNDRAIN, "app-21", "");
	cr_expect_eq(live.outcome, OUTCOME_OK, "twice is fine: %s", live.text);
}

/* The same through a command, as it would be by ssh. */
Test(host_exec, drained_and_back_by_command)
{
	live.config.host.via = LIVE_ARGV("env", "HOST=%a");
	live_perform(&live, ACTION_DRAIN, "app-21", "");
	cr_assert_eq(live.outcome, OUTCOME_OK, "%s", live.text);
	cr_expect_eq(look()->health_file, TRI_NO);
	live_perform(&live, ACTION_DRAIN, "app-21", "");
	cr_expect_eq(live.outcome, OUTCOME_OK, "twice is fine: %s", live.text);
	live_perform(&live, ACTION_UNDRAIN, "app-21", "");
	cr_expect_eq(live.outcome, OUTCOME_OK, "%s", live.text);
	cr_expect_eq(look()->health_file, TRI_YES);
}

Test(host_exec, a_way_there_that_fails_is_unknown)
{
	live.config.host.via = LIVE_ARGV("sh", "-c", "exit 255");
	cr_expect_eq(look()->health_file, TRI_UNKNOWN);
	live_perform(&live, ACTION_DRAIN, "app-21", "");
	cr_expect_eq(live.outcome, OUTCOME_UNKNOWN, "%s", live.text);
}

Test(host_exec, no_file_to_move_is_a_failure)
{
	char path[256];

	(void)str_fmt(path, sizeof(path), "%s/htdocs/up", live.dir);
	cr_assert_eq(unlink(path), 0);
	live_perform(&live, ACTION_DRAIN, "app-21", "");
	cr_expect_eq(live.outcome, OUTCOME_FAILED, "%s", live.text);
}

static const struct probe *
probe(enum outcome wanted)
{
	live_perform(&live, ACTION_PROBE, "app-21", "");
	cr_expect_eq(live.outcome, wanted, "%s", live.text);
	const struct sighting *saw = live_find(&live, SAW_PROBE);

	cr_assert_not_null(saw);
	cr_expect_str_eq(saw->name, "app-21");
	return &saw->u.probe;
}

Test(host_exec, a_good_server_passes_its_probe)
{
	const struct probe *result = probe(OUTCOME_OK);

	cr_expect_eq(result->passed, TRI_YES);
	cr_expect_eq(result->passes, 3);
	cr_expect_str_eq(result->text, "health 200, version r42, database shop"
	    " abc123");
}

Test(host_exec, a_wrong_version_fails_the_probe)
{
	live_write(&live, "htdocs/version", "r41\n");
	cr_expect_str_eq(probe(OUTCOME_FAILED)->text, "runs r41, not r42");
}

Test(host_exec, another_database_fails_the_probe)
{
	live_write(&live, "htdocs/db", "ok shop elsewhere\n");
	cr_expect_str_eq(probe(OUTCOME_FAILED)->text,
	    "uses the database shop elsewhere, not shop abc123");
	live_write(&live, "htdocs/db", "no such table\033[2J: identity\n");
	cr_expect_str_eq(probe(OUTCOME_FAILED)->text, "does not reach the"
	    " database: no such table\\x1b[2J: identity");
}

Test(host_exec, a_dead_server_is_told_apart)
{
	(void)kill(-apache, SIGKILL);
	while (child_alive(apache))
		live_pause(&live, 20);
	cr_expect_eq(look()->answers, TRI_NO);
	cr_expect_str_eq(look()->version, "");
	cr_expect_eq(look()->busy, -1);
	cr_expect_neq(look()->trouble[0], '\0');
	cr_expect_eq(probe(OUTCOME_FAILED)->passed, TRI_NO);
}

Test(host_exec, the_site_says_its_version)
{
	live_write(&live, "error.log", "one\ntwo\nthree\nfour \x1b[1m\n");
	live_perform(&live, ACTION_LOOK_SITE, "", "");
	cr_expect_eq(live.outcome, OUTCOME_OK, "%s", live.text);
	const struct sighting *saw = live_find(&live, SAW_SITE);

	cr_assert_not_null(saw);
	cr_expect_eq(saw->u.site.good, TRI_YES);
	cr_expect_str_eq(saw->u.site.lb, "lb1");
	cr_expect_str_eq(saw->u.site.versions, "r42");
	cr_expect(strstr(live.output.data, "app-21: four \\x1b[1m") != NULL,
	    "%s", live.output.data);
	cr_expect_null(strstr(live.output.data, "one"));
}

Test(host_exec, an_old_version_on_the_site_is_not_good)
{
	live_write(&live, "htdocs/version", "r41\n");
	live_perform(&live, ACTION_LOOK_SITE, "", "");
	cr_expect_eq(live.outcome, OUTCOME_FAILED);
	cr_expect_eq(live_find(&live, SAW_SITE)->u.site.good, TRI_NO);
	cr_expect_str_eq(live_find(&live, SAW_SITE)->u.site.versions, "r41");
}

Test(host_exec, a_page_that_fails_makes_the_site_bad)
{
	argv_done(&live.config.probe.paths);
	live.config.probe.paths = LIVE_ARGV("/nothing");
	live_perform(&live, ACTION_LOOK_SITE, "", "");
	cr_expect_eq(live.outcome, OUTCOME_FAILED);
	cr_expect(strstr(live.text, "/nothing: status 404") != NULL, "%s",
	    live.text);
}

Test(host_exec, the_last_look_counts_busy_workers)
{
	live_perform(&live, ACTION_LAST_LOOK, "app-21", "");
	cr_expect_eq(live.outcome, OUTCOME_OK);
	const struct sighting *saw = live_find(&live, SAW_SELF);

	cr_assert_not_null(saw);
	cr_expect_str_eq(saw->u.self.db, "shop abc123");
	cr_expect_eq(saw->u.self.busy, 0);
}

Test(host_exec, a_name_that_leads_elsewhere_is_refused)
{
	(void)str_copy(live.facts.servers[0].name, NAME_LEN, "..");
	(void)str_fmt(live.config.host.health_file, TEXT_LEN,
	    "%s/htdocs/%%n/htdocs/up", live.dir);
	live_perform(&live, ACTION_DRAIN, "..", "");
	cr_expect_eq(live.outcome, OUTCOME_FAILED);
	cr_expect_not_null(strstr(live.text, "server"), "%s", live.text);
}
