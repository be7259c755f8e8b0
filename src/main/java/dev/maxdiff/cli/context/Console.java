package dev.maxdiff.cli.context;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The terminal and the environment that a command runs in.
 *
 * @param environment of the process
 * @param colour whether output may be coloured: on a terminal, and not with {@code NO_COLOR}
 * @param input where a question is answered; opened only then
 * @param pause waits between two pictures of {@code --watch}, and between two rounds of the guard
 */
public record Console(
    Map<String, String> environment, boolean colour, Supplier<BufferedReader> input, Pause pause) {

  public Console {
    environment = Map.copyOf(environment);
  }

  /** Waits. */
  @FunctionalInterface
  public interface Pause {
    void pause(Duration time) throws InterruptedException;
  }

  /** Those of this process. */
  public static Console ofProcess() {
    Map<String, String> environment = System.getenv();
    String noColour = environment.getOrDefault("NO_COLOR", "");
    return new Console(
        environment,
        System.console() != null && noColour.isEmpty(),
        () -> new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())),
        time -> Thread.sleep(time.toMillis()));
  }
}
