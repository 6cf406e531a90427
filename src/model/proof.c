/* model/proof.c */
