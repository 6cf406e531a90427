/* base/vault: seals tell secrets apart, and only that. */

#include "base/vault.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/str.h"

Test(vault, seals)
{
	struct vault *a = vault_new(), *b = vault_new();
	char one[SEAL_LEN], same[SEAL_LEN], two[SEAL_LEN], other[SEAL_LEN];

	vault_put(a, "hunter2", one);
	vault_seal(a, "hunter2", same);
	vault_seal(a, "hunter3", two);
	vault_seal(b, "hunter2", other);
	cr_expect(seal_is(one));
	cr_expect_null(strstr(one, "hunter2"));
	cr_expect_str_eq(one, same);
	cr_expect_str_neq(one, two);
	cr_expect_str_neq(one, other, "without the key it means nothing");
	cr_expect_str_eq(vault_open(a, one), "hunter2");
	cr_expect_null(vault_open(a, two), "sealed, but never put");
	cr_expect_null(vault_open(b, one));
	vault_free(a);
	vault_free(b);
	vault_free(NULL);
}

/* Many, and the newest are there. */
Test(vault, forgets_the_oldest)
{
	struct vault *vault = vault_new();
	char first[SEAL_LEN], seal[SEAL_LEN], text[32];

	vault_put(vault, "first", first);
	for (int i = 0; i < 1000; i++) {
		(void)str_fmt(text, sizeof(text), "secret %d", i);
		vault_put(vault, text, seal);
		cr_assert_str_eq(vault_open(vault, seal), text);
	}
	cr_expect_null(vault_open(vault, first));
	vault_free(vault);
}

Test(vault, names)
{
	struct vault *vault = vault_new();

	cr_expect_not(vault_has_name(vault, "PASS"));
	vault_note_name(vault, "PASS");
	vault_note_name(vault, "PASS");
	cr_expect(vault_has_name(vault, "PASS"));
	cr_expect_not(vault_has_name(vault, "PAS"));
	vault_free(vault);
}

Test(vault, what_is_a_seal)
{
	static const char *const none[] = { "", "secret", "(secret )",
		"(secret 0123456789abcdef0123456789abcde)",
		"(secret 0123456789abcdef0123456789abcdeF)",
		"(secret 0123456789abcdef0123456789abcdef) ",
		"(secret 0123456789abcdef0123456789abcdef0" };
	char shown[SEAL_LEN];

	for (size_t i = 0; i < countof(none); i++) {
		cr_expect_not(seal_is(none[i]), "%s", none[i]);
		cr_expect_eq(seal_show(none[i], shown, sizeof(shown)), none[i]);
	}
	cr_expect_str_eq(seal_show("(secret 0123456789abcdef0123456789abcdef)",
	    shown, sizeof(shown)), "a secret, 01234567");
}

/* The next program that has the key makes the same seals. */
Test(vault, key_on_disk)
{
	char dir[] = "/tmp/test-vault-XXXXXX", path[64];
	struct vault *a = vault_new(), *b = vault_new(), *c = vault_new();
	char one[SEAL_LEN], two[SEAL_LEN];
	struct err err = { 0 };
	struct stat st;

	cr_assert_not_null(mkdtemp(dir));
	(void)str_fmt(path, sizeof(path), "%s/key", dir);
	cr_assert_eq(vault_keep_key(a, path, &err), 0, "%s", err.text);
	cr_assert_eq(stat(path, &st), 0);
	cr_expect_eq(st.st_mode & 0777, 0600);
	cr_assert_eq(vault_keep_key(b, path, &err), 0, "%s", err.text);
	vault_seal(a, "x", one);
	vault_seal(b, "x", two);
	cr_expect_str_eq(one, two);

	cr_assert_eq(chmod(path, 0644), 0);
	cr_expect_eq(vault_keep_key(c, path, &err), -1);
	cr_expect_not_null(strstr(err.text, "chmod 600"), "%s", err.text);
	cr_assert_eq(file_write(path, "short", 5, 0600, NULL), 0);
	cr_expect_eq(vault_keep_key(c, path, &err), -1);
	cr_expect_not_null(strstr(err.text, "not the key"), "%s", err.text);
	(void)file_remove_tree(dir, NULL);
	vault_free(a);
	vault_free(b);
	vault_free(c);
}
