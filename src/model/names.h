/* Sizes that several floors share.  Names are HAProxy's alphabet (str_is_name);
 * texts are sentences for people. */
#ifndef MODEL_NAMES_H
#define MODEL_NAMES_H

#define NAME_LEN 96
#define TEXT_LEN 512

/* What is asked of the world has three answers; zero is "we do not know". */
enum tri { TRI_UNKNOWN, TRI_NO, TRI_YES };

#endif
