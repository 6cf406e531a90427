/* backend/inputs_csv.c */
