/* guard/guard.c */
