/* engine/watch.c */
