package dev.maxdiff.process;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;

/**
 * Lets what outlives its parent among our descendants become a child of this JVM, and not of {@code
 * init}.
 *
 * <p>The kernel keeps that of a process, and several runtimes may live in one; so, unlike anything
 * else, it is counted for the whole JVM. When the last of them ends it is as it was before the
 * first: nobody would reap those children any more. Thread-safe.
 */
final class Subreaper {

  private static int holders;
  private static boolean before;

  private Subreaper() {}

  static synchronized void acquire() {
    if (holders++ == 0) {
      before = isSet();
      set(true);
    }
  }

  static synchronized void release() {
    if (--holders == 0) {
      set(before);
    }
  }

  private static void set(boolean on) {
    Libc.prctl(Libc.PR_SET_CHILD_SUBREAPER, on ? 1 : 0, 0, 0, 0);
  }

  static boolean isSet() {
    try (Memory answer = new Memory(Integer.BYTES)) {
      answer.setInt(0, 0);
      Libc.prctl(Libc.PR_GET_CHILD_SUBREAPER, Pointer.nativeValue(answer), 0, 0, 0);
      return answer.getInt(0) != 0;
    }
  }
}
