package dev.maxdiff.process.os;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;

/** The functions of the C library that this package calls, with their constants on 64-bit Linux. */
final class Libc {

  static final int EINTR = 4;
  static final int ESRCH = 3;
  static final int ECHILD = 10;
  static final int O_WRONLY_APPEND_CREATE = 0x1 | 0x400 | 0x40;
  static final int O_RDONLY = 0;
  static final int O_CLOEXEC = 0x80000;
  static final int O_NONBLOCK = 0x800;
  static final int F_SETFL = 4;
  static final short SPAWN_SETSIGDEF_SETSIGMASK_SETSID = 0x04 | 0x08 | 0x80;
  static final int SIZE_OF_SPAWN_ATTRIBUTES = 512;
  static final int SIZE_OF_SIGNAL_SET = 128;
  static final int SIZE_OF_SIGNAL_INFO = 128;
  static final int OFFSET_OF_CODE = 8;
  static final int OFFSET_OF_PID = 16;
  static final int OFFSET_OF_STATUS = 24;
  static final int CLD_EXITED = 1;
  static final int P_ALL = 0;
  static final int P_PID = 1;
  static final int P_PGID = 2;
  static final int WNOHANG = 1;
  static final int WEXITED = 4;
  static final int WNOWAIT = 0x01000000;
  static final int EPOLL_CTL_ADD = 1;
  static final int EPOLL_CTL_DEL = 2;
  static final int EPOLLIN = 1;
  static final int PR_SET_CHILD_SUBREAPER = 36;
  static final int PR_GET_CHILD_SUBREAPER = 37;
  static final long SYS_PIDFD_OPEN = 434;

  static {
    Native.register(Libc.class, "c");
  }

  private Libc() {}

  static native int posix_spawn(
      int[] pid, String path, Pointer actions, Pointer attributes, Pointer argv, Pointer env);

  static native int posix_spawn_file_actions_init(Pointer actions);

  static native int posix_spawn_file_actions_destroy(Pointer actions);

  static native int posix_spawn_file_actions_addopen(
      Pointer actions, int descriptor, String path, int flags, int mode);

  /** Since glibc 2.29. */
  static native int posix_spawn_file_actions_addchdir_np(Pointer actions, String path);

  static native int posix_spawn_file_actions_adddup2(Pointer actions, int from, int to);

  /** Since glibc 2.34; where it is missing this class does not load, and the JDK spawns. */
  static native int posix_spawn_file_actions_addclosefrom_np(Pointer actions, int from);

  static native int posix_spawnattr_init(Pointer attributes);

  static native int posix_spawnattr_destroy(Pointer attributes);

  static native int posix_spawnattr_setflags(Pointer attributes, short flags);

  static native int posix_spawnattr_setsigmask(Pointer attributes, Pointer signals);

  static native int posix_spawnattr_setsigdefault(Pointer attributes, Pointer signals);

  static native int sigemptyset(Pointer signals);

  static native int sigfillset(Pointer signals);

  static native int kill(int pid, int signal);

  static native int waitid(int idType, int id, Pointer info, int options);

  static native int pipe2(int[] descriptors, int flags);

  static native int fcntl(int descriptor, int command, long argument);

  static native long write(int descriptor, byte[] bytes, long count);

  static native long read(int descriptor, byte[] bytes, long count);

  static native int close(int descriptor);

  static native long syscall(long number, long first, long second);

  static native int epoll_create1(int flags);

  static native int epoll_ctl(int epoll, int operation, int descriptor, Pointer event);

  static native int epoll_wait(int epoll, Pointer events, int maximum, int timeoutMillis);

  static native int prctl(int option, long first, long second, long third, long fourth);

  static native void _exit(int code);

  static native String strerror(int error);

  static String lastError() {
    return strerror(Native.getLastError());
  }

  /**
   * Returns the pid of the child that {@code waitid} finds; 0 when none has ended, -1 when the call
   * fails. The last error is of this call only where it has failed.
   */
  static int waitFor(int idType, int id, Memory info, int options) {
    info.clear();
    return waitid(idType, id, info, options) == 0 ? info.getInt(OFFSET_OF_PID) : -1;
  }
}
