/* engine/watch.h */
