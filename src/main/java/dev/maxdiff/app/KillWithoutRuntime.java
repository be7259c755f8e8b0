package dev.maxdiff.app;

import com.typesafe.config.Config;
import dev.maxdiff.cli.context.CommandActions;
import dev.maxdiff.cli.context.Location;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.process.ProcessSettings;
import dev.maxdiff.process.os.OrphanSweep;
import dev.maxdiff.process.os.ProcessIdentity;
import dev.maxdiff.process.os.RuntimeMark;
import dev.maxdiff.runtime.context.Configuration;
import dev.maxdiff.runtime.offline.OfflineCancellation;
import dev.maxdiff.state.DirectoryLock;
import dev.maxdiff.state.OwnedElsewhereException;
import dev.maxdiff.state.RuntimeFile;
import dev.maxdiff.state.StateDirectory;
import dev.maxdiff.state.StateSettings;
import dev.maxdiff.state.WithdrawnFile;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * {@code maxdiff kill-all} when no runtime answers: acquires the venue's lock, ends the remaining
 * processes, and writes {@code withdrawn.json}, so that the next start withdraws every wish before
 * its first launch.
 */
public final class KillWithoutRuntime implements CommandActions.OfflineKillAll {

  private static final Duration RETRY_PAUSE = Duration.ofMillis(20);

  private final Map<String, String> environment;

  public KillWithoutRuntime(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  public Report run(Location location, boolean cancelOrders, boolean force) {
    Config config =
        Configuration.load(
            Configurations.file(environment), Configurations.stateDirectory(location));
    Optional<StateDirectory> directory = find(StateSettings.from(config), location);
    if (directory.isEmpty()) {
      return new Report(true, List.of("no runtime has ever run in " + location));
    }
    ProcessSettings settings = ProcessSettings.from(config);
    DirectoryLock lock =
        force
            ? acquireByForce(directory.get(), settings.sweepDeadline())
            : acquire(directory.get(), "it does not answer: 'kill-all --force' ends it first");
    try {
      Report swept = sweep(directory.get(), settings, cancelOrders);
      return cancelOrders ? withCancels(config, directory.get(), swept) : swept;
    } finally {
      lock.close();
    }
  }

  /**
   * Returns the directory of the venue; without {@code --venue} the only one there is: an operator
   * who means paper must not be told that the embedded venue is clean.
   *
   * @throws InvalidValueException if there are several
   */
  private static Optional<StateDirectory> find(StateSettings settings, Location location) {
    List<StateDirectory> found =
        location.venue().map(List::of).orElseGet(() -> List.of(Venue.values())).stream()
            .flatMap(venue -> StateDirectory.find(settings, venue).stream())
            .toList();
    if (found.size() > 1) {
      List<Venue> venues = found.stream().map(StateDirectory::venue).toList();
      throw new InvalidValueException(
          "venue", "none", "one of " + venues + ", which have wishes; no runtime answers");
    }
    return found.stream().findFirst();
  }

  /**
   * Ends the runtime of {@code runtime.json} only if the lock is held: the file of a copied
   * directory names the runtime of the original, which holds the original's lock.
   */
  private static DirectoryLock acquireByForce(StateDirectory directory, Duration deadline) {
    try {
      return DirectoryLock.acquire(directory);
    } catch (OwnedElsewhereException owned) {
      RuntimeFile.read(directory).ifPresent(file -> endRuntime(file, mark(directory), deadline));
      return acquireWithin(deadline, directory);
    }
  }

  /**
   * Acquires the lock of a runtime that was killed. The system reports a process as ended after the
   * end of its main thread, but releases its locks only after the end of its last thread.
   */
  private static DirectoryLock acquireWithin(Duration timeout, StateDirectory directory) {
    String advice = "it was not ended: pid, start and boot are not those of runtime.json";
    long deadline = System.nanoTime() + timeout.toNanos();
    while (true) {
      try {
        return acquire(directory, advice);
      } catch (OwnedElsewhereException e) {
        if (System.nanoTime() - deadline >= 0) {
          throw e;
        }
        LockSupport.parkNanos(RETRY_PAUSE.toNanos());
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
    new WithdrawnFile(Instant.now(), Set.of(), !cancelOrders, true).write(directory);
    OrphanSweep.Result result =
        new OrphanSweep(settings.grace(), settings.sweepDeadline()).endAll(mark);
    String ended = "ended " + result.ended().size() + " processes, no runtime was running";
    String wishes =
        "every wish is withdrawn when the next runtime starts, and every key is held"
            + " until 'maxdiff resume --all'";
    return result.left().isEmpty()
        ? new Report(true, List.of(ended, wishes))
        : new Report(false, List.of(ended, "could not end " + result.left(), wishes));
  }

  /** Cancels after the sweep: a watcher that still runs could order again. */
  private Report withCancels(Config config, StateDirectory directory, Report swept) {
    OfflineCancellation.Result result =
        new OfflineCancellation(config, directory.venue(), directory, environment).cancelAll();
    List<String> lines = new ArrayList<>(swept.lines());
    lines.addAll(result.lines());
    return new Report(swept.clean() && result.complete(), lines);
  }

  private static RuntimeMark mark(StateDirectory directory) {
    StateDirectory.Identity identity = directory.identity();
    return new RuntimeMark(identity.uuid(), identity.device(), identity.inode(), "kill-all");
  }

  /** Ends a hung runtime with SIGKILL, as long as pid, start and boot are those of the file. */
  private static void endRuntime(RuntimeFile file, RuntimeMark mark, Duration timeout) {
    ProcessIdentity runtime =
        new ProcessIdentity(Math.toIntExact(file.pid()), file.startTicks(), file.bootId());
    OrphanSweep sweep = new OrphanSweep(Duration.ZERO, timeout);
    long deadline = System.nanoTime() + timeout.toNanos();
    boolean alive = true;
    while (alive && System.nanoTime() - deadline < 0) {
      alive = !sweep.endJournalled(List.of(runtime), mark).left().isEmpty();
    }
  }
}
