/* model/choices.c */
