/* model/server.c */
