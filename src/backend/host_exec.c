/* backend/host_exec.c */
