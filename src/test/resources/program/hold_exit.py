"""Stops a process at the end of its exit, also after SIGKILL, until this script ends.

Prints "held" or the reason of a failure.
"""

import ctypes
import os
import sys
import time

PTRACE_SEIZE, PTRACE_O_TRACEEXIT = 0x4206, 0x40

libc = ctypes.CDLL(None, use_errno=True)
libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
if libc.ptrace(PTRACE_SEIZE, int(sys.argv[1]), None, PTRACE_O_TRACEEXIT):
    print(os.strerror(ctypes.get_errno()), flush=True)
    sys.exit(1)
print("held", flush=True)
while True:
    time.sleep(600)
