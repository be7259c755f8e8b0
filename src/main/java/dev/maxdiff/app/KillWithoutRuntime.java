package dev.maxdiff.app;

import com.typesafe.config.Config;
import dev.maxdiff.cli.context.CommandActions;
import dev.maxdiff.cli.context.Location;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.process.ProcessSettings;
import dev.maxdiff.process.os.OrphanSweep;
import dev.maxdiff.process.os.ProcessIdentity;
import dev.maxdiff.process.os.RuntimeMark;
import dev.maxdiff.runtime.context.Configuration;
import dev.maxdiff.state.DirectoryLock;
import dev.maxdiff.state.OwnedElsewhereException;
import dev.maxdiff.state.RuntimeFile;
import dev.maxdiff.state.StateDirectory;
import dev.maxdiff.state.StateSettings;
import dev.maxdiff.state.WithdrawnFile;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * {@code maxdiff kill-all} when no runtime answers: takes the venue's lock, ends what is left, and
 * leaves word for the next start to withdraw every wish before it launches anything.
 */
public final class KillWithoutRuntime implements CommandActions.OfflineKillAll {

  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

  private final Map<String, String> environment;

  public KillWithoutRuntime(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  public Report run(Location location, boolean cancelOrders, boolean force) {
    Config config =
        Configuration.load(Configurations.file(environment), Configurations.place(location));
    Optional<StateDirectory> directory =
        StateDirectory.find(StateSettings.from(config), location.venue().orElse(Venue.EMBEDDED));
    if (directory.isEmpty()) {
      return new Report(true, List.of("nothing has ever run in " + location));
    }
    ProcessSettings settings = ProcessSettings.from(config);
    if (force) {
      RuntimeFile.read(directory.get())
          .ifPresent(file -> endRuntime(file, mark(directory.get()), settings.sweepDeadline()));
    }
    DirectoryLock lock =
        force
            ? acquireWithin(settings.sweepDeadline(), directory.get())
            : acquire(directory.get(), "it does not answer: 'kill-all --force' ends it first");
    try {
      return sweep(directory.get(), settings, cancelOrders);
    } finally {
      lock.close();
    }
  }

  /**
   * A process counts as dead when its first thread is; its locks go with the last one, which may
   * take a moment more.
   */
  private static DirectoryLock acquireWithin(Duration patience, StateDirectory directory) {
    String advice = "it was not ended: pid, start and boot are not those of runtime.json";
    long giveUp = System.nanoTime() + patience.toNanos();
    while (true) {
      try {
        return acquire(directory, advice);
      } catch (OwnedElsewhereException e) {
        if (System.nanoTime() - giveUp >= 0) {
          throw e;
        }
        LockSupport.parkNanos(LOOK_AGAIN.toNanos());
      }
    }
  }

  private static DirectoryLock acquire(StateDirectory directory, String advice) {
    try {
      return DirectoryLock.acquire(directory);
    } catch (OwnedElsewhereException e) {
      throw new OwnedElsewhereException(e.getMessage() + "; " + advice);
    }
  }

  private static Report sweep(
      StateDirectory directory, ProcessSettings settings, boolean cancelOrders) {
    RuntimeMark mark = mark(directory);
    new WithdrawnFile(Instant.now(), Set.of(), !cancelOrders).write(directory);
    OrphanSweep.Result result =
        new OrphanSweep(settings.grace(), settings.sweepDeadline()).endAll(mark);
    String ended = "ended " + result.ended().size() + " processes, no runtime was running";
    String wishes = "every wish is withdrawn when the next runtime starts";
    return result.left().isEmpty()
        ? new Report(true, List.of(ended, wishes))
        : new Report(false, List.of(ended, "could not end " + result.left(), wishes));
  }

  private static RuntimeMark mark(StateDirectory directory) {
    StateDirectory.Identity identity = directory.identity();
    return new RuntimeMark(identity.uuid(), identity.device(), identity.inode(), "kill-all");
  }

  /** A runtime that hangs is ended with SIGKILL, while it is proven to be the one of the file. */
  private static void endRuntime(RuntimeFile file, RuntimeMark mark, Duration patience) {
    ProcessIdentity runtime =
        new ProcessIdentity(Math.toIntExact(file.pid()), file.startTicks(), file.bootId());
    OrphanSweep sweep = new OrphanSweep(Duration.ZERO, patience);
    long giveUp = System.nanoTime() + patience.toNanos();
    boolean alive = true;
    while (alive && System.nanoTime() - giveUp < 0) {
      alive = !sweep.endJournalled(List.of(runtime), mark).left().isEmpty();
    }
  }
}
