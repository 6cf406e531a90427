/* model/intent.c */
