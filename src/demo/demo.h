/* `cutover demo`: a world of its own on loopback, then the wizard on it. */
#ifndef DEMO_DEMO_H
#define DEMO_DEMO_H

int demo_main(int argc, char **argv);

#endif
