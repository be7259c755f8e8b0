package dev.maxdiff;

import com.typesafe.config.Config;
import dev.maxdiff.cli.Actions;
import dev.maxdiff.cli.Location;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.embed.Configuration;
import dev.maxdiff.process.OrphanSweep;
import dev.maxdiff.process.ProcessSettings;
import dev.maxdiff.process.RuntimeMark;
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

/**
 * {@code maxdiff kill-all} when no runtime answers: takes the venue's lock, ends what is left, and
 * leaves word for the next start to withdraw every wish before it launches anything.
 */
final class KillWithoutRuntime implements Actions.OfflineKillAll {

  /** Start times are only as exact as the system's ticks. */
  private static final Duration ROUNDING = Duration.ofSeconds(1);

  private final Map<String, String> environment;

  KillWithoutRuntime(Map<String, String> environment) {
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
    if (force) {
      endRuntime(directory.get());
    }
    DirectoryLock lock = acquire(directory.get());
    try {
      return sweep(directory.get(), ProcessSettings.from(config), cancelOrders);
    } finally {
      lock.close();
    }
  }

  private static DirectoryLock acquire(StateDirectory directory) {
    try {
      return DirectoryLock.acquire(directory);
    } catch (OwnedElsewhereException e) {
      throw new OwnedElsewhereException(
          e.getMessage() + "; it does not answer: 'kill-all --force' ends it first");
    }
  }

  private static Report sweep(
      StateDirectory directory, ProcessSettings settings, boolean cancelOrders) {
    StateDirectory.Identity identity = directory.identity();
    RuntimeMark mark =
        new RuntimeMark(identity.uuid(), identity.device(), identity.inode(), "kill-all");
    new WithdrawnFile(Instant.now(), Set.of(), !cancelOrders).write(directory);
    OrphanSweep.Result result =
        new OrphanSweep(settings.grace(), settings.sweepDeadline()).endAll(mark);
    String ended = "ended " + result.ended().size() + " processes, no runtime was running";
    String wishes = "every wish is withdrawn when the next runtime starts";
    return result.left().isEmpty()
        ? new Report(true, List.of(ended, wishes))
        : new Report(false, List.of(ended, "could not end " + result.left(), wishes));
  }

  /** A runtime that hangs is ended with SIGKILL, once it is seen to be the one of the file. */
  private static void endRuntime(StateDirectory directory) {
    RuntimeFile.read(directory)
        .flatMap(
            runtime ->
                ProcessHandle.of(runtime.pid())
                    .filter(handle -> startedBefore(handle, runtime.startedAt())))
        .filter(handle -> handle.info().commandLine().orElse("").contains("maxdiff"))
        .ifPresent(
            handle -> {
              handle.destroyForcibly();
              handle.onExit().join();
            });
  }

  /** A runtime writes its file after its own start; whoever got its pid later started later. */
  private static boolean startedBefore(ProcessHandle handle, Instant written) {
    return handle
        .info()
        .startInstant()
        .filter(at -> at.isBefore(written.plus(ROUNDING)))
        .isPresent();
  }
}
