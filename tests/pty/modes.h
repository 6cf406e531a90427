/* The modes of a terminal: termios, and what libvterm saw of the others. */
#ifndef TESTS_MODES_H
#define TESTS_MODES_H

#include "pty/pty.h"

/* As a program finds it, and as the wizard has it outside of a text field. */
void modes_given_back(struct pty *pty);
void modes_taken(struct pty *pty);

#endif
