/* Exit status of the program, as cutover(1) promises it. */
#ifndef BASE_EXIT_STATUS_H
#define BASE_EXIT_STATUS_H

enum exit_status {
	STATUS_DONE,
	STATUS_FAILED,
	STATUS_USAGE,			/* or configuration */
	STATUS_STOPPED,			/* it can be resumed */
	STATUS_GUARD,			/* the guard refused */
};

#endif
