/* model/facts.c */
