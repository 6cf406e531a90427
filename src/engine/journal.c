/* engine/journal.c */
