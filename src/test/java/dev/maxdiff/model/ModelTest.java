package dev.maxdiff.model;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/**
 * Promises P10 and P12 in random markets with faults, supersedes, kills and restarts on virtual
 * time: {@code mvn test -Dtest=ModelTest -Dmaxdiff.model.runs=5000 -Dmaxdiff.model.seed=1}. The
 * page {@code proof.md} says what is real in it and what is not.
 *
 * <p>A run is the same for the same seed: {@code -Dmaxdiff.model.runs=1 -Dmaxdiff.model.seed=N}
 * plays a failed one again. Its whole trace is written to {@code target/model}.
 */
class ModelTest {

  private static final int RUNS = Integer.getInteger("maxdiff.model.runs", 150);
  private static final long SEED = Long.getLong("maxdiff.model.seed", 1);

  /** So many runs a break may need until it is seen. */
  private static final int MOST_RUNS_OF_A_BREAK = 200;

  /** Desks warn of every failed read, and here reads fail all the time. */
  @BeforeAll
  static void quiet() {
    log().setLevel(Level.OFF);
  }

  @AfterAll
  static void loud() {
    log().setLevel(null);
  }

  private static Logger log() {
    return (Logger) LoggerFactory.getLogger("dev.maxdiff.execution");
  }

  @Test
  void p10p12NothingForbiddenHappensInAnyRun() {
    long begun = System.nanoTime();
    ModelRun.Tally sum = ModelRun.Tally.NONE;
    List<String> failures = new ArrayList<>();
    for (long seed = SEED; seed < SEED + RUNS; seed++) {
      ModelRun run = played(seed, Breaks.NOTHING);
      sum = sum.plus(run.tally());
      failure(seed, run).ifPresent(failures::add);
    }

    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    System.out.printf("Model: %s, %d violations, %s%n", sum, failures.size(), took);
    assertThat(failures).isEmpty();
    assertThat(sum.orders()).as("enough has happened").isGreaterThan(5 * RUNS);
  }

  /** The judge has eyes: the same run without the break is clean. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NOTHING")
  void eachBreakIsSeen(Breaks broken) {
    for (long seed = SEED; seed < SEED + MOST_RUNS_OF_A_BREAK; seed++) {
      ModelRun run = played(seed, broken);
      if (!run.violations().isEmpty()) {
        System.out.printf("Model, %s: seed %d: %s%n", broken, seed, run.violations().get(0));
        assertThat(played(seed, Breaks.NOTHING).violations()).isEmpty();
        return;
      }
    }
    throw new AssertionError(broken + " was not seen in " + MOST_RUNS_OF_A_BREAK + " runs");
  }

  /** Else a failure could not be looked at. */
  @Test
  void theSameSeedGivesTheSameRun() {
    assertThat(played(SEED, Breaks.NOTHING).trace())
        .isEqualTo(played(SEED, Breaks.NOTHING).trace());
  }

  private static ModelRun played(long seed, Breaks breaks) {
    try {
      return new ModelRun(seed, breaks).play();
    } catch (RuntimeException e) {
      throw new AssertionError("seed " + seed + " with " + breaks + ": " + e, e);
    }
  }

  private static Optional<String> failure(long seed, ModelRun run) {
    if (run.violations().isEmpty()) {
      return Optional.empty();
    }
    Judge.Violation first = run.violations().get(0);
    String trace = String.join("\n  ", run.trace(first.at()));
    Path file = Path.of("target", "model", "seed-" + seed + ".txt");
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, run.trace());
    } catch (IOException e) {
      file = Path.of("(not written: " + e.getMessage() + ")");
    }
    return Optional.of("seed " + seed + ": " + first + "\n  " + trace + "\n  whole: " + file);
  }
}
