/* backend/haproxy_file.h */
