/* Sizes, the same as cutover's own: what it can ask for fits here. */
#ifndef LOCAL_NAMES_H
#define LOCAL_NAMES_H

#define NAME_LEN 96
#define TEXT_LEN 512

#endif
