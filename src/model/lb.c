/* model/lb.c */
