package dev.maxdiff.state.files;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The signal of 64-bit Linux, by inotify. A watch ends at its first event, so many changes make one
 * event.
 */
final class Inotify implements FolderChangeSignal {

  private static final int CLOEXEC_NONBLOCK = 0x80000 | 0x800;
  private static final int IN_MODIFY = 0x2;
  private static final int IN_MOVED_TO = 0x80;
  private static final int IN_CREATE = 0x100;
  private static final int IN_MOVE_SELF = 0x800;
  private static final int IN_ONLYDIR = 0x01000000;
  private static final int IN_ONESHOT = 0x80000000;
  private static final int CHANGES =
      IN_MODIFY | IN_MOVED_TO | IN_CREATE | IN_MOVE_SELF | IN_ONLYDIR | IN_ONESHOT;

  private static final int SIZE_OF_POLL = 8;
  private static final int OFFSET_OF_EVENTS = 4;
  private static final short POLLIN = 1;
  private static final int NANOS_TO_ROUND_UP = 999_999;

  /**
   * Enough for an inotify event, whose name has at most 255 bytes, and for the counter of an
   * eventfd.
   */
  private static final int BUFFER_SIZE = 4096;

  private static final byte[] ONE = {1, 0, 0, 0, 0, 0, 0, 0};

  private final int changes;
  private final int wakes;
  private final byte[] read = new byte[BUFFER_SIZE];
  private boolean closed;

  /** Empty on other systems, and when the user's limit of inotify instances is reached. */
  static Optional<Inotify> open() {
    try {
      int changes = Calls.inotify_init1(CLOEXEC_NONBLOCK);
      int wakes = changes < 0 ? changes : Calls.eventfd(0, CLOEXEC_NONBLOCK);
      if (wakes >= 0) {
        return Optional.of(new Inotify(changes, wakes));
      }
      Calls.close(changes);
      return Optional.empty();
    } catch (LinkageError e) {
      return Optional.empty();
    }
  }

  private Inotify(int changes, int wakes) {
    this.changes = changes;
    this.wakes = wakes;
  }

  @Override
  public boolean set(Path folder) {
    return Calls.inotify_add_watch(changes, folder.toString(), CHANGES) >= 0;
  }

  @Override
  public boolean await(Duration atMost) {
    try (Memory polled = new Memory(2L * SIZE_OF_POLL)) {
      polled.clear();
      polled.setInt(0, changes);
      polled.setShort(OFFSET_OF_EVENTS, POLLIN);
      polled.setInt(SIZE_OF_POLL, wakes);
      polled.setShort(SIZE_OF_POLL + OFFSET_OF_EVENTS, POLLIN);
      Calls.poll(polled, 2, millis(atMost));
    }
    drain(wakes);
    return drain(changes); // not the result of poll: a change after poll is read as well
  }

  private static int millis(Duration atMost) {
    long millis = atMost.plusNanos(NANOS_TO_ROUND_UP).toMillis();
    return (int)
        Math.max(
            0, Math.min(Integer.MAX_VALUE, millis)); // a negative time-out would block for ever
  }

  /** Reads the descriptor until it is empty; returns whether there was data. */
  private boolean drain(int descriptor) {
    boolean any = false;
    while (Calls.read(descriptor, read, BUFFER_SIZE) > 0) {
      any = true;
    }
    return any;
  }

  /** Writes only before the close: afterwards the descriptor's number may be in use again. */
  @Override
  public synchronized void wake() {
    if (!closed) {
      Calls.write(wakes, ONE, ONE.length);
    }
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      Calls.close(changes);
      Calls.close(wakes);
    }
  }

  /**
   * Functions of the C library, in a class of their own because the class does not load on other
   * systems.
   */
  private static final class Calls {

    static {
      Native.register(Calls.class, "c");
    }

    static native int inotify_init1(int flags);

    static native int inotify_add_watch(int inotify, String path, int mask);

    static native int eventfd(int count, int flags);

    static native int poll(Pointer descriptors, long count, int timeoutMillis);

    static native long read(int descriptor, byte[] bytes, long count);

    static native long write(int descriptor, byte[] bytes, long count);

    static native int close(int descriptor);
  }
}
