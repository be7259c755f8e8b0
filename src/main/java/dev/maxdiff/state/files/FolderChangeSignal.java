package dev.maxdiff.state.files;

import java.nio.file.Path;
import java.time.Duration;

/**
 * A signal for changes of a folder: a file is written, created or moved into it, or the folder
 * itself is moved or deleted. The signal replaces polling. Not thread-safe except {@link #wake}.
 */
public interface FolderChangeSignal extends AutoCloseable {

  /** No signal: {@link #set} returns false, and the caller polls. */
  FolderChangeSignal NONE =
      new FolderChangeSignal() {
        @Override
        public boolean set(Path folder) {
          return false;
        }

        @Override
        public boolean await(Duration atMost) {
          return false;
        }

        @Override
        public void wake() {
          // no thread waits
        }

        @Override
        public void close() {
          // no resource
        }
      };

  /** Returns the signal of this operating system, or {@link #NONE}. */
  static FolderChangeSignal open() {
    return Inotify.open().<FolderChangeSignal>map(signal -> signal).orElse(NONE);
  }

  /**
   * Arms the signal for the folder's next change; several changes are one signal. The call may be
   * repeated before a change, and made for further folders.
   *
   * @return false when the system cannot watch the folder, for example because the folder is
   *     missing
   */
  boolean set(Path folder);

  /**
   * Blocks until a change, a {@link #wake} or the time-out; returns at once after an earlier
   * change.
   *
   * @param atMost the time-out, rounded up to milliseconds; a negative time counts as zero
   * @return whether there was a change
   */
  boolean await(Duration atMost);

  /**
   * Ends the present {@link #await}, or the next one at once. Thread-safe; without effect after
   * {@link #close}.
   */
  void wake();

  @Override
  void close();
}
