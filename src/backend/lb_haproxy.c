/* backend/lb_haproxy.c */
