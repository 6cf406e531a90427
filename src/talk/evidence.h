/* What speaks for ending the old servers, each with when it was seen.  Pure. */
#ifndef TALK_EVIDENCE_H
#define TALK_EVIDENCE_H

#include "talk/lines.h"
#include "talk/look.h"

/* This plan ends servers, and it is the step for it. */
bool evidence_is_shown(const struct look *look);
/* Of the servers that this plan terminates; nothing for other plans.  What is not
 * known is said to be so. */
void evidence_add(struct lines *lines, const struct look *look);
/* Each of those servers: its marks, and on every balancer its state, its sessions
 * and when the last one came. */
void evidence_add_servers(struct lines *lines, const struct look *look);
/* "off, no session since 13:47; …": all of it in one line, when all of it is
 * good. */
const char *evidence_brief(const struct look *look, char *dst, size_t size);
/* "Step 18 may begin at 14:44, in 7 m 20 s: …": the bake time as the guard
 * counts it; empty while watching. */
const char *evidence_bake_text(const struct look *look, char *dst, size_t size);

#endif
