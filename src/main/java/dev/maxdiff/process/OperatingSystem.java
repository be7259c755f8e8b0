package dev.maxdiff.process;

import java.io.IOException;
import java.util.Collection;
import java.util.List;

/** What is needed of the operating system to own children; a test passes its own. */
interface OperatingSystem extends AutoCloseable {

  /**
   * Starts a child in a session, and so a process group, of its own. Blocks until the child runs
   * the program, about a millisecond.
   *
   * @throws IOException when it could not be started; the message is one line for the wisher
   */
  OwnProcess spawn(SpawnRequest request) throws IOException;

  /** Reaps those of the ended processes that had become children of this one. */
  void reap(Collection<ProcessIdentity> ended);

  /**
   * Reaps children that nobody here started and that were zombies at the call before, too: adopted
   * orphans. Blocks.
   */
  void reapAdopted();

  /**
   * Living descendants of watchers, mark or no mark, that have become children of this JVM because
   * their parents have ended. None where that cannot be proven. Blocks.
   */
  default List<ProcessIdentity> adopted() {
    return List.of();
  }

  /** Those of {@link #adopted} that no watcher which still lives can have started. Blocks. */
  default List<ProcessIdentity> adoptedOfEnded() {
    return List.of();
  }

  /**
   * Whether the pid is that of a child that was started here and is not reaped, and so of nothing
   * else. False where that cannot be said.
   */
  default boolean isOwnChild(int pid) {
    return false;
  }

  /** Whether the process is one of {@link #adopted} at this moment. */
  default boolean isAdopted(ProcessIdentity process) {
    return false;
  }

  /** Ends its threads; children are left as they are. */
  @Override
  void close();

  /**
   * Opens the POSIX implementation where it is asked for and can work, else the portable one.
   *
   * @param posixSpawn asks for the implementation that calls the C library
   * @param solePurpose states that this JVM starts processes for the runtime only; see {@link
   *     #adopted}
   */
  static OperatingSystem of(boolean posixSpawn, boolean solePurpose) {
    ProcFs proc = ProcFs.ofThisMachine();
    return posixSpawn
        ? LinuxSystem.open(proc, solePurpose).orElseGet(() -> new PortableSystem(proc))
        : new PortableSystem(proc);
  }
}
