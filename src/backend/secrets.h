/* Secret inputs at the door: seals go up, values go down. */
#ifndef BACKEND_SECRETS_H
#define BACKEND_SECRETS_H

#include "base/vault.h"
#include "model/action.h"
#include "model/facts.h"

struct buf;

/* The values of secret inputs in the batch become their seals, in place, and so does
 * the digest of the saved ones.  A name that is secret once, or in one scope, is
 * secret always and everywhere. */
void secrets_seal(struct vault *vault, const struct sightings *batch);
/* Is it the digest of this text, sealed (by the same key) or plain? */
bool secrets_is_digest(const struct vault *vault, const char *digest,
    const struct buf *text);
/* The other way, for who saves or compares them: the value in place of the seal. */
int secrets_open_input(const struct vault *vault, struct input *input,
    struct err *err);
/* The seal in an action that sets an input becomes the value again. */
int secrets_open(const struct vault *vault, struct action *action,
    struct err *err);

#endif
