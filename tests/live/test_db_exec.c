/* The database provider on a real SQLite file, with the commands of the demo. */

#include <sys/stat.h>

#include "live.h"

#include <signal.h>
#include <unistd.h>

#include "base/child.h"

static struct live live;
static char db[200];

static void
ended(const struct child_end *end, void *arg)
{
	(void)arg;
	live.done = true;
	live.outcome = end->exited && end->status == 0 ? OUTCOME_OK :
	    OUTCOME_FAILED;
	loop_stop(live.ctx.loop, 0);
}

static void
sql(const char *text)
{
	const char *argv[] = { "sqlite3", "-bail", db, NULL };
	struct child_spec spec = { .argv = argv, .input = text };
	struct err err = { 0 };

	live.done = false;
	cr_assert_not_null(child_start(live.ctx.loop, &spec, NULL, ended, NULL,
	    &err), "%s", err.text);
	live_wait(&live);
	cr_assert_eq(live.outcome, OUTCOME_OK, "%s", text);
}

static struct argv
query(const char *text)
{
	return LIVE_ARGV("sqlite3", "-bail", "-readonly", db,
	    ".timeout 5000", text);
}

static void
begin(void)
{
	live_begin(&live);
	(void)str_fmt(db, sizeof(db), "%s/shop.db", live.dir);
	sql("PRAGMA journal_mode=WAL; CREATE TABLE identity (name, uuid);"
	    "INSERT INTO identity VALUES ('shop', 'abc123');"
	    "CREATE TABLE items (id INTEGER PRIMARY KEY, name TEXT);"
	    "CREATE TABLE cutover_migration (file TEXT PRIMARY KEY, digest);");
	struct config *config = &live.config;
	char path[256];

	(void)str_copy(config->db.name, NAME_LEN, "shop");
	(void)str_fmt(config->db.snapshot_dir, TEXT_LEN, "%s/snapshots",
	    live.dir);
	config->db.identify = query("SELECT name || ' ' || uuid FROM identity");
	config->db.schema = query("SELECT count(*) FROM sqlite_schema");
	config->db.writes = query("SELECT count(*) FROM items");
	config->db.applied = query("SELECT file FROM cutover_migration");
	config->db.snapshot = query("VACUUM INTO '%f'");
	config->db.verify = LIVE_ARGV("sqlite3", "-bail", "-readonly", "%f",
	    "SELECT name || ' ' || uuid FROM identity");
	config->db.migrate = LIVE_ARGV("sqlite3", "-bail", db,
	    ".timeout 5000", "BEGIN IMMEDIATE",
	    ".read '%f'",
	    "INSERT INTO cutover_migration VALUES ('%f', '%d')", "COMMIT");
	(void)str_fmt(path, sizeof(path), "%s/001.sql", live.dir);
	config->db.migrations = LIVE_ARGV(path);
	live_write(&live, "001.sql", "ALTER TABLE items ADD COLUMN note TEXT;\n"
	    "CREATE TABLE banners (id INTEGER PRIMARY KEY);\n");
	live_open(&live, &db_exec);
}

static void
look(void)
{
	live_refresh(&live);
	cr_assert_eq(live.outcome, OUTCOME_OK, "%s", live.text);
	live.facts.now_ms++;
	facts_merge(&live.facts, SOURCE_DB, "database", &live.saw, true);
}

static void
end(void)
{
	live_end(&live);
}

TestSuite(db_exec, .init = begin, .fini = end, .timeout = 60);

Test(db_exec, tells_who_it_is_and_what_is_missing)
{
	look();
	cr_expect_eq(live.facts.db.configured, TRI_YES);
	cr_expect_str_eq(live.facts.db.identity, "shop abc123");
	cr_expect_eq(live.facts.db.writes, 0);
	cr_assert_eq(live.facts.db.n_migrations, 1);
	cr_expect_eq(live.facts.db.migrations[0].class, SQL_ADDITIVE);
	cr_expect_eq(live.facts.db.migrations[0].applied, TRI_NO);
	cr_expect_eq(strlen(live.facts.db.migrations[0].digest), 64);
}

/* ---- the secret ---- */

/* Set up again, with a command that wants the password. */
static void
wants_password(const char *file, const char *const *command)
{
	live.ops->close(live.self);
	argv_done(&live.config.db.schema);
	live.config.db.schema = LIVE_ARGV("sh", "-c",
	    "echo I got $SHOP_PASSWORD. >&2; test \"$SHOP_PASSWORD\" = hunter2 && "
	    "echo 7");
	(void)str_copy(live.config.db.secret_env, NAME_LEN, "SHOP_PASSWORD");
	(void)str_copy(live.config.db.secret_file, TEXT_LEN, file);
	if (command != NULL)
		live.config.db.secret_command = live_argv(command);
	live_open(&live, &db_exec);
}

Test(db_exec, password_from_a_file)
{
	char path[256];

	(void)str_fmt(path, sizeof(path), "%s/password", live.dir);
	cr_assert_eq(file_write(path, "hunter2\n", 8, 0600, NULL), 0);
	wants_password(path, NULL);
	look();
	cr_expect_str_eq(live.facts.db.schema, "7");
	cr_expect_null(getenv("SHOP_PASSWORD"));

	/* It was changed, and the next command gets the new one; what it says of
	 * it is not told. */
	cr_assert_eq(file_write(path, "hunter3\n", 8, 0600, NULL), 0);
	live_refresh(&live);
	cr_expect_eq(live.outcome, OUTCOME_FAILED);
	cr_expect_not_null(strstr(live.text, "I got *******."), "%s", live.text);
	cr_assert_eq(chmod(path, 0644), 0);
	live_refresh(&live);
	cr_expect_not_null(strstr(live.text, "chmod 600"), "%s", live.text);
}

/* Asked once for all commands and rounds. */
Test(db_exec, password_from_a_command)
{
	char asked[256], script[400];
	struct buf text = { 0 };

	(void)str_fmt(asked, sizeof(asked), "%s/asked", live.dir);
	(void)str_fmt(script, sizeof(script), "echo x >>%s; echo hunter2", asked);
	wants_password("", (const char *const []){ "sh", "-c", script, NULL });
	look();
	look();
	cr_expect_str_eq(live.facts.db.schema, "7");
	cr_assert_eq(file_read(asked, 100, &text, NULL), 0);
	cr_expect_str_eq(text.data, "x\n");
	buf_done(&text);
}

Test(db_exec, password_that_cannot_be_had)
{
	wants_password("", (const char *const []){ "sh", "-c",
	    "echo it is locked >&2; exit 1", NULL });
	live_refresh(&live);
	cr_expect_eq(live.outcome, OUTCOME_FAILED);
	cr_expect_not_null(strstr(live.text, "it is locked"), "%s", live.text);
	/* Closed while it is being asked. */
	argv_done(&live.config.db.secret_command);
	wants_password("", (const char *const []){ "sleep", "60", NULL });
	live.done = false;
	live.ops->refresh(live.self, &live.facts, live_saw, &live);
}

Test(db_exec, a_part_of_the_answer_is_no_answer)
{
	argv_done(&live.config.db.writes);
	live.config.db.writes = query("SELECT count(*) FROM nothing");
	live_refresh(&live);
	cr_expect_eq(live.outcome, OUTCOME_FAILED);
	cr_expect(str_starts(live.text, "writes: exit status 1"), "%s",
	    live.text);
}

Test(db_exec, a_snapshot_is_read_back)
{
	look();
	live_perform(&live, ACTION_SNAPSHOT, "", "shop-before-r42");
	cr_assert_eq(live.outcome, OUTCOME_OK, "%s", live.text);
	const struct sighting *saw = live_find(&live, SAW_SNAPSHOT);

	cr_assert_not_null(saw);
	cr_expect_eq(saw->u.snapshot.state, SNAPSHOT_COMPLETE);
	cr_expect_eq(saw->u.snapshot.verified, TRI_YES);
	cr_expect_str_eq(saw->u.snapshot.of, "shop abc123");
	cr_expect_gt(saw->u.snapshot.bytes, 0);
	cr_expect_eq(saw->u.snapshot.writes, 0, "the counter before it");
	cr_expect_eq(access(saw->u.snapshot.id, R_OK), 0);
}

Test(db_exec, a_snapshot_of_another_database_is_no_snapshot)
{
	look();
	(void)str_copy(live.facts.db.identity, TEXT_LEN, "shop of somebody");
	live_perform(&live, ACTION_SNAPSHOT, "", "x");
	cr_expect_eq(live.outcome, OUTCOME_FAILED);
	const struct sighting *saw = live_find(&live, SAW_SNAPSHOT);

	cr_assert_not_null(saw);
	cr_expect_eq(saw->u.snapshot.state, SNAPSHOT_FAILED);
	cr_expect_eq(saw->u.snapshot.verified, TRI_NO);
	cr_expect_neq(access(saw->u.snapshot.id, F_OK), 0,
	    "what is not verified has no name");
}

Test(db_exec, a_migration_is_applied_once)
{
	const char *file = live.config.db.migrations.words[0];

	look();
	live_perform(&live, ACTION_MIGRATE, "", file);
	cr_assert_eq(live.outcome, OUTCOME_OK, "%s", live.text);
	look();
	cr_expect_eq(live.facts.db.migrations[0].applied, TRI_YES);
	live_perform(&live, ACTION_MIGRATE, "", file);
	cr_expect_eq(live.outcome, OUTCOME_OK);
	cr_expect_str_eq(live.text, "it was applied already");
}

Test(db_exec, a_migration_that_fails_leaves_nothing)
{
	live_write(&live, "001.sql", "CREATE TABLE banners (id INTEGER);\n"
	    "CREATE TABLE items (id INTEGER);\n");
	look();
	live_perform(&live, ACTION_MIGRATE, "",
	    live.config.db.migrations.words[0]);
	cr_expect_eq(live.outcome, OUTCOME_FAILED, "%s", live.text);
	cr_expect(strstr(live.text, "its marker is not there") != NULL, "%s",
	    live.text);
	cr_expect(strstr(live.output.data, "items already exists") != NULL);
	look();
	cr_expect_eq(live.facts.db.migrations[0].applied, TRI_NO);
	sql("CREATE TABLE banners (id INTEGER);");
}

/* The connection breaks after the commit: looked up, not sent again (B7). */
Test(db_exec, a_broken_end_is_looked_up)
{
	argv_done(&live.config.db.migrate);
	live.config.db.migrate = LIVE_ARGV("sh", "-c",
	    "sqlite3 -bail \"$1\" BEGIN \".read '$2'\" \"INSERT INTO"
	    " cutover_migration VALUES ('$2', '')\" COMMIT; kill -9 $$", "sh",
	    db, "%f");
	look();
	live_perform(&live, ACTION_MIGRATE, "",
	    live.config.db.migrations.words[0]);
	cr_expect_eq(live.outcome, OUTCOME_OK, "%s", live.text);
	cr_expect(strstr(live.text, "but its marker is there") != NULL, "%s",
	    live.text);
}

Test(db_exec, without_a_marker_a_broken_end_is_unknown)
{
	argv_done(&live.config.db.migrate);
	argv_done(&live.config.db.applied);
	live.config.db.applied = (struct argv){ 0 };
	live.config.db.migrate = LIVE_ARGV("sh", "-c", "exit 2");
	look();
	live_perform(&live, ACTION_MIGRATE, "",
	    live.config.db.migrations.words[0]);
	cr_expect_eq(live.outcome, OUTCOME_UNKNOWN, "%s", live.text);
}

Test(db_exec, a_file_that_changed_is_not_sent)
{
	look();
	live_write(&live, "001.sql", "DROP TABLE items;\n");
	live_perform(&live, ACTION_MIGRATE, "",
	    live.config.db.migrations.words[0]);
	cr_expect_eq(live.outcome, OUTCOME_FAILED);
	cr_expect(strstr(live.text, "changed") != NULL, "%s", live.text);
	look();
	cr_expect_eq(live.facts.db.migrations[0].class, SQL_DESTRUCTIVE);
	cr_expect_eq(live.facts.db.migrations[0].applied, TRI_NO);
}

/* GR-05: what points elsewhere does not reach the commands. */
Test(db_exec, ambient_variables_do_not_get_through)
{
	cr_assert_eq(setenv("DATABASE_URL", "postgres://elsewhere", 1), 0);
	cr_assert_eq(setenv("PGHOST", "elsewhere", 1), 0);
	argv_done(&live.config.db.schema);
	live.config.db.schema = LIVE_ARGV("sh", "-c",
	    "echo \"${DATABASE_URL-none}${PGHOST-none}\"");
	look();
	cr_expect_str_eq(live.facts.db.schema, "nonenone");
}
