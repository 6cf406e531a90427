/* demo/demo.h */
