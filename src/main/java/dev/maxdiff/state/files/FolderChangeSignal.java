package dev.maxdiff.state.files;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Goes off when a file of a folder is written, made or moved there, or the folder itself goes, so
 * that nobody has to look. For one thread, but for {@link #wake}.
 */
public interface FolderChangeSignal extends AutoCloseable {

  /** Cannot be set: its owner has to look. */
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
          // nobody is asleep
        }

        @Override
        public void close() {
          // nothing is held
        }
      };

  /** The one of this system, or {@link #NONE}. */
  static FolderChangeSignal open() {
    return Inotify.open().<FolderChangeSignal>map(alarm -> alarm).orElse(NONE);
  }

  /**
   * From now on the folder's next change goes off, once; until it does it may be set again. More
   * than one folder may be set.
   *
   * @return false where that cannot be had, as for a folder that is not there
   */
  boolean set(Path folder);

  /**
   * Blocks until it goes off, is woken or the time is over; at once if it went off before.
   *
   * @param atMost rounded up to the millisecond; none below zero
   * @return whether there was a change
   */
  boolean await(Duration atMost);

  /** Ends the sleep under way, or the next one before it begins. Any thread, also after the end. */
  void wake();

  @Override
  void close();
}
