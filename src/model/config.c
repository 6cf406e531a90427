/* model/config.c */
