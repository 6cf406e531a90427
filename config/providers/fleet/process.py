"""The process of a server that is a directory: begun, looked at, ended.

Its number, when it began and under which boot of the machine stand in the directory
before it becomes the server's command: whoever looks later knows it, and takes no
stranger for it.
"""

import os
import signal
import subprocess
import time

PID = "cutover.pid"
GRACE_S = 2


def began(pid):
    """When a process began, in ticks; 0: there is none."""
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as file:
            fields = file.read().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return 0 if fields[0] in "ZX" else int(fields[19])


def boot():
    with open("/proc/sys/kernel/random/boot_id", encoding="utf-8") as file:
        return file.read().strip()


def noted(root):
    """Its number and when it began, (0, 0): none under this boot."""
    try:
        with open(os.path.join(root, PID), encoding="utf-8") as file:
            pid, since, under = file.read().split()
    except (FileNotFoundError, ValueError):
        return 0, 0
    return (int(pid), int(since)) if under == boot() else (0, 0)


def lives(root):
    pid, since = noted(root)
    return pid != 0 and began(pid) == since


def start(root, argv, env):
    def note():
        with open(os.path.join(root, PID), "w", encoding="utf-8") as file:
            print(os.getpid(), began(os.getpid()), boot(), file=file)
    with open(os.path.join(root, "console.log"), "ab") as log:
        return subprocess.Popen(argv, cwd=root, env=env, stdin=subprocess.DEVNULL,
                                stdout=log, stderr=log, start_new_session=True,
                                preexec_fn=note)


def group_lives(pid):
    try:
        os.killpg(pid, 0)
    except ProcessLookupError:
        return False
    return True


def stop(root):
    """TERM, two seconds later KILL, to all of its group, whose head may be dead already:
    as long as somebody is in it, its number is given to nobody else."""
    pid, since = noted(root)
    if began(pid) not in (0, since):
        return
    for signo, wait_s in (signal.SIGTERM, GRACE_S), (signal.SIGKILL, GRACE_S):
        end = time.monotonic() + wait_s
        if pid == 0 or not group_lives(pid):
            return
        os.killpg(pid, signo)
        while group_lives(pid) and time.monotonic() < end:
            time.sleep(0.05)
