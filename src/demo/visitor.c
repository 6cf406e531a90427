/*
 * One visitor: picks a balancer, keeps its cookies, reads, thinks, asks again,
 * now and then for a page that takes two seconds, and leaves.
 */

#include "demo/visitor.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/http.h"
#include "base/loop.h"
#include "base/xmalloc.h"

struct visitor {
	struct crowd *crowd;
	struct visitor *next, **link;
	const char *site;
	int64_t leaves_ms;
	char srv[128], shop[128];	/* cookies: the balancer's, the shop's */
	long page;			/* of our visit, as the shop counts */
	struct http *http;
	struct loop_timer *thinks;
};

static void ask(struct visitor *visitor);

/* splitmix64: small, and the same on every machine. */
double
crowd_random(struct crowd *crowd)
{
	uint64_t z = crowd->random += 0x9e3779b97f4a7c15u;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	z ^= z >> 31;
	return (double)(z >> 11) / 9007199254740992.0;	/* 2^53 */
}

uint64_t
crowd_here(const struct crowd *crowd)
{
	return crowd->tally.came - crowd->tally.left;
}

/* Half as long to one and a half times as long. */
static int
around(struct crowd *crowd, int ms)
{
	return (int)(ms * (0.5 + crowd_random(crowd)));
}

static void
forget(struct visitor *visitor)
{
	http_cancel(visitor->http);
	loop_del_timer(visitor->thinks);
	*visitor->link = visitor->next;
	if (visitor->next != NULL)
		visitor->next->link = visitor->link;
	free(visitor);
}

static void
leave(struct visitor *visitor)
{
	struct crowd *crowd = visitor->crowd;

	forget(visitor);
	crowd->tally.left++;
	crowd->gone(crowd);
}

static void
note_trouble(struct visitor *visitor, const char *what, const char *text)
{
	struct tally *tally = &visitor->crowd->tally;
	char safe[120];
	size_t slot = tally->n_troubles++ % TROUBLES_KEPT;

	(void)str_safe(safe, sizeof(safe), text);
	(void)str_fmt(tally->troubles[slot], sizeof(tally->troubles[slot]),
	    "%s %s: %s", what, visitor->site, safe);
}

/* The value of one cookie that the answer sets; what it had stays otherwise. */
static void
take_cookie(const char *head, const char *name, char *value, size_t size)
{
	static const char field[] = "set-cookie:";
	size_t len = strlen(name);

	for (const char *p = head; p != NULL && *p != '\0';) {
		const char *end = strchr(p, '\n');
		if (strncasecmp(p, field, sizeof(field) - 1) == 0) {
			p += sizeof(field) - 1;
			p += strspn(p, " \t");
			if (strncmp(p, name, len) == 0 && p[len] == '=') {
				p += len + 1;
				(void)str_copy_n(value, size, p,
				    strcspn(p, "; \t\r\n"));
			}
		}
		p = end == NULL ? NULL : end + 1;
	}
}

/* The word behind this one; its length in len, 0 when there is none. */
static const char *
word_after(const char *body, const char *name, size_t *len)
{
	const char *word = strstr(body, name);

	*len = 0;
	if (word == NULL)
		return "";
	word += strlen(name);
	*len = strcspn(word, " \t\r\n<");
	return word;
}

/* "shop ok r41 session 5f2c page 3": is it the shop, is it our session, and does
 * it still know us?  Who is moved to another server begins at page 1 again. */
static bool
is_right(struct visitor *visitor, const char *body)
{
	size_t len;
	const char *session = word_after(body, " session ", &len);

	if (strstr(body, "shop ok") == NULL)
		return false;
	if (len > 0 && visitor->shop[0] != '\0' &&
	    (len != strlen(visitor->shop) ||
	    strncmp(session, visitor->shop, len) != 0))
		return false;
	long before = visitor->page;
	long page = strtol(word_after(body, " page ", &len), NULL, 10);

	if (len > 0)
		visitor->page = page;
	return len == 0 || page > before;
}

static void
judge(struct visitor *visitor, const struct http_reply *reply,
    const struct err *err)
{
	struct tally *tally = &visitor->crowd->tally;

	if (reply == NULL) {
		tally->failed++;
		note_trouble(visitor, "failed", err->text);
		return;
	}
	if (reply->status != 200) {
		char text[32];
		(void)str_fmt(text, sizeof(text), "status %ld", reply->status);
		tally->failed++;
		note_trouble(visitor, "failed", text);
		return;
	}
	bool first = visitor->shop[0] == '\0';

	take_cookie(reply->head, visitor->crowd->cookie, visitor->srv, sizeof(visitor->srv));
	if (first)
		take_cookie(reply->head, "SHOP", visitor->shop,
		    sizeof(visitor->shop));
	if (!is_right(visitor, reply->body)) {
		tally->wrong++;
		note_trouble(visitor, "wrong", reply->body);
	}
}

static void
thought(void *arg)
{
	struct visitor *visitor = arg;

	visitor->thinks = NULL;
	if (loop_now_ms(visitor->crowd->loop) >= visitor->leaves_ms)
		leave(visitor);
	else
		ask(visitor);
}

static void
answered(const struct http_reply *reply, const struct err *err, void *arg)
{
	struct visitor *visitor = arg;
	struct crowd *crowd = visitor->crowd;

	visitor->http = NULL;
	judge(visitor, reply, err);
	if (crowd->closing) {
		leave(visitor);
		return;
	}
	visitor->thinks = loop_add_timer(crowd->loop,
	    around(crowd, crowd->think_ms), thought, visitor);
}

static void
ask(struct visitor *visitor)
{
	struct crowd *crowd = visitor->crowd;
	char url[160], cookie[320] = "";
	const char *headers[3] = { NULL };
	size_t n = 0;
	struct err err = { 0 };

	bool slow = crowd->slow_every > 0 &&
	    crowd_random(crowd) * crowd->slow_every < 1;

	(void)str_fmt(url, sizeof(url), "%s%s", visitor->site,
	    slow ? "/slow?s=2" : "/");
	if (visitor->srv[0] != '\0' || visitor->shop[0] != '\0') {
		(void)str_fmt(cookie, sizeof(cookie), "Cookie: %s=%s; SHOP=%s",
		    crowd->cookie, visitor->srv, visitor->shop);
		headers[n++] = cookie;
	}
	if (crowd->host != NULL)
		headers[n++] = crowd->host;
	crowd->tally.requests++;
	crowd->tally.slow += slow;
	struct http_ask question = { .url = url, .headers = headers,
		.timeout_ms = 15000, .max_body = 65536,
		.fresh = crowd->fresh };

	visitor->http = http_start(crowd->loop, &question, answered, visitor,
	    &err);
	if (visitor->http != NULL)
		return;
	crowd->tally.failed++;
	note_trouble(visitor, "failed", err.text);
	visitor->thinks = loop_add_timer(crowd->loop, crowd->think_ms, thought,
	    visitor);
}

void
visitor_arrive(struct crowd *crowd)
{
	struct visitor *visitor = xcalloc(1, sizeof(*visitor));
	size_t which = (size_t)(crowd_random(crowd) * (double)crowd->n_sites);

	visitor->crowd = crowd;
	visitor->site = crowd->sites[which];
	visitor->leaves_ms = loop_now_ms(crowd->loop) +
	    around(crowd, crowd->stay_ms);
	visitor->next = crowd->visitors;
	visitor->link = &crowd->visitors;
	if (visitor->next != NULL)
		visitor->next->link = &visitor->next;
	crowd->visitors = visitor;
	crowd->tally.came++;
	ask(visitor);
}

void
visitors_close(struct crowd *crowd)
{
	crowd->closing = true;
	for (struct visitor *v = crowd->visitors, *next; v != NULL; v = next) {
		next = v->next;
		if (v->http == NULL)
			leave(v);
	}
}

void
visitors_drop(struct crowd *crowd)
{
	while (crowd->visitors != NULL)
		forget(crowd->visitors);
}
