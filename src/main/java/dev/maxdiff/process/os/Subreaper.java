package dev.maxdiff.process.os;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;

/**
 * Makes this JVM the child subreaper: a descendant that outlives its parent becomes a child of this
 * JVM instead of {@code init}.
 *
 * <p>The kernel keeps the flag for the whole process, and several runtimes may run in one JVM, so
 * the holders are counted for the JVM. When the last runtime ends, the flag gets its earlier value:
 * no code would reap adopted children afterwards. Thread-safe.
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
