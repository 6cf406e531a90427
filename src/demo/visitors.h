/* `cutover visit`: visitors with sessions, at a steady rate, who count what
 * they had to suffer. */
#ifndef DEMO_VISITORS_H
#define DEMO_VISITORS_H

int visit_main(int argc, char **argv);

#endif
