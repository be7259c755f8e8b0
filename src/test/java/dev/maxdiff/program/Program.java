package dev.maxdiff.program;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A process of the runnable jar, which a test starts, observes, signals and ends. */
public final class Program implements AutoCloseable {

  static final Duration PATIENCE = Duration.ofSeconds(180);
  private static final Path JAR =
      Path.of(System.getProperty("maxdiff.jar", "target/maxdiff.jar")).toAbsolutePath();

  /**
   * JVM options for a short start, as in {@code conf/jvm.options}: the tests start hundreds of
   * JVMs. If the archive is missing or belongs to another jar, a start takes longer.
   */
  private static final List<String> FAST_START =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:SharedArchiveFile=" + JAR.resolveSibling("maxdiff.jsa"),
          "-Xlog:cds=off",
          "-Xlog:cds+dynamic=off");

  /** A build in the background or without a terminal inherits these signals as ignored. */
  private static final List<String> DEFAULT_SIGNALS = List.of("env", "--default-signal=HUP,INT");

  private final Process process;
  private final Path output;

  private Program(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /** Starts a command that runs until a signal; its output goes to a file. */
  static Program start(Path stateDirectory, String... arguments) {
    return start(Map.of(), stateDirectory, arguments);
  }

  /** Does the same as {@link #start}, with additional environment variables. */
  public static Program start(
      Map<String, String> environment, Path stateDirectory, String... arguments) {
    return start(List.of(), environment, stateDirectory, arguments);
  }

  /** Does the same as {@link #start}, with options for its JVM. */
  static Program start(
      List<String> jvmOptions,
      Map<String, String> environment,
      Path stateDirectory,
      String... arguments) {
    try {
      Path output = Files.createTempFile("maxdiff-", ".out");
      output.toFile().deleteOnExit();
      ProcessBuilder builder =
          new ProcessBuilder(command(jvmOptions, stateDirectory, arguments))
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      builder.environment().putAll(environment);
      return new Program(builder.start(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts a command whose output nobody reads: its pipe is full from the start. */
  static Program startUnread(
      Map<String, String> environment, Path stateDirectory, String... arguments) {
    List<String> command =
        new ArrayList<>(List.of("/bin/sh", "-c", "head -c 65536 /dev/zero; exec \"$@\"", "sh"));
    command.addAll(command(List.of(), stateDirectory, arguments));
    try {
      Path none = Files.createTempFile("maxdiff-", ".out");
      none.toFile().deleteOnExit();
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().putAll(environment);
      return new Program(builder.start(), none);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a command to its end. */
  static Result run(Path stateDirectory, String... arguments) {
    Program program = start(stateDirectory, arguments);
    int code = program.exitCode();
    return new Result(code, program.output());
  }

  record Result(int code, String output) {}

  private static List<String> command(
      List<String> jvmOptions, Path stateDirectory, String... arguments) {
    List<String> command = new ArrayList<>(DEFAULT_SIGNALS);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FAST_START);
    command.addAll(jvmOptions);
    command.addAll(List.of("-jar", JAR.toString()));
    command.addAll(List.of(arguments));
    command.add("--state-dir=" + stateDirectory);
    return command;
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public String output() {
    try {
      return Files.readString(output, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits without a time limit for the program's own end; its output must contain {@code text}. */
  void awaitEnd(String text) {
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    awaitOutput(text);
  }

  public void awaitOutput(String text) {
    await("output with: " + text, () -> output().contains(text) || !isAlive());
    if (!output().contains(text)) {
      throw new AssertionError("ended without: " + text + "\n" + output());
    }
  }

  /** Waits for a condition; after a time-out the error shows the program's output. */
  void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("never seen: " + what + "\n" + output());
      }
      pause();
    }
  }

  public void signal(String name) {
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public int exitCode() {
    try {
      if (!process.waitFor(PATIENCE.toSeconds() * 2, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("did not end:\n" + output());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    exitCode();
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(20); // between two evaluations of the condition
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
