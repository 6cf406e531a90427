/* Which HAProxies cutover was tried with, by whole upgrades.  Pure. */
#ifndef BACKEND_HAPROXY_TRIED_H
#define BACKEND_HAPROXY_TRIED_H

enum hap_tried {
	HAP_UNTOLD,			/* its version is hidden, or no version */
	HAP_OLDER,			/* than all of them */
	HAP_TRIED,			/* one of them, or one between */
	HAP_NEWER,
};

/* For people: "2.6.12, 3.0.11 and …". */
extern const char hap_tried_words[];

enum hap_tried hap_tried(const char *version);

#endif
