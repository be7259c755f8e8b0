package dev.maxdiff.cli.context;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The terminal and the environment of a command.
 *
 * @param environment variables of the process
 * @param colour whether output is coloured: on a terminal, unless {@code NO_COLOR} is set
 * @param terminal whether standard input is a terminal, so that a person can answer
 * @param input source of answers to questions; opened at the first question
 * @param outputClosed whether the reader of standard output has gone ({@code | head})
 * @param sleeper sleeps between two outputs of {@code --watch} and two rounds of the guard
 */
public record Console(
    Map<String, String> environment,
    boolean colour,
    boolean terminal,
    Supplier<BufferedReader> input,
    BooleanSupplier outputClosed,
    Sleeper sleeper) {

  public Console {
    environment = Map.copyOf(environment);
  }

  /** Blocks the calling thread. */
  @FunctionalInterface
  public interface Sleeper {
    void sleep(Duration time) throws InterruptedException;
  }

  /** Returns the terminal and the environment of this process. */
  public static Console ofProcess() {
    Map<String, String> environment = System.getenv();
    String noColour = environment.getOrDefault("NO_COLOR", "");
    return new Console(
        environment,
        System.console() != null && noColour.isEmpty(),
        StandardInput.isTerminal(),
        () -> new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())),
        System.out::checkError,
        time -> Thread.sleep(time.toMillis()));
  }
}
