/* backend/backend.c */
