package dev.maxdiff.model;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/**
 * Promises P10 and P12 in random markets with faults, supersedes, kills and restarts on virtual
 * time: {@code mvn test -Dtest=ModelTest -Dmaxdiff.model.runs=5000 -Dmaxdiff.model.seed=1}. The
 * page {@code proof.md} lists the real and the simulated parts.
 *
 * <p>The same seed gives the same run: {@code -Dmaxdiff.model.runs=1 -Dmaxdiff.model.seed=N} plays
 * a failed run again. The whole trace of a failed run is in {@code target/model}.
 */
class ModelTest {

  private static final int RUNS = Integer.getInteger("maxdiff.model.runs", 150);
  private static final long SEED = Long.getLong("maxdiff.model.seed", 1);

  /** The maximum number of runs until a defect must be detected. */
  private static final int MAXIMUM_RUNS_OF_A_DEFECT = 200;

  /** Order managers warn of every failed read, and here reads fail all the time. */
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
  void p10p12NoRunViolatesAnInvariant() {
    long begun = System.nanoTime();
    ModelRun.Tally sum = ModelRun.Tally.NONE;
    List<String> failures = new ArrayList<>();
    for (long seed = SEED; seed < SEED + RUNS; seed++) {
      ModelRun run = played(seed, Defect.NONE);
      sum = sum.plus(run.tally());
      failure(seed, run).ifPresent(failures::add);
    }

    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    System.out.printf("Model: %s, %d violations, %s%n", sum, failures.size(), took);
    assertThat(failures).isEmpty();
    assertThat(sum.orders()).as("enough has happened").isGreaterThan(5 * RUNS);
  }

  /**
   * 304071: an order manager is started while another one recovers. 304048: the runtime dies during
   * another watcher's poll within a read of the checks. 304292, 304727: coins are bought while the
   * refusal of a rest that is too small is under way.
   */
  @ParameterizedTest
  @ValueSource(longs = {304_048, 304_071, 304_292, 304_727})
  void livesThatHaveFailedViolateNothing(long seed) {
    assertThat(played(seed, Defect.NONE).violations()).isEmpty();
  }

  /** The checks detect each defect; the same run without the defect has no violation. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void eachDefectIsDetected(Defect defect) {
    for (long seed = SEED; seed < SEED + MAXIMUM_RUNS_OF_A_DEFECT; seed++) {
      ModelRun run = played(seed, defect);
      if (!run.violations().isEmpty()) {
        System.out.printf("Model, %s: seed %d: %s%n", defect, seed, run.violations().get(0));
        assertThat(played(seed, Defect.NONE).violations()).isEmpty();
        return;
      }
    }
    throw new AssertionError(defect + " was not detected in " + MAXIMUM_RUNS_OF_A_DEFECT + " runs");
  }

  /** A failed run can be played again. */
  @Test
  void theSameSeedGivesTheSameRun() {
    assertThat(played(SEED, Defect.NONE).trace()).isEqualTo(played(SEED, Defect.NONE).trace());
  }

  /**
   * {@code Set.of}, {@code Map.copyOf} and hashes of enums and objects differ between JVMs; nothing
   * that decides may depend on them. One JVM cannot show this: its salt is fixed at its start.
   */
  @Test
  @Timeout(120)
  void theSameSeedGivesTheSameRunInAnotherJvm() throws Exception {
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath(),
                TracePrinter.class.getName(),
                Long.toString(SEED))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader lines = other.inputReader(StandardCharsets.UTF_8)) {
      assertThat(lines.lines().toList()).isEqualTo(played(SEED, Defect.NONE).trace());
    } finally {
      other.destroyForcibly();
    }
  }

  /** Prints the trace of the life of a seed. */
  static final class TracePrinter {
    public static void main(String[] arguments) {
      quiet();
      PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
      played(Long.parseLong(arguments[0]), Defect.NONE).trace().forEach(out::println);
    }
  }

  private static String classPath() {
    return ModelTest.class.getClassLoader() instanceof URLClassLoader urls
        ? Stream.of(urls.getURLs()).map(URL::getPath).collect(Collectors.joining(":"))
        : System.getProperty("java.class.path");
  }

  private static ModelRun played(long seed, Defect defect) {
    try {
      return new ModelRun(seed, defect).play();
    } catch (RuntimeException e) {
      throw new AssertionError("seed " + seed + " with " + defect + ": " + e, e);
    }
  }

  private static Optional<String> failure(long seed, ModelRun run) {
    if (run.violations().isEmpty()) {
      return Optional.empty();
    }
    InvariantChecker.Violation first = run.violations().get(0);
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
