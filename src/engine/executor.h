/* engine/executor.h */
