/* Migrations: only what is known to add is additive. */

#include <criterion/criterion.h>

#include "backend/sql_class.h"
#include "base/str.h"

static const struct {
	enum sql_class class;
	const char *text;
} samples[] = {
	{ SQL_ADDITIVE, "CREATE TABLE carts (id INTEGER PRIMARY KEY);" },
	{ SQL_ADDITIVE, "create table if not exists a (b text not null)" },
	{ SQL_ADDITIVE, "CREATE INDEX i ON items (name);" },
	{ SQL_ADDITIVE, "CREATE VIEW v AS SELECT * FROM items;" },
	{ SQL_ADDITIVE, "ALTER TABLE items ADD COLUMN note TEXT;" },
	{ SQL_ADDITIVE, "ALTER TABLE items ADD note TEXT" },
	{ SQL_ADDITIVE,
	    "ALTER TABLE items ADD COLUMN n INT NOT NULL DEFAULT 0;" },
	{ SQL_ADDITIVE,
	    "ALTER TABLE main.items ADD COLUMN a INT, ADD COLUMN b INT;" },
	{ SQL_ADDITIVE, "ALTER TABLE items ADD COLUMN IF NOT EXISTS a INT;" },
	{ SQL_ADDITIVE, "INSERT INTO items VALUES ('drop; table', 1);" },
	{ SQL_ADDITIVE, "-- DROP TABLE items;\nCREATE TABLE a (b INT);" },
	{ SQL_ADDITIVE, "/* DROP TABLE a; */ CREATE TABLE a (b INT);;\n" },
	{ SQL_ADDITIVE, "CREATE TABLE a (b INT REFERENCES c ON DELETE CASCADE)" },
	{ SQL_ADDITIVE, "CREATE TABLE \"drop\" (\"it\"\"s;\" INT);" },
	{ SQL_ADDITIVE, "INSERT INTO a VALUES ('it''s; DROP TABLE a');" },

	{ SQL_DESTRUCTIVE, "DROP TABLE items;" },
	{ SQL_DESTRUCTIVE, "CREATE TABLE a (b INT);\ndrop index i;" },
	{ SQL_DESTRUCTIVE, "ALTER TABLE items RENAME COLUMN a TO b;" },
	{ SQL_DESTRUCTIVE, "ALTER TABLE items ADD COLUMN a INT, DROP COLUMN b;" },
	{ SQL_DESTRUCTIVE, "ALTER TABLE items ADD COLUMN a INT NOT NULL;" },
	{ SQL_DESTRUCTIVE,
	    "ALTER TABLE items ADD COLUMN IF NOT EXISTS a INT NOT NULL;" },
	{ SQL_DESTRUCTIVE, "ALTER TABLE items ADD CONSTRAINT c CHECK (a > 0);" },
	{ SQL_DESTRUCTIVE, "ALTER TABLE items ALTER COLUMN a SET NOT NULL;" },
	{ SQL_DESTRUCTIVE, "UPDATE items SET price = 0;" },
	{ SQL_DESTRUCTIVE, "DELETE FROM items;" },
	{ SQL_DESTRUCTIVE, "TRUNCATE items;" },
	{ SQL_DESTRUCTIVE, "INSERT OR REPLACE INTO items VALUES (1);" },
	{ SQL_DESTRUCTIVE,
	    "INSERT INTO a VALUES (1) ON CONFLICT (a) DO UPDATE SET b = 1;" },
	{ SQL_DESTRUCTIVE, "CREATE OR REPLACE VIEW v AS SELECT 1;" },
	{ SQL_DESTRUCTIVE, "'; SELECT 1; --';\nDROP TABLE items" },

	{ SQL_UNKNOWN, "" },
	{ SQL_UNKNOWN, "-- nothing\n" },
	{ SQL_UNKNOWN, "SELECT drop_everything();" },
	{ SQL_UNKNOWN, "COMMIT; CREATE TABLE a (b INT);" },
	{ SQL_UNKNOWN, "PRAGMA writable_schema = 1;" },
	{ SQL_UNKNOWN, "CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; END;" },
	{ SQL_UNKNOWN, "CREATE UNIQUE INDEX i ON items (name);" },
	{ SQL_UNKNOWN, "WITH a AS (SELECT 1) INSERT INTO b SELECT * FROM a;" },
	{ SQL_UNKNOWN, ".shell rm -rf x\n" },
	{ SQL_UNKNOWN, "\\! rm x\n" },
	{ SQL_UNKNOWN, "CREATE TABLE a (b INT) /*! ; DROP TABLE c */;" },
	{ SQL_UNKNOWN, "CREATE TABLE a (b INT DEFAULT (5--1)); DROP TABLE c;\n)" },
	{ SQL_UNKNOWN, "INSERT INTO a VALUES ('\\'); DROP TABLE b; --');" },
	{ SQL_UNKNOWN, "INSERT INTO a VALUES ($$'$$); DROP TABLE b; --';" },
	{ SQL_UNKNOWN, "/* /* */ CREATE TABLE a (b INT); */" },
	{ SQL_UNKNOWN, "CREATE TABLE a (b INT" },
	{ SQL_UNKNOWN, "INSERT INTO a VALUES ('open" },
	{ SQL_UNKNOWN, "ALTER TABLE a ADD COLUMN (b INT, c INT NOT NULL);" },
	{ SQL_UNKNOWN, "ALTER TABLE a ADD b INT), DROP c (" },
	{ SQL_UNKNOWN, "ALTER TABLE a" },
	{ SQL_UNKNOWN, "ALTER TABLE" },
};

Test(sql_class, each_sample_has_its_class)
{
	for (size_t i = 0; i < countof(samples); i++) {
		char why[256];
		enum sql_class class = sql_classify(samples[i].text, why,
		    sizeof(why));
		cr_expect_eq(class, samples[i].class, "%s: class %d, %s",
		    samples[i].text, (int)class, why);
		cr_expect_eq(why[0] == '\0', class == SQL_ADDITIVE);
	}
}

Test(sql_class, the_reason_names_the_statement)
{
	char why[128];

	(void)sql_classify("CREATE TABLE a (b INT);\nDROP\nTABLE items;", why,
	    sizeof(why));
	cr_expect_str_eq(why, "takes away or overwrites: DROP TABLE items");
}

/* However a file is cut, what is left of a bad one is never a surprise: the
 * tokenizer stays inside it (sanitizers watch). */
Test(sql_class, any_prefix_is_read_to_its_end)
{
	for (size_t i = 0; i < countof(samples); i++)
		for (size_t n = 0; n <= strlen(samples[i].text); n++) {
			char text[256], why[32];
			(void)str_copy_n(text, sizeof(text), samples[i].text, n);
			(void)sql_classify(text, why, sizeof(why));
		}
}
