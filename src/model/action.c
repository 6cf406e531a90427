/* model/action.c */
