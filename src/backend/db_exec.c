/* backend/db_exec.c */
