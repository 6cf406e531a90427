/* backend/cloud_local.c */
