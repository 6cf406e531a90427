/* backend/haproxy_stat.h */
