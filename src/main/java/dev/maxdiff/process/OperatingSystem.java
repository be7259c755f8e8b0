package dev.maxdiff.process;

import java.io.IOException;
import java.util.Collection;

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

  /** Reaps children that nobody here started and that stay zombies: adopted orphans. Blocks. */
  void reapAdopted();

  /** Ends its threads; children are left as they are. */
  @Override
  void close();

  /** The implementation that the settings ask for, or the portable one where it cannot work. */
  static OperatingSystem of(ProcessSettings.Spawn spawn) {
    ProcFs proc = ProcFs.ofThisMachine();
    return spawn == ProcessSettings.Spawn.NATIVE
        ? LinuxSystem.open(proc).orElseGet(() -> new PortableSystem(proc))
        : new PortableSystem(proc);
  }
}
