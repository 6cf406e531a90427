/* engine/run.h */
