"""A watcher with one fault, which its first argument or its key's strategy names.

It writes the pid of each process into a file beside this script, named after fault and role.
"""

import ctypes
import os
import signal
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
LIBC = ctypes.CDLL(None, use_errno=True)
PR_SET_DUMPABLE, PR_SET_MM, PR_SET_MM_ENV_START, PR_SET_MM_ENV_END = 4, 35, 10, 11
PR_SET_PTRACER, PR_SET_PTRACER_ANY = 0x59616D61, ctypes.c_ulong(-1)
ARG_START, ARG_END, ENV_START, ENV_END = 48, 49, 50, 51


def note(way, role):
    """Writes the pid file of this process, atomically."""
    path = os.path.join(HERE, way + "." + role)
    with open(path + ".tmp", "w", encoding="utf-8") as file:
        file.write("%d\n" % os.getpid())
    os.replace(path + ".tmp", path)


def sleep():
    while True:
        time.sleep(600)


def addresses():
    with open("/proc/self/stat", encoding="utf-8") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return {number: int(fields[number - 3]) for number in (ARG_START, ARG_END, ENV_START, ENV_END)}


def erase():
    """Erases arguments and environment, as a faulty setproctitle does."""
    at = addresses()
    ctypes.memset(at[ARG_START], 0, at[ARG_END] - at[ARG_START])
    ctypes.memset(at[ENV_START], 0, at[ENV_END] - at[ENV_START])


def daemonise():
    """Answers whether this is the daemon; its parent has ended, its session is its own."""
    if os.fork():
        return False
    os.setsid()
    if os.fork():
        os._exit(0)
    return True


def daemon(way, prepare):
    prepare()
    if daemonise():
        note(way, "daemon")
    else:
        note(way, "leader")
    sleep()


def erased(way):
    erase()
    note(way, "leader")
    sleep()


def erased_stubborn(way):
    """The leader and a member of its group."""
    erase()
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    note(way, "leader" if os.fork() else "member")
    sleep()


def hidden(way):
    LIBC.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
    note(way, "leader")
    sleep()


def displaced(way):
    """The kernel is told that the environment is elsewhere; needs CAP_SYS_RESOURCE."""
    at = addresses()
    LIBC.prctl(PR_SET_MM, PR_SET_MM_ENV_END, ctypes.c_ulong(at[ENV_START] + 1), 0, 0)
    note(way, "leader")
    sleep()


def stubborn(way):
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    note(way, "leader")
    sleep()


def frozen(way):
    note(way, "leader")
    os.kill(os.getpid(), signal.SIGSTOP)
    sleep()


def silent(way):
    for descriptor in (0, 1, 2):
        os.close(descriptor)
    note(way, "leader")
    sleep()


def flood(way):
    note(way, "leader")
    block = b"x" * (1 << 20)
    for _ in range(1024):
        os.write(1, block)
    note(way, "flooded")
    while True:
        os.write(1, block)


def family(way):
    """The leader ends; of its children one stays in the group, one takes a session of its own."""
    for role in ("member", "outsider"):
        if not os.fork():
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            if role == "outsider":
                os.setsid()
            note(way, role)
            sleep()
    while not all(os.path.exists(os.path.join(HERE, way + "." + r)) for r in ("member", "outsider")):
        time.sleep(0.01)


def held(way):
    """Lets anyone trace it, where only ancestors may by default."""
    LIBC.prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY, 0, 0, 0)
    note(way, "leader")
    sleep()


def unreaped(way):
    """A child stays a zombie in the group, for its parent, in another session, never asks for it."""
    if os.fork():
        note(way, "leader")
        sleep()
    child = os.fork()
    if not child:
        note(way, "zombie")
        sleep()
    os.setsid()
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    note(way, "parent")
    sleep()


WAYS = {
    "daemon": lambda way: daemon(way, lambda: None),
    "erased": erased,
    "erased_stubborn": erased_stubborn,
    "erased_daemon": lambda way: daemon(way, erase),
    "hidden": hidden,
    "hidden_daemon": lambda way: daemon(way, lambda: LIBC.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)),
    "displaced": displaced,
    "stubborn": stubborn,
    "frozen": frozen,
    "silent": silent,
    "flood": flood,
    "family": family,
    "held": held,
    "unreaped": unreaped,
    "quick": lambda way: note(way, "leader"),
    "obedient": lambda way: (note(way, "leader"), sleep()),
}


def main():
    way = sys.argv[1] if sys.argv[1] in WAYS else os.environ["MAXDIFF_KEY"].split("|")[2]
    WAYS[way](way)


main()
