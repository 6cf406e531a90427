/* engine/executor.c */
