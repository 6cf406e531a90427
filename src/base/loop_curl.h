/* Private to base: how http.c hands its transfers to the loop. */
#ifndef BASE_LOOP_CURL_H
#define BASE_LOOP_CURL_H

#include <curl/curl.h>

struct loop;

/* Called in the loop when the transfer has ended; the handle is already out of
 * the multi handle.  Store a pointer to this struct as CURLOPT_PRIVATE. */
struct loop_transfer {
	void (*fn)(CURL *easy, CURLcode code, void *arg);
	void *arg;
};

void loop_add_transfer(struct loop *loop, CURL *easy);
void loop_del_transfer(struct loop *loop, CURL *easy);

#endif
