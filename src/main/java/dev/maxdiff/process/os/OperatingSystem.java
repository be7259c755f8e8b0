package dev.maxdiff.process.os;

import java.io.IOException;
import java.util.Collection;
import java.util.List;

/** The functions of the operating system that owning children needs; tests implement it. */
public interface OperatingSystem extends AutoCloseable {

  /**
   * Starts a child as the leader of a new session and process group. Blocks until the exec is
   * complete, about 1 ms.
   *
   * @throws SpawnRefusedException when no child lives; the message is one line for the user
   * @throws UnconfirmedEndException when a child may live that could not be ended
   * @throws IOException when it is unknown whether a child lives
   */
  OwnProcess spawn(SpawnRequest request) throws IOException;

  /** Reaps those of the ended processes that are adopted children of this process. */
  void reap(Collection<ProcessIdentity> ended);

  /** Reaps adopted zombies that were zombies at the previous call too. Blocks. */
  void reapAdopted();

  /**
   * Returns the living descendants of watchers, with or without a mark, that became children of
   * this JVM because their parents ended. Empty where adoption cannot be proven. Blocks.
   */
  default List<ProcessIdentity> adopted() {
    return List.of();
  }

  /**
   * Returns the processes of {@link #adopted} that descend from an ended watcher for certain.
   * Blocks.
   */
  default List<ProcessIdentity> adoptedOfEnded() {
    return List.of();
  }

  /**
   * Returns whether the pid is an unreaped child that this JVM started. False where that is
   * unknown.
   */
  default boolean isOwnChild(int pid) {
    return false;
  }

  /** Returns whether the process is one of {@link #adopted} now. */
  default boolean isAdopted(ProcessIdentity process) {
    return false;
  }

  /** Ends the threads; children keep running. */
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
