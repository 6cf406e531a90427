/* engine/run.c */
