/* guard/rules.c */
