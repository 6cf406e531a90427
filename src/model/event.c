/* model/event.c */
