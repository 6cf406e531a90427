/* backend/haproxy_stat.c */
