/* model/history.c */
