/* "show sess": who is still connected to a server. */

#include "config.h"

#include <string.h>

#include "backend/haproxy_stat.h"
#include "base/str.h"
#include "model/names.h"

struct session {
	char src[NAME_LEN], fe[NAME_LEN], be[NAME_LEN], srv[NAME_LEN], age[32];
};

/* HAProxy writes an age as "41m7s", "2h3m", "3d4h": the larger unit tells. */
static void
age_words(const char *age, char *dst, size_t size)
{
	static const struct { char unit; const char *word; } units[] = {
		{ 's', "s" }, { 'm', "min" }, { 'h', "h" }, { 'd', "days" },
	};
	size_t digits = strspn(age, "0123456789");

	(void)str_copy(dst, size, "for an unknown time");
	if (digits == 0 || digits > 9)
		return;
	for (size_t i = 0; i < countof(units); i++)
		if (age[digits] == units[i].unit)
			(void)str_fmt(dst, size, "%.*s %s", (int)digits, age,
			    units[i].word);
}

static struct session
read_session(struct hap_text line)
{
	struct session sess = { .src = "?" };
	const struct {
		const char *key;
		char *dst;
		size_t size;
	} keys[] = {
		{ "src=", sess.src, sizeof(sess.src) },
		{ "fe=", sess.fe, sizeof(sess.fe) },
		{ "be=", sess.be, sizeof(sess.be) },
		{ "srv=", sess.srv, sizeof(sess.srv) },
		{ "age=", sess.age, sizeof(sess.age) },
	};
	char word[256];

	while (line.at < line.end) {
		if (!hap_word(&line, word, sizeof(word)))
			continue;		/* too long to be one of ours */
		for (size_t i = 0; i < countof(keys); i++)
			if (str_starts(word, keys[i].key))
				(void)str_safe(keys[i].dst, keys[i].size,
				    word + strlen(keys[i].key));
	}
	return sess;
}

int
hap_parse_sessions(const char *reply, size_t len, const char *backend,
    const char *server, hap_session_fn *fn, void *arg, struct err *err)
{
	struct hap_text text = { reply, reply + len }, block, line;
	char age[64], shown[TEXT_LEN];

	if (hap_past(&text, "Permission denied"))
		return err_set(err, ERR_REFUSED, "level user; sessions are listed "
		    "from level operator on");
	if (!hap_block(&text, &block) || text.at != text.end)
		return hap_strange(err, "show sess", text);
	while (hap_line(&block, &line)) {
		struct session sess;

		if (!hap_past(&line, "0x"))
			return hap_strange(err, "show sess", line);
		sess = read_session(line);
		/* Whole words: s1 is not s10. */
		if (strcmp(sess.be, backend) != 0 ||
		    strcmp(sess.srv, server) != 0)
			continue;
		age_words(sess.age, age, sizeof(age));
		(void)str_fmt(shown, sizeof(shown), "%s through %s, open %s",
		    sess.src, sess.fe, age);
		fn(shown, arg);
	}
	return 0;
}
