/* model/check.c */
