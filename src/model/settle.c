/* model/settle.c */
