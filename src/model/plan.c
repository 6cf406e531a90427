/* model/plan.c */
