package dev.maxdiff.runtime.start;

import dev.maxdiff.process.ChildProcesses;
import dev.maxdiff.process.ChildProgram;
import dev.maxdiff.process.ProcessSettings;
import dev.maxdiff.process.os.ProcessIdentity;
import dev.maxdiff.process.os.RuntimeMark;
import dev.maxdiff.runtime.context.Shutdown;
import dev.maxdiff.runtime.context.StartContext;
import dev.maxdiff.state.StateDirectory;
import dev.maxdiff.state.files.WatcherFiles;
import dev.maxdiff.supervision.StoredKeys;
import dev.maxdiff.supervision.WatcherProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first step: the watcher processes of this machine. Orphans have ended, the launch gate is
 * closed.
 *
 * @param program the bundled watcher
 * @param orphansEnded the number of processes of an earlier runtime that this start has ended
 */
record LocalProcesses(ChildProgram program, ChildProcesses processes, int orphansEnded) {

  private static final Logger LOG = LoggerFactory.getLogger(LocalProcesses.class);

  /**
   * Starts the sentinel and ends every orphan. Blocks.
   *
   * @throws IllegalStateException when an orphan outlives SIGKILL
   */
  static LocalProcesses start(StartContext context, StoredKeys keys) {
    StateDirectory directory = context.directory();
    ProcessSettings settings = ProcessSettings.from(context.config());
    RuntimeMark mark = mark(directory.identity());
    ChildProgram program = extract(directory);
    ChildProcesses processes =
        ChildProcesses.start(
            context.actors(),
            settings,
            mark,
            program,
            directory.logs().resolve("sentinel.log"),
            Clock.systemUTC());
    context.shutdown().onIntakeClosing(processes::closeGate);
    context.shutdown().onSweep(processes::sweep);
    context.shutdown().onClosing(Shutdown.Resource.PROCESSES, processes);
    int ended = endOrphans(context, processes, keys);
    program.makeArchive(mark);
    return new LocalProcesses(program, processes, ended);
  }

  private static RuntimeMark mark(StateDirectory.Identity identity) {
    return new RuntimeMark(
        identity.uuid(),
        identity.device(),
        identity.inode(),
        UUID.randomUUID().toString().substring(0, 13));
  }

  private static ChildProgram extract(StateDirectory directory) {
    try {
      return ChildProgram.extract(directory.folder().resolve("child"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Collection<ProcessIdentity> launched(StartContext context, StoredKeys keys) {
    List<ProcessIdentity> launched = new ArrayList<>(keys.launched());
    context.store().left().keys().ifPresent(left -> launched.addAll(left.launched()));
    return launched;
  }

  private static int endOrphans(StartContext context, ChildProcesses processes, StoredKeys keys) {
    ChildProcesses.Orphans orphans =
        context.await().result("the orphans' end", processes.sweepOrphans(launched(context, keys)));
    if (!orphans.left().isEmpty()) {
      throw new IllegalStateException(
          "processes of an earlier runtime outlive SIGKILL: %s (expected: none; end these pids first)"
              .formatted(orphans.left()));
    }
    if (orphans.ended() > 0) {
      LOG.info("Ended {} processes of an earlier runtime", orphans.ended());
    }
    return orphans.ended();
  }

  /** Opens the watcher files. Every orphan has ended: no file may show a running watcher. */
  WatcherFiles openFiles(StartContext context) {
    WatcherFiles files =
        WatcherFiles.open(context.directory(), context.store().settings(), Clock.systemUTC());
    context.shutdown().beforeSweep(files::hurry);
    context.shutdown().onClosing(Shutdown.Resource.FILES, files);
    return files;
  }

  /**
   * @param command {@code maxdiff.watcher.command}; empty = the bundled watcher
   */
  WatcherProgram watcherProgram(List<String> command) {
    return command.isEmpty()
        ? new WatcherProgram(program.command(), true, program.directory())
        : new WatcherProgram(command, false, null);
  }
}
