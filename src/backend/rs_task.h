/* What the summary of a task says.  Pure. */
#ifndef BACKEND_RS_TASK_H
#define BACKEND_RS_TASK_H

enum rs_task_state { TASK_RUNNING, TASK_COMPLETED, TASK_FAILED };

enum rs_task_state rs_task_state(const char *summary);

#endif
