/* model/config: a good file read whole, and bad ones refused with file, line and
 * a sentence, whatever is in them. */

#include "config.h"

#include "model/config.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/xmalloc.h"

/* libconfig forgets a text when it meets a fault of syntax behind it. */
const char *__lsan_default_suppressions(void);

const char *
__lsan_default_suppressions(void)
{
	return "leak:libconfig.so\n";
}

/* Line 10: the second balancer, read over HTTP. */
#define WEB(url, more) "{ name = \"lb2\"; statistics = \"" url "\"; " more \
	" backend = \"shop\"; });"

/* Element i is line i + 1. */
static const char *const good[] = {
	"deployment = \"shop\";",
	"release = { from = \"r41\"; to = \"r42\"; };",
	"template = \"r42\";",
	"inputs = { RELEASE_20261124120000 = \"r42\"; OLD = \"!unset\"; };",
	"cloud = { provider = \"local\"; socket = \"/c.sock\"; };",
	"array = \"web\";",
	"balancers = (",
	"{ name = \"lb1\"; socket = \"/lb1\"; backend = \"shop\";",
	"  master = \"ipv4@127.0.0.1:99\"; check = [ \"haproxy\", \"%f\" ]; },",
	"{ name = \"lb2\"; socket = \"/lb2\"; backend = \"shop\"; });",
	"host = { health_file = \"/srv/%n/up\"; via = [ ]; };",
	"probe = { host = \"shop.example\"; health = \"/up\"; version = \"/v\";",
	"  paths = [ \"/\", \"/v\" ]; };",
	"database = { name = \"shop\"; identify = [ \"id\" ];",
	"  snapshot = [ \"dump\", \"%f\" ]; verify = [ \"look\", \"%f\" ];",
	"  migrate = [ \"run\", \"%f\" ]; migrations = [ \"1.sql\", \"2.sql\" ];",
	"  snapshot_dir = \"/snap\"; };",
	"policy = { floor = 2; with_downtime = true; quiet_s = 0x10; };",
	"limits = { boot_s = 60; };",
	"state_dir = \"/state\"; # @include \"no\" 99999999999",
};

static int
load(const char *text, size_t len, struct config *config, struct buf *faults,
    struct err *err)
{
	char path[40];
	int fd = memfd_create("config", MFD_CLOEXEC);

	cr_assert_geq(fd, 0);
	cr_assert_eq(write(fd, text, len), (ssize_t)len);
	str_fmt(path, sizeof(path), "/proc/self/fd/%d", fd);
	int status = config_load(path, config, faults, err);
	(void)close(fd);
	return status;
}

/* The good file, but for one line. */
static void
write_but(struct buf *text, int line, const char *instead)
{
	for (size_t i = 0; i < countof(good); i++)
		buf_printf(text, "%s\n", (int)i + 1 == line ? instead : good[i]);
}

Test(config, reads_all)
{
	struct buf text = { 0 }, faults = { 0 };
	struct config c;
	struct err err = { 0 };

	write_but(&text, 0, "");
	cr_assert_eq(load(text.data, text.len, &c, &faults, &err), 0, "%s",
	    faults.data);
	cr_assert_eq(faults.len, 0);
	cr_assert_str_eq(c.deployment, "shop");
	cr_assert_str_eq(c.release_from, "r41");
	cr_assert_str_eq(c.release_to, "r42");
	cr_assert_str_eq(c.template_to, "r42");
	cr_assert_eq(c.n_inputs, 2);
	cr_assert_str_eq(c.inputs[0].key, "RELEASE_20261124120000");
	cr_assert_str_eq(c.inputs[1].value, "!unset");
	cr_assert_str_eq(c.array, "web");
	cr_assert_eq(c.n_lbs, 2);
	cr_assert_str_eq(c.lbs[0].master, "ipv4@127.0.0.1:99");
	cr_assert_eq(c.lbs[0].check.n, 2);
	cr_assert_str_eq(c.lbs[0].check.words[1], "%f");
	cr_assert_null(c.lbs[0].check.words[2]);
	cr_assert_eq(config_lb(&c, "lb2"), &c.lbs[1]);
	cr_assert_null(config_lb(&c, "lb3"));
	cr_assert_null(c.host.via.words);
	cr_assert_eq(c.probe.paths.n, 2);
	cr_assert_str_eq(c.db.migrations.words[1], "2.sql");
	cr_assert_eq(c.policy.floor, 2);
	cr_assert(c.policy.with_downtime);
	cr_assert_eq(c.policy.proof.quiet_ms, 16000);
	cr_assert_eq(c.boot_limit_ms, 60000);
	cr_assert_str_eq(c.state_dir, "/state");
	config_done(&c);
	config_done(&c);		/* nothing is left to be freed twice */
	buf_done(&text);
}

/* Where the cloud attaches and detaches, balancers are only read. */
Test(config, only_reads_where_the_cloud_attaches)
{
	struct buf text = { 0 }, faults = { 0 };
	struct config c;

	for (size_t i = 0; i < countof(good); i++)
		buf_printf(&text, "%s\n", i == 4 ? "cloud = { provider = \"exec\"; "
		    "exec = { command = [ \"p\" ]; attach = [ \"a\" ]; detach = [ "
		    "\"d\" ]; }; };" : i == 9 ? WEB("http://h/s;csv",
		    "master = \"/m\"; statistics_user = \"u\"; "
		    "statistics_secret_command = [ \"p\" ];") : good[i]);
	cr_assert_eq(load(text.data, text.len, &c, &faults, NULL), 0, "%s",
	    faults.data);
	cr_expect_not(config_orders_balancers(&c));
	cr_expect(config_cloud_performs(&c, ACTION_DETACH));
	cr_expect_not(config_cloud_performs(&c, ACTION_DRAIN));
	cr_expect_str_eq(c.lbs[1].statistics, "http://h/s;csv");
	cr_expect_eq(c.lbs[1].statistics_secret_command.n, 1);
	config_done(&c);
	str_copy(c.cloud.provider, NAME_LEN, "local");
	cr_expect(config_orders_balancers(&c));
	buf_done(&text);
}

Test(config, has_defaults)
{
	struct buf text = { 0 }, faults = { 0 };
	struct config c;

	write_but(&text, 18, "");
	cr_assert_eq(load(text.data, text.len, &c, &faults, NULL), 0);
	cr_assert_str_eq(c.environment, "PROD");
	cr_assert_eq(c.policy.floor, 1);
	cr_assert_eq(c.policy.removals_per_minute, 1);
	cr_assert_eq(c.policy.queue_most, 0);
	cr_assert_eq(c.policy.errors_most, 5);
	cr_assert(c.bell);
	cr_assert(c.title);
	cr_assert_eq(c.notify_command.n, 0);
	cr_assert_not(c.policy.with_downtime);
	cr_assert_eq(c.policy.bake_ms, 600000);
	cr_assert_eq(c.policy.proof.samples, 6);
	cr_assert_eq(c.drain_limit_ms, 3600000);
	config_done(&c);
	buf_done(&text);
}

static const struct {
	int line;			/* this one, … */
	const char *instead;
	int at;				/* … and there the fault is */
	const char *sentence;
} bad[] = {
	/* keys */
	{ 20, "state_dir = \"/s\"; notify = \"osc8\";", 20,
	    "notify is \"osc8\"; it must be osc9 or osc777" },
	{ 18, "policy = { flor = 2; };", 18,
	    "unknown key \"flor\"; did you mean \"floor\"?" },
	{ 18, "policy = { xyzzy = 2; };", 18, "unknown key \"xyzzy\": take it out, or "
	    "see cutover.conf(5)" },
	{ 2, "release = { from = \"r41\"; to = \"r42\"; xy = \"\"; };", 2,
	    "unknown key \"xy\": take it out, or see cutover.conf(5)" },
	{ 8, "{ name = \"lb1\"; sockt = \"/lb1\"; backend = \"shop\";", 8,
	    "unknown key \"sockt\"; did you mean \"socket\"?" },
	{ 1, "", 1, "deployment is missing" },
	{ 2, "release = {\nfrom = \"r41\"; };", 2, "release.to is missing" },
	{ 10, "{ socket = \"/lb2\"; backend = \"shop\"; });", 10,
	    "name is missing" },
	{ 6, "template = \"r43\";", 6, "duplicate setting name: this "
	    "key is there twice, keep one" },
	{ 6, "deployment = \"x\";", 6, "duplicate setting name: this "
	    "key is there twice, keep one" },
	/* types */
	{ 1, "deployment = 7;", 1, "deployment must be a text in quotes" },
	{ 1, "deployment = \"\";", 1, "deployment is empty" },
	{ 1, "deployment = \"a b\";", 1, "deployment: \"a b\" is not a name: use "
	    "letters, digits and _ . : -" },
	{ 1, "deployment = \"../x\";", 1, "deployment: \"../x\" is not a name: "
	    "use letters, digits and _ . : -" },
	{ 1, "deployment = \"..\";", 1,
	    "deployment must not begin with a dot: it names a folder" },
	{ 18, "policy = { floor = \"2\"; };", 18, "floor must be a whole number" },
	{ 18, "policy = { floor = 2.5; };", 18, "floor must be a whole number" },
	{ 18, "policy = { with_downtime = 1; };", 18,
	    "with_downtime must be true or false" },
	{ 18, "policy = ( 1 );", 18, "policy must be a group: { ... }" },
	{ 18, "policy = 3;", 18, "policy must be a group: { ... }" },
	{ 11, "host = { health_file = \"/%n\"; via = \"ssh\"; };", 11, "via must "
	    "be a list of words: [ \"command\", \"word\" ]" },
	{ 11, "host = { health_file = \"/%n\"; via = [ 1, 2 ]; };", 11,
	    "via: word 1 is not a text in quotes" },
	{ 4, "inputs = \"A=b\";", 4, "inputs must be a group: { KEY = \"value\"; }" },
	{ 4, "inputs = { A = 4; };", 4, "input A must be a text in quotes" },
	{ 4, "inputs = {\nA = \" \\t\"; };", 5, "input A: a blank value is an "
	    "error; write \"!unset\" to take it away" },
	{ 4, "inputs = { A*B = \"x\"; };", 4,
	    "input A*B: a key has letters, digits and _ -, at most 80 of them" },
	/* numbers */
	{ 18, "policy = { floor = 99999999999; };", 18,
	    "the number 99999999999 is too large" },
	{ 18, "policy = { floor = 4294967297; };", 18,
	    "the number 4294967297 is too large" },
	{ 18, "policy = { floor = 0x100000001; };", 18,
	    "the number 0x100000001 is too large" },
	{ 18, "policy = { floor = 0; };", 18,
	    "floor is 0; it must be from 1 to 1000" },
	{ 18, "policy = { floor = -1; };", 18,
	    "floor is -1; it must be from 1 to 1000" },
	{ 18, "policy = { quiet_s = 86401; };", 18,
	    "quiet_s is 86401; it must be from 1 to 86400" },
	/* traps */
	{ 6, "@include \"/etc/passwd\"", 6,
	    "@include is not allowed here: one file holds it all" },
	{ 6, "array = {{{{{{{{{{{{{{{{{", 6, "more than 16 brackets are open" },
	{ 19, "limits = { boot_s = \"60; };", 20, "the text in quotes that begins "
	    "here is not closed" },
	{ 20, "array = \"web;", 20,
	    "the text in quotes that begins here is not closed" },
	{ 18, "/* policy = { floor = 2; };", 18,
	    "the comment that begins here is not closed" },
	{ 6, "array \"web\";", 6, "syntax error here or just before: look for a "
	    "missing quote, bracket or semicolon" },
	{ 12, "probe = { host = \"a\\r\\nX: y\"; health = \"/\"; version = \"/\";",
	    12, "host holds a line break or another control character" },
	/* one key against another */
	{ 2, "release = { from = \"r42\"; to = \"r42\"; };", 2,
	    "release.from and release.to are both \"r42\"" },
	{ 5, "cloud = { provider = \"local\"; };", 5,
	    "cloud.socket is missing: where the local cloud listens" },
	{ 5, "cloud = { provider = \"exec\"; };", 5,
	    "cloud.exec: there is no command for list: give command, or one for "
	    "each verb" },
	{ 5, "cloud = { provider = \"exec\"; exec = { command = [ \"p\" ]; attach = "
	    "[ \"a\" ]; }; };", 5,
	    "cloud.exec has one of attach and detach: give both, or none" },
	{ 5, "cloud = { provider = \"exec\"; exec = { command = [ \"p\" ]; undrain = "
	    "[ \"a\" ]; }; };", 5,
	    "cloud.exec has one of drain and undrain: give both, or none" },
	{ 5, "cloud = { provider = \"exec\"; exec = { command = [ \"p\" ]; limits_s = "
	    "{ list = 0; }; }; };", 5, "list is 0; it must be from 1 to 3600" },
	{ 5, "cloud = { provider = \"exec\"; exec = { command = [ \"p\" ]; lanch = "
	    "[ \"a\" ]; }; };", 5,
	    "unknown key \"lanch\"; did you mean \"launch\"?" },
	{ 10, "{ name = \"lb1\"; socket = \"/lb2\"; backend = \"shop\"; });", 10,
	    "two balancers are named \"lb1\"" },
	{ 10, "{ name = \"lb2\"; socket = \"/lb1\"; backend = \"shop\"; });", 10,
	    "lb1 and lb2 are the same balancer: one socket, one backend" },
	{ 10, "{ name = \"lb2\"; socket = \"lb2\"; backend = \"shop\"; });", 10,
	    "socket: lb2: neither /path nor unix@/path nor ipv4@1.2.3.4:5678" },
	{ 10, "{ name = \"lb2\"; backend = \"shop\"; });", 10, "socket is missing: "
	    "where its HAProxy answers (or statistics, where it is only read)" },
	{ 10, "{ name = \"lb2\"; socket = \"/2\"; statistics = \"http://h/s\"; "
	    "backend = \"shop\"; });", 10,
	    "socket and statistics: give one of them" },
	{ 10, WEB("http://h/s", ""), 10, "statistics can only be read, and lb2 is "
	    "attached to and detached from by us: give its socket, level admin" },
	{ 10, WEB("ftp://h/s", ""), 10, "statistics: \"ftp://h/s\" is no address: "
	    "write http://HOST/PATH" },
	{ 10, WEB("http://h", ""), 10, "statistics: \"http://h\" is no address: "
	    "write http://HOST/PATH" },
	{ 10, WEB("http://u:p@h/s", ""), 10, "statistics holds a user: write "
	    "statistics_user and statistics_secret_file" },
	{ 10, WEB("http://h/s;json", ""), 10, "statistics: nothing but ;csv may "
	    "stand behind the page's address" },
	{ 10, WEB("https://h/s", "statistics_user = \"u\";"), 10,
	    "statistics_user: there is neither statistics_secret_file nor "
	    "statistics_secret_command" },
	{ 10, WEB("https://h/s", "statistics_secret_command = [ \"p\" ];"), 10,
	    "statistics_user is missing: whose secret it is" },
	{ 10, "{ name = \"lb2\"; socket = \"/2\"; statistics_user = \"u\"; "
	    "backend = \"shop\"; });", 10,
	    "statistics is missing: the page that the user is for" },
	{ 10, WEB("https://h/s", "statistics_user = \"u\"; statistics_secret_file "
	    "= \"s\";"), 10, "statistics_secret_file must begin with /" },
	{ 10, "7 );", 10, "a balancer must be a group: { ... }" },
	{ 11, "host = { health_file = \"/srv/up\"; };", 11,
	    "host.health_file is the same file for every server: put %n into it, "
	    "or %a into host.via" },
	{ 15, "verify = [ \"look\", \"%f\" ];", 14, "database.snapshot is missing" },
	{ 15, "snapshot = [ \"dump\", \"%f\" ]; verify = [ \"true\" ];", 15,
	    "database.verify: none of its words holds %f, the file" },
	{ 16, "migrations = [ \"1.sql\" ];", 14, "database.migrate is missing" },
	{ 20, "state_dir = \"state\";", 20, "state_dir must begin with /" },
};

/* What is said, with the file's name cut off. */
static void
expect_fault(const struct buf *faults, const struct err *err, int at,
    const char *sentence, const char *about)
{
	const char *said = strchr(faults->data, ':');
	char wanted[TEXT_LEN], safe[TEXT_LEN];

	(void)str_safe(safe, sizeof(safe), sentence);
	str_fmt(wanted, sizeof(wanted), ":%d: %s\n", at, safe);
	cr_assert_not_null(said, "%s: %s", about, faults->data);
	cr_expect(str_starts(said, wanted), "%s\nwanted %sgot    %s", about,
	    wanted, said);
	cr_expect_eq(err->code, ERR_CONFIG);
	cr_expect(str_starts(faults->data, err->text), "%s", err->text);
}

Test(config, says_what_is_wrong_and_where)
{
	for (size_t i = 0; i < countof(bad); i++) {
		struct buf text = { 0 }, faults = { 0 };
		struct config c;
		struct err err = { 0 };

		write_but(&text, bad[i].line, bad[i].instead);
		cr_expect_eq(load(text.data, text.len, &c, &faults, &err), -1,
		    "taken: %s", bad[i].instead);
		buf_puts(&faults, "");
		expect_fault(&faults, &err, bad[i].at, bad[i].sentence,
		    bad[i].instead);
		cr_expect_null(c.lbs);
		cr_expect_null(c.db.migrations.words);
		cr_expect_eq(c.deployment[0], '\0');
		buf_done(&text);
		buf_done(&faults);
	}
}

static void
expect_said(const char *text, size_t len, const char *wanted)
{
	struct buf faults = { 0 };
	struct config c;
	struct err err = { 0 };

	cr_expect_eq(load(text, len, &c, &faults, &err), -1);
	buf_puts(&faults, "");
	cr_expect_not_null(strstr(faults.data, wanted), "wanted %s, got %.400s",
	    wanted, faults.data);
	cr_expect_eq(err.code, ERR_CONFIG);
	buf_done(&faults);
}

Test(config, tells_every_fault)
{
	struct buf faults = { 0 };
	struct config c;
	static const char text[] = "deployment = 1;\ntmplate = \"x\";\n";

	cr_assert_eq(load(text, strlen(text), &c, &faults, NULL), -1);
	cr_expect_not_null(strstr(faults.data, ":1: deployment must be"));
	cr_expect_not_null(strstr(faults.data, ":2: unknown key \"tmplate\"; did "
	    "you mean \"template\"?"));
	cr_expect_not_null(strstr(faults.data, ":1: template is missing"));
	cr_expect_not_null(strstr(faults.data, ":1: balancers is missing"));
	buf_done(&faults);
}

Test(config, survives_what_is_no_configuration)
{
	char *large = xcalloc((1 << 20) + 2, 1);
	struct buf words = { 0 };

	expect_said("", 0, ":1: deployment is missing");
	expect_said("\n\n \t\n# nothing\n", 15, ":1: deployment is missing");
	expect_said("/* open", 7, ":1: the comment that begins here");
	expect_said("\na = \"\\", 7, ":2: the text in quotes");
	expect_said("deployment\0= 1", 14, ": holds a NUL byte");
	expect_said("\x7f" "ELF\xff\xfe", 6, ":1: ");
	memset(large, '#', (1 << 20) + 1);
	expect_said(large, (1 << 20) + 1, ": larger than 1048576 bytes");
	memset(large, '(', 1 << 19);
	expect_said(large, 1 << 19, ":1: more than 16 brackets are open");
	memset(large, '9', 1 << 19);
	expect_said(large, 1 << 19, "9 is too large");
	free(large);
	buf_puts(&words, "host = { health_file = \"/%n\"; via = [ \"w\"");
	for (int i = 1; i < 50000; i++)
		buf_puts(&words, ", \"w\"");
	buf_puts(&words, " ]; };");
	expect_said(words.data, words.len, ":1: via has more than 64 words");
	buf_reset(&words);
	buf_puts(&words, "deployment = \"");
	for (int i = 0; i < 100; i++)
		buf_puts(&words, "x");
	buf_puts(&words, "\";");
	expect_said(words.data, words.len,
	    ":1: deployment is longer than 95 bytes");
	buf_done(&words);
}

/* Names from outside reach the terminal harmless. */
Test(config, shows_hostile_names_harmless)
{
	static const char text[] = "deployment = \"\x1b[2J\xe2\x80\xae\";\n";
	struct buf faults = { 0 };
	struct config c;

	cr_assert_eq(load(text, strlen(text), &c, &faults, NULL), -1);
	cr_expect_null(memchr(faults.data, 0x1b, faults.len));
	cr_expect_not_null(strstr(faults.data, "\\x1b[2J\\xe2\\x80\\xae"));
	buf_done(&faults);
}

static void
expect_unread(const char *path, const char *wanted)
{
	struct buf faults = { 0 };
	struct config c;
	struct err err = { 0 };

	cr_expect_eq(config_load(path, &c, &faults, &err), -1);
	cr_expect_eq(err.code, ERR_CONFIG);
	cr_expect_not_null(strstr(faults.data, path), "%s", faults.data);
	cr_expect_not_null(strstr(faults.data, wanted), "%s", faults.data);
	cr_expect_eq(config_load(path, &c, &faults, NULL), -1);
	buf_done(&faults);
}

Test(config, wants_a_file)
{
	char dir[] = "/tmp/cutover-config-XXXXXX", path[80];

	cr_assert_not_null(mkdtemp(dir));
	expect_unread(dir, "not a regular file");
	str_fmt(path, sizeof(path), "%s/none", dir);
	expect_unread(path, "No such file or directory");
	/* A pipe that nobody writes must not hold us. */
	str_fmt(path, sizeof(path), "%s/pipe", dir);
	cr_assert_eq(mkfifo(path, 0600), 0);
	expect_unread(path, "not a regular file");
	(void)unlink(path);
	(void)rmdir(dir);
	expect_unread("/dev/zero", "not a regular file");
}

Test(config, fills_words)
{
	char *words[] = { (char[]){ "a%n" }, (char[]){ "%n%n%x%" },
		(char[]){ "" }, NULL };
	const struct argv argv = { words, 3 }, none = { 0 };
	struct argv filled = argv_fill(&argv, 'n', "%n");

	cr_assert_eq(filled.n, 3);
	cr_assert_str_eq(filled.words[0], "a%n");
	cr_assert_str_eq(filled.words[1], "%n%n%x%");
	cr_assert_str_eq(filled.words[2], "");
	cr_assert_null(filled.words[3]);
	argv_done(&filled);
	filled = argv_fill(&argv, 'n', "app-11");
	cr_assert_str_eq(filled.words[1], "app-11app-11%x%");
	argv_done(&filled);
	filled = argv_fill(&none, 'n', "x");
	cr_assert_eq(filled.n, 0);
	cr_assert_null(filled.words[0]);
	argv_done(&filled);
	argv_done(&filled);
}
