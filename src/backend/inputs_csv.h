/* backend/inputs_csv.h */
