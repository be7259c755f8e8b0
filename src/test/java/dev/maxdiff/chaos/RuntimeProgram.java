package dev.maxdiff.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.maxdiff.http.AccessTokens;
import dev.maxdiff.http.RuntimeClient;
import dev.maxdiff.process.sentinel.Sentinel;
import dev.maxdiff.program.ProcessTable;
import dev.maxdiff.program.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/** The program from its jar, which a test starts, signals and restarts on one state directory. */
public final class RuntimeProgram implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String READY = "Wishes are taken at";
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final Path state;
  private final Map<String, String> environment;
  private Program program;
  private volatile RuntimeClient client;

  public RuntimeProgram(Path state, Path settings, Map<String, String> keys) {
    this.state = state;
    this.environment = new HashMap<>(keys);
    environment.put("MAXDIFF_CONFIG", settings.toString());
  }

  /** Returns when the runtime accepts wishes. */
  public void start() {
    program = Program.start(environment, state, "run", "--alpaca", "--no-loop", "--port=0");
    program.awaitOutput(READY);
    JsonNode file = read(venue().resolve("runtime.json"));
    client =
        new RuntimeClient(
            URI.create(file.path("address").asText()),
            new AccessTokens(file.path("token").asText(), file.path("operatorToken").asText()),
            null,
            TIMEOUT);
  }

  public RuntimeClient client() {
    return client;
  }

  public void signal(String name) {
    program.signal(name);
  }

  boolean isAlive() {
    return program.isAlive();
  }

  public int exitCode() {
    return program.exitCode();
  }

  public String output() {
    return program.output();
  }

  /** The first part of the mark of every child. */
  public String uuid() {
    try {
      return Files.readString(venue().resolve("identity")).trim();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path watcherFiles() {
    return state.resolve("maxdiff_watchers_paper");
  }

  Path venue() {
    return state.resolve("paper");
  }

  /** The pid of the runtime's sentinel; empty if none runs. */
  public OptionalInt sentinel() {
    String uuid = uuid();
    return ProcessTable.pids().stream()
        .filter(pid -> isSentinel(ProcessTable.arguments(pid), uuid))
        .filter(pid -> ProcessTable.stat(pid).filter(stat -> !stat.isDead()).isPresent())
        .mapToInt(Integer::intValue)
        .findFirst();
  }

  public static void kill(int pid) {
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
  }

  private static boolean isSentinel(Iterable<String> arguments, String uuid) {
    boolean named = false;
    boolean ours = false;
    for (String argument : arguments) {
      named |= argument.equals(Sentinel.class.getName());
      ours |= argument.startsWith(uuid + ":");
    }
    return named && ours;
  }

  private static JsonNode read(Path file) {
    try {
      return JSON.readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Kills the runtime and its sentinel. */
  @Override
  public void close() {
    if (program != null) {
      program.close();
      sentinel().ifPresent(RuntimeProgram::kill);
    }
  }
}
