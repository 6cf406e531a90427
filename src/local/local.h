/*
 * The local cloud: a supervisor whose servers are directories with a command.
 * A process of its own, so that servers and array outlive the wizard.
 */
#ifndef LOCAL_LOCAL_H
#define LOCAL_LOCAL_H

/*
 * "cutover cloud --dir DIR", in the foreground.  Reads DIR/state.json, or
 * DIR/cloud.json when there is no state yet; answers on the unix socket named
 * there.  SIGTERM and SIGINT end the supervisor alone, its servers go on and are
 * taken over by the next one; the verb "shutdown" ends both.
 */
int local_cloud_main(int argc, char **argv);

#endif
