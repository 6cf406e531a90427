/* demo/demo.c */
