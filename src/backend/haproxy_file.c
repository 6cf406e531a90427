/* backend/haproxy_file.c */
